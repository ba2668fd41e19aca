using EdgeNet.Files;
using EdgeNet.Trainer.Quantization.Arithmetic;

namespace EdgeNet.Trainer.Layers;

/// <summary>
/// Turns one layer into integers, in one pass over the calibration samples. Each kind of layer derives its own from this. What it keeps
/// does not grow with the samples.
/// </summary>
internal abstract class LayerQuantizer
{
    /// <summary>Creates an observer; several see different samples at the same time.</summary>
    public abstract LayerObserver CreateObserver();

    /// <summary>Makes the integer layer.</summary>
    /// <param name="observers">All that were made, in the order of their making; together they have seen every sample.</param>
    /// <returns>The layer, and what its outputs mean.</returns>
    /// <exception cref="UserException">Its numbers are too far apart for integers; the message says how, without naming the layer.</exception>
    public abstract (QuantizedLayer Integers, TensorScale Output) Quantize(IReadOnlyList<LayerObserver> observers);
}

/// <summary>What a kind of layer wants to know about the calibration samples; this one wants to know nothing.</summary>
internal class LayerObserver
{
    /// <summary>Takes in a sample.</summary>
    /// <param name="sums">The float layer's sums, before the activation.</param>
    /// <param name="inputs">The integers that the integer layer reads.</param>
    public virtual void Add(ReadOnlySpan<float> sums, int[][] inputs)
    {
    }
}
