using EdgeNet.Data;
using EdgeNet.Trainer.Quantization.Arithmetic;

namespace EdgeNet.Trainer.Layers;

/// <summary>Quantises pooling: the integers of a channel share a step, so that the largest or the mean of a window's integers is that of its values. Only a mean is rounded.</summary>
/// <param name="input">Shape of what the layer reads.</param>
/// <param name="window">Its window.</param>
/// <param name="scale">What its inputs mean.</param>
/// <param name="create">Makes the integer layer, given its bits.</param>
internal sealed class PoolQuantizer(Shape input, Window window, TensorScale scale, Func<int, QuantizedLayer> create) : LayerQuantizer
{
    public override LayerObserver CreateObserver() => new();

    public override (QuantizedLayer Integers, TensorScale Output) Quantize(IReadOnlyList<LayerObserver> observers)
    {
        int channels = input.Channels;
        for (int i = 0; i < scale.Steps.Length; i++)
        {
            if (scale.Steps[i] != scale.Steps[i % channels] || scale.Zeros[i] != scale.Zeros[i % channels])
            {
                throw new InvalidOperationException("integers of different scales cannot be pooled");
            }
        }

        return (create(scale.Bits), new TensorScale(scale.Steps[..channels], scale.Zeros[..channels], scale.Bits).Repeated(window.OutputOf(input, 1).Count));
    }
}
