using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Import.Graphs;
using EdgeNet.Import.Quantization;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Layers.Dense;
using EdgeNet.Trainer.Layers.Depthwise;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Import.Training;

/// <summary>A foreign network as what a training begins with: its layers, and its weights for the trainer's way to scale inputs and targets.</summary>
public sealed class ImportedStart
{
    // A place outside of a picture means the trainer's 0; further from the network's own than this share of the range, borders would be seen wrongly.
    private const float SmallOffset = 0.05f;

    private readonly LayerReader _layers;
    private readonly Dataset _data;
    private readonly ScaledNetwork _network;
    private readonly bool _isNew;

    private ImportedStart(LayerReader layers, Dataset data, ScaledNetwork network)
    {
        (_layers, _data, _network) = (layers, data, network);
        DenseSpec last = (DenseSpec)layers.Specs[^1];
        _isNew = last.Units != data.Labels.Length;
        Architecture = new Architecture([.. layers.Specs.SkipLast(1), last with { Units = data.Labels.Length, Activation = null }]);
        Remarks = !_isNew ? layers.Remarks : [.. layers.Remarks, $"its last layer gives {last.Units:N0} values and {data.Name} has {data.Labels.Length:N0} {(data.HasClasses ? "classes" : "outputs")}: that layer begins anew"];
    }

    /// <summary>The layers.</summary>
    public Architecture Architecture { get; }

    /// <summary>Where the training differs from the network, one line each.</summary>
    public IReadOnlyList<string> Remarks { get; }

    /// <summary>Reads a network.</summary>
    /// <param name="network">The network, of real numbers, and how raw values become its input.</param>
    /// <param name="data">What it is to learn.</param>
    /// <returns>What the training begins with.</returns>
    /// <exception cref="UserException">The network has what the trainer has not, or does not fit the data.</exception>
    public static ImportedStart Of(ScaledNetwork network, Dataset data)
    {
        network = network.WithoutInputFunction();
        return new ImportedStart(LayerReader.Of(network.Graph), data, new SampleReader(data, network).Network);
    }

    /// <summary>The options of a training with the layers of this network, whose inputs are scaled as it was trained where that is possible.</summary>
    /// <param name="options">How to train.</param>
    /// <returns>The same with layers, and with the range of inputs unless one is asked for.</returns>
    public TrainingOptions Adapt(TrainingOptions options)
    {
        (float low, float high) = _data.CommonRange();
        float mean = _network.Mean.Average(), deviation = _network.Deviation.Average();
        return options with
        {
            Model = Architecture,
            Starts = 1,
            InputRange = options.InputRange ?? (_data.Kind == FeatureKind.Columns && Architecture.Layers[0] is DenseSpec ? null : ((low - mean) / deviation, (high - mean) / deviation)),
        };
    }

    /// <summary>The weights to begin with.</summary>
    /// <param name="random">The network with random weights.</param>
    /// <returns>One list per layer; null for layers without weights.</returns>
    /// <exception cref="UserException">The network reads its input in a way that cannot be brought to how the trainer scales it.</exception>
    public IReadOnlyList<FloatMatrix?> WeightsFor(FloatNetwork random)
    {
        (float[] factors, float[] offsets) = InputOf(random.Scaling);
        FloatMatrix?[] matrices = new FloatMatrix?[random.Layers.Length];
        for (int l = 0; l < matrices.Length; l++)
        {
            if (_layers.Weights[l] is not { } weights)
            {
                if (random.Reads[l].Contains(0) && (Array.Exists(factors, f => Math.Abs(f - 1) > SmallOffset) || IsFar(offsets, random.Scaling)))
                {
                    throw new UserException($"layer {l + 1}, \"{Architecture.Layers[l]}\", reads the input without weights: give --mean and --std one number each");
                }

                continue;
            }

            matrices[l] = l == matrices.Length - 1 && _isNew ? random.Layers[l].Matrix : Matrix(weights, random, l, factors, offsets);
        }

        return matrices;
    }

    private FloatMatrix Matrix(RealWeights weights, FloatNetwork random, int layer, float[] factors, float[] offsets)
    {
        float[] values = new float[weights.Weights.Length], biases = [.. weights.Biases];
        bool isFirst = random.Reads[layer].Contains(0), isLast = layer == random.Layers.Length - 1;
        LayerSpec spec = Architecture.Layers[layer] is BranchSpec branch ? branch.Layer : Architecture.Layers[layer];
        bool isDense = spec is DenseSpec, isDepthwise = spec is DepthwiseSpec;
        if (isFirst && !isDense && IsFar(offsets, random.Scaling))
        {
            throw new UserException($"layer {layer + 1}, \"{Architecture.Layers[layer]}\": what is outside of a picture would have another meaning; give --mean and --std numbers that are alike for all channels");
        }

        for (int o = 0; o < weights.Outputs; o++)
        {
            for (int t = 0; t < weights.Terms; t++)
            {
                float weight = weights.Weights[(o * weights.Terms) + t];
                int value = isDense ? t : isDepthwise ? o : t % _network.Graph.Input.Shape.Channels;
                biases[o] += isFirst ? weight * offsets[value] : 0;
                values[(t * weights.Outputs) + o] = weight * (isFirst ? factors[value] : 1);
            }
        }

        // Targets of a regression are learned with mean 0 and deviation 1.
        return isLast && _data.Task == TaskKind.Regression
            ? new FloatMatrix(weights.Terms, weights.Outputs, Array.ConvertAll(values, v => v / random.ValueScale), Array.ConvertAll(biases, b => (b - random.ValueOffset) / random.ValueScale))
            : new FloatMatrix(weights.Terms, weights.Outputs, values, biases);
    }

    private static bool IsFar(float[] offsets, InputScaling scaling) => Array.Exists(offsets, o => Math.Abs(o) > SmallOffset * (scaling.To - scaling.From));

    // The network's real input = factor * what the trainer makes of a raw value + offset.
    private (float[] Factors, float[] Offsets) InputOf(InputScaling scaling)
    {
        int count = _data.Shape.Count;
        float[] factors = new float[count], offsets = new float[count];
        for (int i = 0; i < count; i++)
        {
            (float scale, float offset) = (scaling.Scale[scaling.Scale.Length == 1 ? 0 : i], scaling.Offset[scaling.Offset.Length == 1 ? 0 : i]);

            // A column that never changes is 0 to the trainer, whatever it is.
            float zero = scale == 0 ? _data.Features[i] : -offset / scale;
            factors[i] = scale == 0 ? 0 : 1 / (scale * _network.DeviationOf(i));
            offsets[i] = (zero - _network.MeanOf(i)) / _network.DeviationOf(i);
        }

        return (factors, offsets);
    }
}
