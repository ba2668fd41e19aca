using System.Diagnostics;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Trainer.Evaluation;

namespace EdgeNet.Workflows;

/// <summary>Runs a model on a virtual board, with the assemblies that a real one would be given, and compares it with the desktop.</summary>
public static class EmulatedModel
{
    private const int HotMethodCount = 8;

    /// <summary>Deploys a model with the app and classifies samples.</summary>
    /// <param name="file">The model file.</param>
    /// <param name="data">The samples.</param>
    /// <param name="maxSamples">How many of them to take, spread evenly.</param>
    /// <param name="profile">The board.</param>
    /// <param name="progress">Called after every sample with the number done.</param>
    /// <param name="cancellation">Ends the run; what was done so far is reported.</param>
    /// <returns>The report.</returns>
    /// <exception cref="UserException">The data do not fit the model, or the board could not load it.</exception>
    public static EmulationReport Run(byte[] file, Dataset data, int maxSamples, BoardProfile profile, Action<int, int>? progress, CancellationToken cancellation)
    {
        ModelFile model = ModelFile.Parse(file);
        Evaluator.CheckFit(model, data);
        data = LabelMap.Apply(data, model.Labels);
        using AppBoard app = new(profile, file);
        HeapForecast heap = app.Start();
        if (!heap.Fits)
        {
            throw new UserException(heap.Problem);
        }

        Tally tally = new();
        AnswerJudge judge = new(data);
        double loadMicroseconds = 0, speed = 0;
        IReadOnlyList<MethodCost> hot = [];
        app.Use(network =>
        {
            loadMicroseconds = app.Board.BusyMicroseconds;
            Dictionary<string, MethodCost> before = app.Board.Profile().ToDictionary(m => m.Method);
            int count = Math.Min(maxSamples, data.Count);
            Network desktop = new(model);
            long instructions = app.Board.Instructions;
            Stopwatch watch = Stopwatch.StartNew();
            for (int done = 0; done < count && !cancellation.IsCancellationRequested; done++)
            {
                Classify(app.Board, network, desktop, data, (int)((long)done * data.Count / count), tally, judge);
                progress?.Invoke(done + 1, count);
            }

            speed = (app.Board.Instructions - instructions) / watch.Elapsed.TotalSeconds;
            hot = HotMethods(app.Board, before);
        });

        Score score = judge.Score();
        int samples = Math.Max(1, score.Samples);
        return new EmulationReport(score.Samples, (double)tally.Equal / samples, data.Task == TaskKind.Regression ? score.Error : score.Accuracy,
            (double)tally.Instructions / samples, tally.Microseconds / samples, loadMicroseconds, heap.NeededBytes, profile.HeapBytes, file.Length,
            speed, hot);
    }

    private static void Classify(Board board, BoardObject network, Network desktop, Dataset data, int sample, Tally tally, AnswerJudge judge)
    {
        float[] raw = data.Sample(sample).ToArray();
        desktop.Classify(raw);
        long instructionsBefore = board.Instructions;
        double microsecondsBefore = board.BusyMicroseconds;

        // A camera gives bytes, other sensors give numbers.
        object input = data.Kind == FeatureKind.Pixels ? Array.ConvertAll(raw, v => (byte)v) : raw;
        int best = (int)(long)board.CallOn(network, "Classify", input)!;
        tally.Instructions += board.Instructions - instructionsBefore;
        tally.Microseconds += board.BusyMicroseconds - microsecondsBefore;
        bool same = best == desktop.Best;
        for (int o = 0; o < desktop.OutputCount; o++)
        {
            same &= (long)board.CallOn(network, "Logit", o)! == desktop.Logit(o);
        }

        tally.Equal += same ? 1 : 0;
        judge.Judge(sample, new BoardAnswer(board, network, best));
    }

    private static List<MethodCost> HotMethods(Board board, Dictionary<string, MethodCost> loading) =>
    [
        .. board.Profile().Select(m => loading.GetValueOrDefault(m.Method) is MethodCost before
                ? new MethodCost(m.Method, m.Calls - before.Calls, m.Instructions - before.Instructions, m.Microseconds - before.Microseconds)
                : m)
            .Where(m => m.Calls > 0).OrderByDescending(m => m.Microseconds).Take(HotMethodCount),
    ];

    private sealed class BoardAnswer(Board board, BoardObject network, int best) : IAnswer
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
    }
}
