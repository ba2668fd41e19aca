using System.Diagnostics;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Trainer.Evaluation;

namespace EdgeNet.Cli.Emulation;

/// <summary>Runs a model on a virtual board, with the assemblies that a real one would be given, and compares it with the desktop.</summary>
internal static class EmulatedModel
{
    private const int HotMethodCount = 8;

    /// <summary>Deploys a model with the app and classifies samples.</summary>
    /// <param name="file">The model file.</param>
    /// <param name="data">The samples.</param>
    /// <param name="most">How many of them to take, spread evenly.</param>
    /// <param name="profile">The board.</param>
    /// <param name="progress">Told after every sample how many are done.</param>
    /// <param name="cancellation">Ends the run; what was done so far is reported.</param>
    /// <returns>The report.</returns>
    /// <exception cref="UserException">The data do not fit the model, or the board could not load it.</exception>
    public static EmulationReport Run(byte[] file, Dataset data, int most, BoardProfile profile, Action<int, int>? progress, CancellationToken cancellation)
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
        double loadMicroseconds = 0, speed = 0;
        IReadOnlyList<MethodCost> hot = [];
        app.Use(network =>
        {
            loadMicroseconds = app.Board.BusyMicroseconds;
            Dictionary<string, MethodCost> before = app.Board.Profile().ToDictionary(m => m.Method);
            int count = Math.Min(most, data.Count);
            Network desktop = new(model);
            long instructions = app.Board.Instructions;
            Stopwatch watch = Stopwatch.StartNew();
            for (int done = 0; done < count && !cancellation.IsCancellationRequested; done++)
            {
                Classify(app.Board, network, desktop, data, (int)((long)done * data.Count / count), tally);
                progress?.Invoke(done + 1, count);
            }

            speed = (app.Board.Instructions - instructions) / watch.Elapsed.TotalSeconds;
            hot = HotMethods(app.Board, before);
        });

        int samples = Math.Max(1, tally.Samples);
        return new EmulationReport(tally.Samples, (double)tally.Equal / samples, data.Task == TaskKind.Regression ? Math.Sqrt(tally.Squares / samples) : (double)tally.Right / samples,
            (double)tally.Instructions / samples, tally.Microseconds / samples, loadMicroseconds, heap.NeededBytes, profile.HeapBytes, file.Length,
            speed, hot);
    }

    private static void Classify(Board board, BoardObject network, Network desktop, Dataset data, int sample, Tally tally)
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

        (bool correct, double square) = Judge(board, network, data, sample, best);
        tally.Samples++;
        tally.Equal += same ? 1 : 0;
        tally.Right += correct ? 1 : 0;
        tally.Squares += square;
    }

    private static (bool Right, double Square) Judge(Board board, BoardObject network, Dataset data, int sample, int best)
    {
        if (data.Task == TaskKind.Classification)
        {
            return (best == data.ClassOf(sample), 0);
        }

        bool right = true;
        double square = 0;
        for (int o = 0; o < data.Labels.Length; o++)
        {
            if (data.Task == TaskKind.MultiLabel)
            {
                right &= (bool)board.CallOn(network, "IsOn", o)! == data.Target(sample, o) > 0.5f;
            }
            else
            {
                double error = (double)board.CallOn(network, "Value", o)! - data.Target(sample, o);
                square += error * error / data.Labels.Length;
            }
        }

        return (right, square);
    }

    private static List<MethodCost> HotMethods(Board board, Dictionary<string, MethodCost> loading) =>
    [
        .. board.Profile().Select(m => loading.GetValueOrDefault(m.Method) is MethodCost before
                ? new MethodCost(m.Method, m.Calls - before.Calls, m.Instructions - before.Instructions, m.Microseconds - before.Microseconds)
                : m)
            .Where(m => m.Calls > 0).OrderByDescending(m => m.Microseconds).Take(HotMethodCount),
    ];

    private sealed class Tally
    {
        public int Samples, Equal, Right;
        public double Squares, Microseconds;
        public long Instructions;
    }
}
