using EdgeNet.Core;
using EdgeNet.Emulator;

namespace EdgeNet.Benchmarks;

/// <summary>EdgeNet.Core on the virtual board beside the loops that one writes down first; both give the same logits.</summary>
internal static class BoardComparison
{
    private const string ModelPath = "I:\\model.edgenet";

    /// <summary>Runs samples through both.</summary>
    /// <param name="file">A model of dense layers with ReLU.</param>
    /// <param name="samples">Raw values.</param>
    /// <param name="pixels">Whether they are pixels, which a camera gives as bytes.</param>
    /// <param name="profile">The board.</param>
    /// <returns>What both cost.</returns>
    public static BoardCosts Run(byte[] file, IReadOnlyList<float[]> samples, bool pixels, BoardProfile profile)
    {
        ModelFile model = ModelFile.Parse(file);
        using Board ours = NewBoard(profile, "EdgeNet.Device.Core.dll", "EdgeNet.Device.dll");
        ours.Storage.Capacity = Math.Max(ours.Storage.Capacity, file.Length);
        ours.Storage.Put(ModelPath, file);
        BoardObject network = (BoardObject)ours.CallOn(ours.New("EdgeNet.Device.ModelLoader"), "Load", ModelPath)!;
        double load = ours.BusyMicroseconds;
        long instructions = ours.Instructions;

        // Loops over bytes need no more memory than ours, but get as much as they like.
        using Board naive = NewBoard(profile with { HeapBytes = 16 << 20 }, "EdgeNet.NaiveLoop.dll");
        Set(naive, model);
        double naiveLoad = naive.BusyMicroseconds;
        long naiveInstructions = naive.Instructions;
        bool mapped = !pixels || model.Input.Bits != 8;
        foreach (float[] sample in samples)
        {
            byte[] bytes = pixels ? Array.ConvertAll(sample, v => (byte)v) : [];
            ours.CallOn(network, "Classify", pixels ? bytes : sample);
            naive.Call(mapped ? "EdgeNet.NaiveLoop.NaiveNetwork.Classify" : "EdgeNet.NaiveLoop.NaiveNetwork.ClassifyPixels", mapped ? sample : bytes);
            for (int o = 0; o < model.Labels.Length; o++)
            {
                long expected = (long)naive.Call("EdgeNet.NaiveLoop.NaiveNetwork.Logit", o)!, logit = (long)ours.CallOn(network, "Logit", o)!;
                if (logit != expected)
                {
                    throw new InvalidOperationException($"logit {o} is {logit} and {expected}");
                }
            }
        }

        long ram = (long)ours.CallOn(network, "get_RamBytes")!;
        return new BoardCosts((double)(ours.Instructions - instructions) / samples.Count, (ours.BusyMicroseconds - load) / samples.Count,
            (double)(naive.Instructions - naiveInstructions) / samples.Count, (naive.BusyMicroseconds - naiveLoad) / samples.Count, load, ram, (double)ram / model.Macs);
    }

    private static Board NewBoard(BoardProfile profile, params string[] applications)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "device");
        Board board = new(profile);
        board.Deploy(Directory.GetFiles(folder, "*.dll").Where(p => !Path.GetFileName(p).StartsWith("EdgeNet.", StringComparison.Ordinal)).Select(File.ReadAllBytes),
            applications.Select(a => File.ReadAllBytes(Path.Combine(folder, a))));
        return board;
    }

    private static void Set(Board naive, ModelFile model)
    {
        naive.Call("EdgeNet.NaiveLoop.NaiveNetwork.SetInput", model.Input.Scale, model.Input.Offset, model.Input.Count, model.Input.MaxValue);
        foreach (LayerInfo layer in model.Layers)
        {
            MatrixInfo matrix = layer.Matrix;
            byte[] weights = new byte[matrix.Terms * matrix.Outputs], numbers = new byte[9 * matrix.Outputs], row = new byte[matrix.Outputs];
            for (int i = 0; i < matrix.Terms; i++)
            {
                WeightRows.Read(model.Data, matrix, i, row);
                for (int o = 0; o < row.Length; o++)
                {
                    weights[(o * matrix.Terms) + i] = row[o];
                }
            }

            for (int o = 0; o < matrix.Outputs; o++)
            {
                model.Data.AsSpan(matrix.BiasAt + (4 * o), 4).CopyTo(numbers.AsSpan(9 * o));
                model.Data.AsSpan(matrix.MultiplierAt + (4 * o), 4).CopyTo(numbers.AsSpan((9 * o) + 4));
                numbers[(9 * o) + 8] = model.Data[matrix.ShiftAt + o];
            }

            naive.Call("EdgeNet.NaiveLoop.NaiveNetwork.AddLayer", layer.Inputs, layer.Outputs, weights, numbers);
        }
    }
}

/// <summary>What a classification costs on a board.</summary>
/// <param name="Instructions">IL instructions of EdgeNet.Core.</param>
/// <param name="Microseconds">Its predicted time.</param>
/// <param name="NaiveInstructions">IL instructions of the naive loops.</param>
/// <param name="NaiveMicroseconds">Their predicted time.</param>
/// <param name="LoadMicroseconds">Predicted time of loading.</param>
/// <param name="RamBytes">Heap that the network keeps.</param>
/// <param name="BytesPerWeight">That, by weight.</param>
internal sealed record BoardCosts(double Instructions, double Microseconds, double NaiveInstructions, double NaiveMicroseconds, double LoadMicroseconds, long RamBytes, double BytesPerWeight)
{
    /// <summary>How many times quicker, by instructions.</summary>
    public double InstructionRatio => NaiveInstructions / Instructions;

    /// <summary>How many times quicker, by predicted time.</summary>
    public double TimeRatio => NaiveMicroseconds / Microseconds;
}
