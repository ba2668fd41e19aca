using System.Diagnostics;
using EdgeNet.Core;
using EdgeNet.Emulator;
using EdgeNet.Trainer.Data;
using EdgeNet.Trainer.Evaluation;

namespace EdgeNet.Cli.Emulation;

/// <summary>Runs a model on a virtual board, with the assemblies that a real one would be given, and compares it with the desktop.</summary>
internal static class EmulatedModel
{
    private const string ModelPath = "I:\\model.edgenet";
    private const int HotMethodCount = 8;

    /// <summary>Deploys a model and classifies samples.</summary>
    /// <param name="file">The model file.</param>
    /// <param name="data">The samples.</param>
    /// <param name="most">How many of them to take, spread evenly.</param>
    /// <param name="profile">The board.</param>
    /// <param name="progress">Told after every sample how many are done.</param>
    /// <param name="cancellation">Ends the run; what was done so far is reported.</param>
    /// <returns>The report.</returns>
    /// <exception cref="DataException">The data do not fit the model, or the board could not load it.</exception>
    public static EmulationReport Run(byte[] file, Dataset data, int most, BoardProfile profile, Action<int, int>? progress, CancellationToken cancellation)
    {
        ModelFile model = ModelFile.Parse(file);
        Evaluator.CheckFit(model, data);
        data = LabelMap.Apply(data, model.Labels);
        Network desktop = new(model);
        using Board board = new(profile);
        board.Deploy(DeviceAssemblies.Contracts, DeviceAssemblies.Applications);
        board.Storage.Capacity = Math.Max(board.Storage.Capacity, file.Length);
        board.Storage.Put(ModelPath, file);

        Stopwatch watch = Stopwatch.StartNew();
        BoardObject loader = board.New("EdgeNet.Device.ModelLoader");
        BoardObject network = (BoardObject?)board.CallOn(loader, "Load", ModelPath)
            ?? throw new DataException($"the board ({profile.Name}, {profile.HeapBytes} bytes of heap) reports: {board.CallOn(loader, "get_Problem")}");
        double loadMicroseconds = board.BusyMicroseconds;
        Dictionary<string, MethodCost> loading = board.Profile().ToDictionary(m => m.Method);

        int count = Math.Min(most, data.Count), done = 0, equal = 0, right = 0;
        double squares = 0, microseconds = 0;
        long instructions = 0;
        for (; done < count && !cancellation.IsCancellationRequested; done++)
        {
            int sample = (int)((long)done * data.Count / count);
            float[] raw = data.Sample(sample).ToArray();
            desktop.Classify(raw);
            long instructionsBefore = board.Instructions;
            double microsecondsBefore = board.BusyMicroseconds;

            // A camera gives bytes, other sensors give numbers.
            object input = data.Kind == FeatureKind.Pixels ? Array.ConvertAll(raw, v => (byte)v) : raw;
            int best = (int)(long)board.CallOn(network, "Classify", input)!;
            instructions += board.Instructions - instructionsBefore;
            microseconds += board.BusyMicroseconds - microsecondsBefore;
            bool same = best == desktop.Best;
            for (int o = 0; o < desktop.OutputCount; o++)
            {
                same &= (long)board.CallOn(network, "Logit", o)! == desktop.Logit(o);
            }

            equal += same ? 1 : 0;
            (bool correct, double square) = Judge(board, network, data, sample, best);
            right += correct ? 1 : 0;
            squares += square;
            progress?.Invoke(done + 1, count);
        }

        int samples = Math.Max(1, done);
        return new EmulationReport(done, (double)equal / samples, data.Task == TaskKind.Regression ? Math.Sqrt(squares / samples) : (double)right / samples,
            (double)instructions / samples, microseconds / samples, loadMicroseconds, board.HeapPeakBytes, board.HeapBytes, file.Length,
            board.Instructions / watch.Elapsed.TotalSeconds, HotMethods(board, loading));
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
}
