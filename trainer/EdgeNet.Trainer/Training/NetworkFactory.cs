using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Networks;

namespace EdgeNet.Trainer.Training;

/// <summary>Makes the network that training starts from.</summary>
public static class NetworkFactory
{
    // With more columns, random directions through the mean cut the data well enough.
    private const int FewColumns = 8;

    // Columns are standardised.
    private const float MostDeviations = 2f;

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
        architecture.CheckSize(shapes, (options.WeightBits ?? []).DefaultIfEmpty(8).Min());
        InputScaling scaling = InputScaling.For(data, options.InputBits, options.InputRange, architecture.MaxInputBits, options.WideInputs);
        FloatLayer[] layers = [.. specs.Select((spec, l) =>
            spec.Create(shapes[spec.Reads(l)[0]], options.Initialization, new SeededRandom(options.Seed, "weights", (start * specs.Count) + l)))];
        if (data.Kind == FeatureKind.Columns && data.Shape.Count <= FewColumns && layers.Length > 1 && layers[0] is { Activation: Activation.Relu, Matrix: { Norm: null } matrix })
        {
            SpreadKinks(matrix, new SeededRandom(options.Seed, "kinks", start));
        }

        (float scale, float offset) = data.Task == TaskKind.Regression ? TargetScaling(data.Targets) : (1f, 0f);
        return new FloatNetwork(data.Task, data.Shape, scaling, layers, data.Labels, scale, offset, [.. specs.Select((spec, l) => spec.Reads(l))]) { Precision = Precisions.For(options, specs, layers) };
    }

    // Where a rectifier begins to rise is where a network can bend. With few columns and no biases all of them begin near the mean of the data, and
    // training has to carry them away one by one; here they are spread over the data.
    private static void SpreadKinks(FloatMatrix matrix, SeededRandom random)
    {
        for (int o = 0; o < matrix.Outputs; o++)
        {
            double length = Math.Sqrt(Enumerable.Range(0, matrix.Terms).Sum(t => (double)matrix.Weights[(t * matrix.Outputs) + o] * matrix.Weights[(t * matrix.Outputs) + o]));
            matrix.Bias[o] = (float)(length * random.Between(-MostDeviations, MostDeviations));
        }
    }

    // Targets of a regression are learned with mean 0 and deviation 1, like the inputs.
    private static (float Scale, float Offset) TargetScaling(float[] targets)
    {
        double mean = targets.Average(t => (double)t);
        double deviation = Math.Sqrt(targets.Average(t => (t - mean) * (t - mean)));
        return (deviation > 0 ? (float)deviation : 1f, (float)mean);
    }
}
