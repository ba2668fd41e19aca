using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Networks;

namespace EdgeNet.Trainer.Training;

/// <summary>Makes the network that training starts from.</summary>
public static class NetworkFactory
{
    /// <summary>Creates a network with random weights.</summary>
    /// <param name="data">The training part: decides inputs, outputs and how values are scaled.</param>
    /// <param name="options">Layers, loss, initialisation and seed.</param>
    /// <param name="start">Another number gives other weights.</param>
    /// <returns>The network.</returns>
    /// <exception cref="UserException">The layers do not fit the data.</exception>
    public static FloatNetwork Create(Dataset data, TrainingOptions options, int start = 0)
    {
        Architecture architecture = options.ArchitectureFor(data);
        IReadOnlyList<LayerSpec> specs = architecture.Layers;
        Shape[] shapes = architecture.Shapes(data.Shape);
        InputScaling scaling = InputScaling.For(data, options.InputBits, options.InputRange, specs[0].MaxInputBits);
        FloatLayer[] layers = [.. specs.Select((spec, l) =>
            spec.Create(shapes[l], options.Initialization, new SeededRandom(options.Seed, "weights", (start * specs.Count) + l)))];
        (float scale, float offset) = data.Task == TaskKind.Regression ? TargetScaling(data.Targets) : (1f, 0f);
        return new FloatNetwork(data.Task, data.Shape, scaling, layers, data.Labels, scale, offset);
    }

    // Targets of a regression are learned with mean 0 and deviation 1, like the inputs.
    private static (float Scale, float Offset) TargetScaling(float[] targets)
    {
        double mean = targets.Average(t => (double)t);
        double deviation = Math.Sqrt(targets.Average(t => (t - mean) * (t - mean)));
        return (deviation > 0 ? (float)deviation : 1f, (float)mean);
    }
}
