using EdgeNet.Trainer.Data;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Benchmarks;

/// <summary>How fast networks are trained.</summary>
internal static class TrainingMeasurements
{
    private const int Epochs = 4;

    /// <summary>What the peers train too: batch 64, Adam, the best of one and two threads, and what three epochs lead to.</summary>
    public static IEnumerable<Measurement> Compared(DatasetSplit mnist)
    {
        foreach (int hidden in new[] { 32, 128, 200 })
        {
            TrainingOptions options = new() { Hidden = [hidden], Epochs = Epochs, Batch = 64 };
            (double speed, double accuracy) = Best(mnist, options);
            yield return new("EdgeNet", $"training 784-{hidden}-10", speed, "samples/s");
            yield return new("EdgeNet", $"test accuracy 784-{hidden}-10 after {Epochs} epochs", accuracy, "share");
        }

        // The recipe of the classic teaching network: one sample at a time.
        Dataset some = mnist.Train.Subset([.. Enumerable.Range(0, 20_000)]);
        TrainingOptions recipe = new()
        {
            Hidden = [200],
            Activations = [Activation.Sigmoid],
            Loss = Loss.Squared,
            Optimizer = OptimizerKind.Sgd,
            LearningRate = 0.1f,
            Batch = 1,
            Epochs = 2,
            InputRange = (0.01f, 1f),
            TargetRange = (0.01f, 0.99f),
        };
        yield return new("EdgeNet", "training one sample at a time 784-200-10", Best(mnist with { Train = some }, recipe).Speed, "samples/s");
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

    private static (double Speed, double Accuracy) Best(DatasetSplit data, TrainingOptions options)
    {
        double speed = 0, accuracy = 0;
        foreach (int threads in new[] { 1, 2 })
        {
            (double now, TrainingResult result) = Train(data, options with { Threads = threads });
            speed = Math.Max(speed, now);
            accuracy = Evaluator.Evaluate(result.Network, data.Test).Accuracy;
        }

        return (speed, accuracy);
    }

    private static double Speed(DatasetSplit data, TrainingOptions options) => Train(data, options).Speed;

    // The fastest epoch: the first one warms up, and the machine has other guests.
    private static (double Speed, TrainingResult Result) Train(DatasetSplit data, TrainingOptions options)
    {
        double best = 0;
        TrainingResult result = NetworkTrainer.Train(data.Train, options, p => best = Math.Max(best, p.SamplesPerSecond), default);
        return (best, result);
    }
}
