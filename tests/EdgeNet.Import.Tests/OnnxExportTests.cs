using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Import.Tests.OnnxRuntime;
using EdgeNet.TestSupport;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Export.Onnx;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training;
using Xunit.Abstractions;

namespace EdgeNet.Import.Tests;

/// <summary>Networks written as ONNX, run by ONNX Runtime.</summary>
public class OnnxExportTests(ITestOutputHelper output)
{
    // What docs/export.md states: probabilities here come from a table of 256 entries.
    private const double Tolerance = 0.03;

    /// <summary>One of each family. Labels agree unless two of them are as good as equal.</summary>
    [OnnxRuntimeFact]
    public void Trained_networks_answer_as_here()
    {
        DatasetSplit digits = Digits.Create("digits", 14, 500, 200, 1), miles = BuiltInDatasets.Create("miles", 1), gates = BuiltInDatasets.Create("gates", 1);
        (string Name, DatasetSplit Data, TrainingOptions Options)[] all =
        [
            ("dense", digits, new() { Model = Architecture.Parse("dense 32, dense 10"), Epochs = 4 }),
            ("tables", digits, new() { Model = Architecture.Parse("dense 32 tanh, dense 16 sigmoid, dense 10"), Epochs = 4 }),
            ("convolutions", digits, new() { Model = Architecture.Parse("conv 8 3x3 stride 2 same, conv 16 3x3, dense 10"), Epochs = 4 }),
            ("depthwise", digits, new() { Model = Architecture.Parse("conv 8 3x3 stride 2 same, depthwise 3x3 same, conv 16 1x1, average all, dense 10"), Epochs = 4 }),
            ("residual", digits, new() { Model = Architecture.Parse("conv 8 3x3 same, conv 8 3x3 same, conv 8 3x3 same linear, add 2 relu, pool 2, dense 10"), Epochs = 4 }),
            ("few bits", digits, new() { Model = Architecture.Parse("conv 8 3x3 stride 2 same, conv 16 3x3, dense 10"), WeightBits = [4], ActivationBits = [4], InputBits = 4, Epochs = 4 }),
            ("a regression", miles, new() { Hidden = [8], Epochs = 100 }),
            ("yes or no", gates, new() { Hidden = [8], Epochs = 100 }),
        ];
        BuiltModel[] models = [.. all.Select(a => ModelBuilder.Build(a.Data, a.Options, a.Name, true, null, default))];
        float[][] answers = OnnxRuntimeProcess.Run(
        [
            .. models.Select((m, i) => new OnnxJob(OnnxNetwork.Write(m.Model, "m"), Batch(all[i].Data.Test, m.Model))),
            .. models.Select((m, i) => new OnnxJob(OnnxFloatNetwork.Write(m.Training.Network, "m"), Batch(all[i].Data.Test, m.Model))),
        ]);
        for (int m = 0; m < models.Length; m++)
        {
            Network network = new(models[m].Model);
            double most = 0;
            Dataset test = all[m].Data.Test;
            for (int s = 0; s < test.Count; s++)
            {
                int here = network.Classify(test.Sample(s).ToArray());
                float[] answer = answers[m].AsSpan(s * network.OutputCount, network.OutputCount).ToArray();
                int there = Array.IndexOf(answer, answer.Max());
                most = Math.Max(most, answer.Select((v, o) => Math.Abs(v - network.Value(o))).Max());
                Assert.InRange(network.Value(here) - network.Value(there), 0, Tolerance);
            }

            float[] floats = [.. Enumerable.Range(0, test.Count).SelectMany(s => models[m].Training.Network.Run(test.Sample(s)))];
            double mostFloat = floats.Zip(answers[models.Length + m], (a, b) => Math.Abs(a - b) / Math.Max(1, Math.Abs(a))).Max();
            output.WriteLine($"{all[m].Name}: values differ by at most {most:G3}, in floating point by {mostFloat:G3}");
            Assert.InRange(most, 0, Tolerance);
            Assert.InRange(mostFloat, 0, all[m].Name == "few bits" ? 0.25 : 1e-5);
        }
    }

    /// <summary>
    /// Layers of every kind with any window, limits and zero points, after layers that only move bytes. Most bytes are the same; what is computed may be a step
    /// away, because halves are rounded another way, and a table may then give its entry beside.
    /// </summary>
    [OnnxRuntimeFact]
    public void Every_layer_gives_the_same_bytes_or_their_neighbours()
    {
        Random random = new(1);
        PlainNetwork[] networks = [.. Enumerable.Range(0, 300).Select(seed => WithDense(PlainNetworks.Create(seed), seed)).Where(IsOneLayer).Select(n => AsBytes(n, n.Layers[^2]))];
        byte[][] inputs = Array.ConvertAll(networks, n => PlainNetworks.Raw(n, random));
        float[][] answers = OnnxRuntimeProcess.Run([.. networks.Select((n, i) => new OnnxJob(OnnxNetwork.Write(ModelFile.Parse(n.File()), "m"), Picture(n, inputs[i])))]);
        int[] bytes = new int[ModelFormat.Answer], others = new int[ModelFormat.Answer];
        for (int n = 0; n < networks.Length; n++)
        {
            PlainLayer layer = networks[n].Layers[^2];
            bool hasTable = layer.Kind != ModelFormat.Table && layer.Table.Length > 0;
            int[] expected = networks[n].LogitsOf(inputs[n]);
            int[] indices = hasTable ? AsBytes(networks[n], layer with { Function = ModelFormat.Linear, Table = [] }).LogitsOf(inputs[n]) : expected;
            for (int i = 0; i < expected.Length; i++)
            {
                bool isNeighbour = new[] { indices[i] - 1, indices[i], indices[i] + 1 }.Any(v => (hasTable ? layer.Table[Math.Clamp(v, 0, 255)] : v) == answers[n][i]);
                Assert.True(answers[n][i] == expected[i] || (isNeighbour && !Moves.Contains(layer.Kind)), $"network {n}, a layer of kind {layer.Kind}: {answers[n][i]} instead of {expected[i]}");
                others[layer.Kind] += answers[n][i] == expected[i] ? 0 : 1;
            }

            bytes[layer.Kind] += expected.Length;
        }

        for (int kind = 1; kind < bytes.Length; kind++)
        {
            output.WriteLine($"kind {kind}: {others[kind]} of {bytes[kind]} bytes are neighbours");
            Assert.InRange(others[kind], 0, bytes[kind] / 20);
            Assert.True(bytes[kind] > 100);
        }
    }

    private static readonly int[] Moves = [ModelFormat.MaxPool, ModelFormat.Table, ModelFormat.Concatenation, ModelFormat.Pad, ModelFormat.Reshape];

    private static bool IsOneLayer(PlainNetwork network) => network.Layers.Length > 1 && network.Layers[..^2].All(l => Moves.Contains(l.Kind)) && Count(network.Shapes()[^2]) <= ModelFormat.MaxOutputs;

    // Dense layers are drawn as last ones only.
    private static PlainNetwork WithDense(PlainNetwork network, int seed) => network.Layers.Length > 1 ? network
        : network with { Layers = [PlainNetworks.Weighted(new Random(seed), ModelFormat.Dense, Count(network.Input), 9, (1 << network.InputBits) - 1, false), network.Layers[0]] };

    // The bytes that the layer before the last one gives.
    private static PlainNetwork AsBytes(PlainNetwork network, PlainLayer layer) =>
        network with { Layers = [.. network.Layers[..^2], layer, new() { Kind = ModelFormat.Answer, Outputs = Count(network.Shapes()[^2]) }], Function = ModelFormat.Linear, Entries = [], GoldenSeeds = [] };

    private static int Count((int Height, int Width, int Channels) shape) => shape.Height * shape.Width * shape.Channels;

    // All samples, pictures with their channels first.
    private static (float[] Values, int[] Dimensions) Batch(Dataset data, ModelFile model)
    {
        InputInfo input = model.Input;
        int[] order = OnnxTensors.Order(input.Height, input.Width, input.Channels);
        float[][] samples = [.. Enumerable.Range(0, data.Count).Select(s => data.Sample(s).ToArray())];
        return ([.. samples.SelectMany(sample => order.Select(i => sample[i]))], [data.Count, .. OnnxInput.Dimensions(input)[1..]]);
    }

    private static (float[] Values, int[] Dimensions) Picture(PlainNetwork network, byte[] raw)
    {
        (int height, int width, int channels) = network.Input;
        return ([.. OnnxTensors.Order(height, width, channels).Select(i => (float)raw[i])], [1, channels, height, width]);
    }
}
