using EdgeNet.Data;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Benchmarks;

/// <summary>How fast networks are trained.</summary>
internal static class TrainingMeasurements
{
    private const int Epochs = 4;
    private const int Rounds = 3;

    /// <summary>What the peers train too, by the command: batch 64, Adam, the best of one and two threads, and what four epochs lead to.</summary>
    public static IEnumerable<Measurement> Compared(EdgeNetCommand command, string mnistFolder)
    {
        foreach (int hidden in new[] { 32, 128, 200 })
        {
            (double speed, double accuracy) = Best(command, mnistFolder, "--hidden", $"{hidden}", "--epochs", $"{Epochs}", "--batch", "64");
            yield return new("EdgeNet", $"training 784-{hidden}-10", speed, "samples/s");
            yield return new("EdgeNet", $"test accuracy 784-{hidden}-10 after {Epochs} epochs", accuracy, "share");
        }

        foreach ((string name, string model) in new[] { (ConvolutionRoofline.Name, ConvolutionRoofline.Model), ($"{ConvolutionRoofline.Name} without norm", ConvolutionRoofline.ModelWithoutNorm) })
        {
            (double speed, double accuracy) = Best(command, mnistFolder, "--model", model, "--epochs", $"{Epochs}", "--batch", "64");
            yield return new("EdgeNet", $"training {name}", speed, "samples/s");
            yield return new("EdgeNet", $"test accuracy {name} after {Epochs} epochs", accuracy, "share");
        }

        // The recipe of the classic teaching network: one sample at a time.
        yield return new("EdgeNet", "training one sample at a time 784-200-10", Best(command, mnistFolder, "--hidden", "200", "--epochs", "1", "--batch", "1", "--optimizer", "sgd",
            "--lr", "0.1", "--activation", "sigmoid", "--loss", "squared", "--input-range", "0.01:1", "--target-range", "0.01:0.99").Speed, "samples/s");
    }

    /// <summary>How the speed depends on width, batch and threads.</summary>
    public static IEnumerable<(string What, string Value, double Speed)> Scaling(DatasetSplit mnist)
    {
        TrainingOptions options = new() { Hidden = [128], Epochs = 2, Batch = 64 };
        foreach (int threads in new[] { 1, 2 })
        {
            foreach (int hidden in new[] { 8, 16, 32, 64, 128, 256, 512 })
            {
                yield return ($"hidden width, {threads} threads", $"{hidden}", Speed(mnist, options with { Hidden = [hidden], Threads = threads }));
            }

            foreach (int batch in new[] { 1, 4, 16, 64, 256 })
            {
                yield return ($"batch at 784-128-10, {threads} threads", $"{batch}", Speed(mnist with { Train = batch == 1 ? mnist.Train.Subset([.. Enumerable.Range(0, 10_000)]) : mnist.Train }, options with { Batch = batch, Threads = threads }));
            }

            foreach (int samples in new[] { 1000, 10_000, 60_000 })
            {
                yield return ($"samples at 784-128-10, {threads} threads", $"{samples}", Speed(mnist with { Train = mnist.Train.Subset([.. Enumerable.Range(0, samples)]) }, options with { Threads = threads, Epochs = 120_000 / samples }));
            }
        }
    }

    // The best of a few runs, because the machine has other guests.
    private static (double Speed, double Accuracy) Best(EdgeNetCommand command, string mnistFolder, params string[] options)
    {
        (double Speed, double Accuracy)[] runs = [.. from round in Enumerable.Range(0, Rounds) from threads in new[] { 1, 2 } select command.Train(mnistFolder, [.. options, "--threads", $"{threads}"])];
        return (runs.Max(r => r.Speed), runs[0].Accuracy);
    }

    // The fastest epoch.
    private static double Speed(DatasetSplit data, TrainingOptions options)
    {
        double best = 0;
        NetworkTrainer.Train(data.Train, options, p => best = Math.Max(best, p.SamplesPerSecond ?? 0), default);
        return best;
    }
}
