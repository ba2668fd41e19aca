using EdgeNet.Trainer.Layers;

namespace EdgeNet.Trainer.FakeQuantization;

/// <summary>
/// What rounds the weights and activations of a network in floating point as a board's integers do: while it learns with learned step sizes (LSQ, Esser et al. 2020),
/// and afterwards. Several engines may share it. docs/quantisation.md explains the arithmetic.
/// </summary>
internal sealed class FakeQuantizer : IDisposable
{
    private readonly FloatLayer[] _layers;
    private readonly int[][] _reads;
    private readonly InputStep _input;

    /// <summary>Prepares to round; nothing is rounded until the steps are known.</summary>
    /// <param name="layers">The layers of the network.</param>
    /// <param name="reads">The tensors that each layer reads.</param>
    /// <param name="precisions">The bits of each layer, and the steps if they are known.</param>
    /// <param name="input">What the integers of the network's input mean.</param>
    /// <param name="weights">The weights, where they learn; those of a trained network are rounded already.</param>
    public FakeQuantizer(FloatLayer[] layers, int[][] reads, LayerPrecision[] precisions, InputStep input, Parameters?[]? weights)
    {
        int last = layers.Length - 1;
        _layers = layers;
        _reads = reads;
        _input = input;
        Activations = [.. precisions.Select((precision, l) => l < last && layers[l].Requantises ? LearnedStep.For(layers[l].Activation, precision.ActivationBits) : null)];
        for (int l = 0; l < last; l++)
        {
            if (precisions[l].ActivationStep is { } step && Activations[l] is { } known)
            {
                known.Steps.Values[0] = step;
            }
        }

        Weights = [.. precisions.Select((precision, l) => weights?[l] is { } learning ? new WeightFakeQuantizer(learning, precision.LargestWeight, InputOf(l)) : null)];
        Means = [.. layers.Select((layer, l) => layer.MeanOf > 0 ? new MeanRounding(InputOf(l), layer.MeanOf) : null)];
        IsOn = Array.Exists(precisions, p => p.WeightSteps is not null);
    }

    /// <summary>One per layer that has weights that learn.</summary>
    public IReadOnlyList<WeightFakeQuantizer?> Weights { get; }

    /// <summary>One per layer whose outputs are rounded.</summary>
    public IReadOnlyList<LearnedStep?> Activations { get; }

    /// <summary>One per layer whose outputs are means.</summary>
    public IReadOnlyList<MeanRounding?> Means { get; }

    /// <summary>Whether numbers are rounded.</summary>
    public bool IsOn { get; set; }

    /// <summary>Whether all steps are numbers and none is infinite.</summary>
    public bool AreFinite => Array.TrueForAll(ToSteps(), s => Array.TrueForAll(s.Weights ?? [], float.IsFinite) && float.IsFinite(s.Activation ?? 0f));

    /// <summary>What the integers mean that a layer reads.</summary>
    public InputStep InputOf(int layer) => Of(_reads[layer][0]);

    /// <summary>Rounds the outputs of a layer as far as they are rounded, one number at a time.</summary>
    public float[] Round(int layer, float[] outputs) =>
        Activations[layer] is { IsOn: true } step ? step.Round(outputs)
        : IsOn && Means[layer] is { } mean ? mean.Round(outputs)
        : outputs;

    /// <summary>The steps as they are now.</summary>
    public LayerSteps[] ToSteps() => Read(s => s.Values);

    /// <summary>What Adam keeps of them: [moment][layer].</summary>
    public LayerSteps[][] ToMoments() => [Read(s => s.Moments[0]), Read(s => s.Moments[1])];

    /// <summary>Puts steps where <see cref="ToSteps"/> found them, and their moments.</summary>
    public void Set(LayerSteps[] steps, LayerSteps[][] moments)
    {
        Write(s => s.Values, steps);
        Write(s => s.Moments[0], moments[0]);
        Write(s => s.Moments[1], moments[1]);
    }

    public void Dispose()
    {
        foreach (WeightFakeQuantizer? weights in Weights)
        {
            weights?.Dispose();
        }
    }

    private InputStep Of(int tensor)
    {
        if (tensor == 0)
        {
            return _input;
        }

        FloatLayer layer = _layers[tensor - 1];
        return Activations[tensor - 1] is { } learned ? new InputStep(learned, 0f, 0f)
            : !layer.Requantises ? Of(_reads[tensor - 1][0])
            : new InputStep(null, layer.Activation == Activation.Tanh ? 1f / 127 : 1f / 255, 0f);
    }

    private LayerSteps[] Read(Func<StepSizes, float[]> numbers) =>
        [.. Weights.Select((weights, l) => new LayerSteps(weights is null ? null : [.. numbers(weights.Steps)], Activations[l] is { } step ? numbers(step.Steps)[0] : null))];

    private void Write(Func<StepSizes, float[]> numbers, LayerSteps[] values)
    {
        for (int l = 0; l < values.Length; l++)
        {
            values[l].Weights?.CopyTo(numbers(Weights[l]!.Steps), 0);
            if (values[l].Activation is { } step)
            {
                numbers(Activations[l]!.Steps)[0] = step;
            }
        }
    }
}
