using EdgeNet.Trainer.Data;

namespace EdgeNet.Trainer.Training;

/// <summary>A trained network in floating point, with how its input is scaled and what its outputs mean.</summary>
public sealed class FloatNetwork
{
    /// <summary>Creates a network.</summary>
    /// <param name="task">What it finds.</param>
    /// <param name="shape">Shape of its input.</param>
    /// <param name="scaling">How raw values become its input.</param>
    /// <param name="layers">From input to output; each takes as many inputs as the one before has outputs.</param>
    /// <param name="labels">One text an output.</param>
    /// <param name="valueScale">Outputs of a regression are multiplied by this,</param>
    /// <param name="valueOffset">and this is added.</param>
    public FloatNetwork(TaskKind task, Shape shape, InputScaling scaling, FloatLayer[] layers, string[] labels, float valueScale, float valueOffset)
    {
        Task = task;
        Shape = shape;
        Scaling = scaling;
        Layers = layers;
        Labels = labels;
        ValueScale = valueScale;
        ValueOffset = valueOffset;
    }

    /// <summary>What it finds.</summary>
    public TaskKind Task { get; }

    /// <summary>Shape of its input.</summary>
    public Shape Shape { get; }

    /// <summary>How raw values become its input.</summary>
    public InputScaling Scaling { get; }

    /// <summary>From input to output.</summary>
    public FloatLayer[] Layers { get; }

    /// <summary>One text an output.</summary>
    public string[] Labels { get; }

    /// <summary>Factor from the last layer's output to a regression's value.</summary>
    public float ValueScale { get; }

    /// <summary>Added to a regression's value.</summary>
    public float ValueOffset { get; }

    /// <summary>Number of weights and biases.</summary>
    public int Parameters => Layers.Sum(l => l.Parameters);

    /// <summary>Runs the network on one sample.</summary>
    /// <param name="raw">Raw values.</param>
    /// <param name="visit">Where given, sees every layer's index, sums and activations; the last layer's sums are the logits.</param>
    /// <returns>The outputs: probabilities, or a regression's values in their unit.</returns>
    public float[] Run(ReadOnlySpan<float> raw, Action<int, float[], float[]>? visit = null)
    {
        float[] x = new float[Shape.Count];
        Scaling.Apply(raw, x);
        for (int l = 0; l < Layers.Length; l++)
        {
            float[] sums = Layers[l].Sums(x);
            x = ActivationFunctions.Apply(Layers[l].Activation, sums);
            visit?.Invoke(l, sums, x);
        }

        return Array.ConvertAll(x, v => (v * ValueScale) + ValueOffset);
    }
}
