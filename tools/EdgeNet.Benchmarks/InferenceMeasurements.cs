using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Benchmarks;

/// <summary>How fast model files run on the desktop, one thread.</summary>
internal static class InferenceMeasurements
{
    private const int Rounds = 15, Calls = 2000, Batch = 64;

    /// <summary>What the peers run too, with the same pictures as floats; and with pixels as bytes, which they do not take.</summary>
    public static IEnumerable<Measurement> Compared(DatasetSplit mnist)
    {
        float[][] pictures = [.. Enumerable.Range(0, Calls).Select(i => mnist.Test.Sample(i).ToArray())];
        byte[][] pixels = [.. pictures.Select(p => Array.ConvertAll(p, v => (byte)v))];
        foreach ((string name, string model) in new[] { ("784-32-10", "dense 32, dense 10"), ("784-128-10", "dense 128, dense 10"), (ConvolutionRoofline.Name, ConvolutionRoofline.Model) })
        {
            byte[] file = ModelBuilder.Build(mnist, new TrainingOptions { Model = Architecture.Parse(model), Epochs = 2 }, "mnist", false, null, default).File;
            Network network = Network.Load(file);
            yield return new("EdgeNet", $"inference {name}, batch 1", Timing.BestMicroseconds(Rounds, Calls, i => network.Classify(pictures[i])), "us");
            yield return new("EdgeNet", $"inference {name}, batch {Batch}", Timing.BestMicroseconds(Rounds, Calls / Batch, i => ClassifyBatch(network, pictures, i)), "us");
            yield return new("EdgeNet, bytes", $"inference {name}, batch 1", Timing.BestMicroseconds(Rounds, Calls, i => network.Classify(pixels[i])), "us");
        }
    }

    /// <summary>What share of "edgenet eval" on the 10,000 test pictures is not reading them.</summary>
    public static (double ReadMilliseconds, double ClassifyMilliseconds) Eval(string mnistFolder, DatasetSplit mnist)
    {
        byte[] file = ModelBuilder.Build(mnist, new TrainingOptions { Hidden = [32], Epochs = 1 }, "mnist", false, null, default).File;
        ModelFile model = ModelFile.Parse(file);
        Dataset? test = null;
        double read = Timing.BestMicroseconds(5, 1, _ => test = new DataSource(new CsvOptions()).LoadTest(mnistFolder, 1));
        return (read / 1000, Timing.BestMicroseconds(10, 1, _ => Evaluator.Evaluate(model, test!)) / 1000);
    }

    private static void ClassifyBatch(Network network, float[][] pictures, int batch)
    {
        for (int i = 0; i < Batch; i++)
        {
            network.Classify(pictures[(batch * Batch) + i]);
        }
    }
}
