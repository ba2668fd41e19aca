using System.Diagnostics;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Deployment.Serial;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Trainer.Evaluation;

namespace EdgeNet.Workflows;

/// <summary>Runs a model on a virtual board, with the same assemblies as on a real one, and compares it with the desktop.</summary>
public static class EmulatedModel
{
    /// <summary>Samples to classify where nothing else is said.</summary>
    public const int DefaultSamples = 100;

    private const int HotMethodCount = 8;

    // Multiply-adds of a forecast, and the fewest samples of one: pictures differ in time, but not by so much.
    private const int ForecastMacs = 100_000_000;
    private const int FewestSamples = 10;

    /// <summary>Deploys a model with the app and classifies samples.</summary>
    /// <param name="file">The model file.</param>
    /// <param name="data">The samples.</param>
    /// <param name="maxSamples">How many of them to use, spread evenly.</param>
    /// <param name="profile">The board.</param>
    /// <param name="progress">Called after every sample with the number done.</param>
    /// <param name="cancellation">Ends the run; what was done so far is reported.</param>
    /// <param name="real">A real board that classifies the same samples; null for none.</param>
    /// <returns>The report.</returns>
    /// <exception cref="UserException">The data do not fit the model, the board could not load it, or the real board does not answer.</exception>
    public static EmulationReport Run(byte[] file, Dataset data, int maxSamples, BoardProfile profile, Action<int, int>? progress, CancellationToken cancellation, RealBoard? real = null)
    {
        (HeapForecast heap, EmulationReport? report) = TryRun(file, data, maxSamples, profile, real, progress, cancellation);
        return report ?? throw new UserException(heap.Problem);
    }

    /// <summary>Finds out what a model needs on a board, with as many samples as <see cref="Run(byte[], Dataset, int, BoardProfile, Action{int, int}?, CancellationToken, RealBoard?)"/> takes, or fewer of a large network.</summary>
    /// <param name="file">The model file.</param>
    /// <param name="data">The samples.</param>
    /// <param name="profile">The board.</param>
    /// <returns>The heap that the app needs with the model, and what the board does; null if it cannot hold the model.</returns>
    /// <exception cref="UserException">The app does not accept the model, for a reason other than memory.</exception>
    public static (HeapForecast Heap, EmulationReport? Report) Forecast(byte[] file, Dataset data, BoardProfile profile) =>
        TryRun(file, data, Math.Clamp(ForecastMacs / ModelFile.Parse(file).Macs, FewestSamples, DefaultSamples), profile, null, null, CancellationToken.None);

    /// <summary>The same, without a report if the board cannot hold the model.</summary>
    internal static (HeapForecast Heap, EmulationReport? Report) TryRun(byte[] file, Dataset data, int maxSamples, BoardProfile profile, RealBoard? real, Action<int, int>? progress, CancellationToken cancellation)
    {
        ModelFile model = ModelFile.Parse(file);
        Evaluator.CheckFit(model, data);
        data = LabelMap.Apply(data, model.Labels);
        using AppBoard app = new(profile, file);
        HeapForecast heap = app.Start();
        return (heap, heap.Fits ? Run(app, heap, model, data, maxSamples, real, progress, cancellation) : null);
    }

    private static EmulationReport Run(AppBoard app, HeapForecast heap, ModelFile model, Dataset data, int maxSamples, RealBoard? real, Action<int, int>? progress, CancellationToken cancellation)
    {
        Tally tally = new();
        AnswerJudge judge = new(data);
        double loadMicroseconds = 0, speed = 0;
        List<MethodCost> methods = [];
        LayerStopwatch watch = new(app.Board, model.Layers.Length);
        app.Use(network =>
        {
            loadMicroseconds = app.Board.BusyMicroseconds;
            Dictionary<string, MethodCost> before = app.Board.Profile().ToDictionary(m => m.Method);
            int[] samples = EvenSpread.Of(data.Count, maxSamples);
            Network desktop = new(model);
            long instructions = app.Board.Instructions;
            TimeSpan computing = TimeSpan.Zero;
            for (int done = 0; done < samples.Length && !cancellation.IsCancellationRequested; done++)
            {
                int sample = samples[done];
                if (real is not null && !tally.Real.Add(real, desktop, data, sample, cancellation))
                {
                    break;
                }

                Stopwatch running = Stopwatch.StartNew();
                Classify(app.Board, network, desktop, data, sample, tally, judge, watch);
                computing += running.Elapsed;
                progress?.Invoke(done + 1, samples.Length);
            }

            speed = (app.Board.Instructions - instructions) / computing.TotalSeconds;
            methods = MethodsSince(before, app.Board);
        });

        Score score = judge.Score();
        int samples = Math.Max(1, score.Samples);
        return new EmulationReport(score.Samples, (double)tally.Equal / samples, data.Task == TaskKind.Regression ? score.Error : score.Accuracy,
            (double)tally.Instructions / samples, tally.Microseconds / samples, loadMicroseconds, heap.NeededBytes, heap.Board.HeapBytes, model.Length,
            speed, [.. methods.Take(HotMethodCount)])
        {
            Score = score,
            Methods = methods,
            LayerTimes = watch.MeanTimes(),
            Real = real is null ? null : tally.Real.Report(real.Name),
            Signal = model.HasSignal ? SignalReport.Measure(model.ReadSection(ModelFormat.SignalSection), heap.Board, data.Windows, tally.Microseconds / samples) with { AppShare = app.ShareOfStream(data.Windows) } : null,
        };
    }

    private static void Classify(Board board, BoardObject network, Network desktop, Dataset data, int sample, Tally tally, AnswerJudge judge, LayerStopwatch watch)
    {
        float[] raw = data.Sample(sample).ToArray();
        desktop.Classify(raw);
        long instructionsBefore = board.Instructions;
        double microsecondsBefore = board.BusyMicroseconds;

        // A camera gives bytes, other sensors give numbers.
        object input = data.Kind == FeatureKind.Pixels ? Array.ConvertAll(raw, v => (byte)v) : raw;
        watch.Begin();
        int best = (int)(long)board.CallOn(network, "Classify", input)!;
        watch.End();
        tally.Instructions += board.Instructions - instructionsBefore;
        tally.Microseconds += board.BusyMicroseconds - microsecondsBefore;
        bool same = best == desktop.Best;
        for (int o = 0; o < desktop.OutputCount; o++)
        {
            same &= (long)board.CallOn(network, "Logit", o)! == desktop.Logit(o);
        }

        same &= desktop.AnomalyScore == (long)board.CallOn(network, "get_AnomalyScore")!;
        tally.Equal += same ? 1 : 0;
        judge.Judge(sample, new EmulatedAnswer(board, network, best));
    }

    private static List<MethodCost> MethodsSince(Dictionary<string, MethodCost> loading, Board board) =>
    [
        .. board.Profile().Select(m => loading.GetValueOrDefault(m.Method) is MethodCost before
                ? new MethodCost(m.Method, m.Calls - before.Calls, m.Instructions - before.Instructions, m.Microseconds - before.Microseconds)
                : m)
            .Where(m => m.Calls > 0).OrderByDescending(m => m.Microseconds),
    ];

    private sealed class EmulatedAnswer(Board board, BoardObject network, int best) : IAnswer
    {
        public int Best => best;

        public bool IsOn(int output) => (bool)board.CallOn(network, "IsOn", output)!;

        public float Value(int output) => (float)(double)board.CallOn(network, "Value", output)!;
    }

    private sealed class Tally
    {
        public int Equal;
        public double Microseconds;
        public long Instructions;
        public RealTally Real = new();
    }

    private sealed class RealTally
    {
        private readonly List<int> _microseconds = [];
        private int _equal;
        private string? _firstDifference;

        // False if interrupted.
        public bool Add(RealBoard board, Network desktop, Dataset data, int sample, CancellationToken cancellation)
        {
            float[] raw = data.Sample(sample).ToArray();
            desktop.Classify(raw);
            BoardAnswer answer;
            try
            {
                answer = board.Classify(raw, data.Kind == FeatureKind.Pixels, cancellation);
            }
            catch (OperationCanceledException)
            {
                return false;
            }

            int different = Enumerable.Range(0, desktop.OutputCount).FirstOrDefault(o => answer.Logits[o] != desktop.Logit(o), -1);
            _equal += different < 0 && answer.Label == desktop.Best ? 1 : 0;
            _firstDifference ??= different >= 0 ? $"sample {sample + 1}, logit {different + 1}: {answer.Logits[different]}, not {desktop.Logit(different)}"
                : answer.Label != desktop.Best ? $"sample {sample + 1}: label {answer.Label + 1}, not {desktop.Best + 1}" : null;
            _microseconds.Add(answer.Microseconds);
            return true;
        }

        public RealReport Report(string board) => new(board, _microseconds.Count, _equal, _firstDifference, _microseconds.DefaultIfEmpty().Average(), _microseconds.All(m => m % 1000 == 0));
    }
}
