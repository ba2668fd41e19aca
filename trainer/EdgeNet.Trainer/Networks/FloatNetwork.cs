using EdgeNet.Data;
using EdgeNet.Trainer.FakeQuantization;
using EdgeNet.Trainer.Layers;

namespace EdgeNet.Trainer.Networks;

/// <summary>A network in floating point, with how its input is scaled and what its outputs mean.</summary>
public sealed class FloatNetwork
{
    /// <summary>Creates a network.</summary>
    /// <param name="task">What it finds.</param>
    /// <param name="shape">Shape of its input.</param>
    /// <param name="scaling">How raw values become its input.</param>
    /// <param name="layers">From input to output; the last one is dense.</param>
    /// <param name="labels">One text per output.</param>
    /// <param name="valueScale">Outputs of a regression are multiplied by this,</param>
    /// <param name="valueOffset">and this is added.</param>
    /// <param name="reads">The tensors that each layer reads: 0 is the network's input, n the output of layer n; null if each reads the one before.</param>
    public FloatNetwork(TaskKind task, Shape shape, InputScaling scaling, FloatLayer[] layers, string[] labels, float valueScale, float valueOffset, int[][]? reads = null)
    {
        Task = task;
        Shape = shape;
        Scaling = scaling;
        Layers = layers;
        Labels = labels;
        ValueScale = valueScale;
        ValueOffset = valueOffset;
        Reads = reads ?? [.. Enumerable.Range(0, layers.Length).Select(l => new[] { l })];
        Precision = [.. layers.Select(_ => LayerPrecision.Bytes)];
    }

    /// <summary>What it finds.</summary>
    public TaskKind Task { get; }

    /// <summary>Shape of its input.</summary>
    public Shape Shape { get; }

    /// <summary>How raw values become its input.</summary>
    public InputScaling Scaling { get; }

    /// <summary>From input to output.</summary>
    public FloatLayer[] Layers { get; }

    /// <summary>The tensors that each layer reads: 0 is the network's input, n the output of layer n.</summary>
    public int[][] Reads { get; }

    /// <summary>One text per output.</summary>
    public string[] Labels { get; }

    /// <summary>Factor from the last layer's output to a regression's value.</summary>
    public float ValueScale { get; }

    /// <summary>Added to a regression's value.</summary>
    public float ValueOffset { get; }

    /// <summary>Whether training has learned steps: then its weights are rounded, and inputs and activations are rounded on the way.</summary>
    public bool IsFakeQuantized => Array.Exists(Precision, p => p.WeightSteps is not null);

    /// <summary>The bits of each layer's numbers on a board, and the steps that training for few bits has learned.</summary>
    public LayerPrecision[] Precision { get; init; }

    /// <summary>Number of weights and biases.</summary>
    public int Parameters => Layers.Sum(l => l.Parameters);

    /// <summary>For each tensor, whether all its values must have the same step as integers: those that are added, and what is only pooled before it is added.</summary>
    internal bool[] SharedSteps()
    {
        bool[] shared = new bool[Layers.Length + 1];
        for (int l = Layers.Length - 1; l >= 0; l--)
        {
            if (Layers[l].NeedsSharedStep || (shared[l + 1] && !Layers[l].Requantises))
            {
                Array.ForEach(Reads[l], t => shared[t] = true);
            }
        }

        return shared;
    }

    /// <summary>Runs the network on one sample, one number at a time: the reference that the vector engine is compared with.</summary>
    /// <param name="raw">Raw values.</param>
    /// <returns>The outputs: probabilities, or a regression's values in their unit.</returns>
    public float[] Run(ReadOnlySpan<float> raw) => Array.ConvertAll(RunLayers(raw)[^1], v => (v * ValueScale) + ValueOffset);

    /// <summary>Runs the network on one sample and keeps what each layer gives.</summary>
    /// <param name="raw">Raw values.</param>
    /// <returns>The network's input, then each layer's output; those of a regression are not in their unit yet.</returns>
    public float[][] RunLayers(ReadOnlySpan<float> raw)
    {
        using FakeQuantizer steps = CreateFakeQuantizer();
        float[][] tensors = new float[Layers.Length + 1][];
        tensors[0] = new float[Shape.Count];
        Scaling.Apply(raw, tensors[0]);
        if (steps.IsOn)
        {
            Scaling.Round(tensors[0]);
        }

        for (int l = 0; l < Layers.Length; l++)
        {
            tensors[l + 1] = steps.Round(l, Layers[l].Run(Array.ConvertAll(Reads[l], t => tensors[t])));
        }

        return tensors;
    }

    /// <summary>What rounds its numbers as a board does.</summary>
    /// <param name="weights">Its weights, where they learn; null for a network that has learned.</param>
    internal FakeQuantizer CreateFakeQuantizer(Parameters?[]? weights = null) => new(Layers, Reads, Precision, new InputStep(null, Scaling.Step, Scaling.From), weights);

    /// <summary>The same network with other weights.</summary>
    /// <param name="matrices">One per layer; null for layers without weights.</param>
    /// <param name="precision">One per layer; null for the same as here.</param>
    internal FloatNetwork With(IReadOnlyList<FloatMatrix?> matrices, LayerPrecision[]? precision = null) =>
        new(Task, Shape, Scaling, [.. Layers.Select((layer, l) => matrices[l] is { } matrix ? layer.With(matrix) : layer)], Labels, ValueScale, ValueOffset, Reads) { Precision = precision ?? Precision };
}
