using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Import.Tests.OnnxRuntime;
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

    // All samples, pictures with their channels first.
    private static (float[] Values, int[] Dimensions) Batch(Dataset data, ModelFile model)
    {
        InputInfo input = model.Input;
        int[] order = OnnxTensors.Order(input.Height, input.Width, input.Channels);
        float[][] samples = [.. Enumerable.Range(0, data.Count).Select(s => data.Sample(s).ToArray())];
        return ([.. samples.SelectMany(sample => order.Select(i => sample[i]))], [data.Count, .. OnnxInput.Dimensions(input)[1..]]);
    }
}
