using EdgeNet.Data;
using EdgeNet.Trainer.Quantization.Arithmetic;

namespace EdgeNet.Trainer.Layers.MaxPool;

/// <summary>Quantises max pooling: nothing is lost, since the largest integer of a square is that of the largest value.</summary>
internal sealed class MaxPoolQuantizer(Shape input, TensorScale scale) : LayerQuantizer
{
    public override LayerObserver CreateObserver() => new();

    public override (QuantizedLayer Integers, TensorScale Output) Quantize(IReadOnlyList<LayerObserver> observers)
    {
        Squares squares = new(input);
        foreach (int f in squares.First)
        {
            int[] square = [f, f + squares.Right, f + squares.Below, f + squares.Below + squares.Right];
            if (square.Any(i => scale.Steps[i] != scale.Steps[f] || scale.Zeros[i] != scale.Zeros[f]))
            {
                throw new InvalidOperationException("integers of different scales cannot be compared");
            }
        }

        TensorScale output = new(Array.ConvertAll(squares.First, f => scale.Steps[f]), Array.ConvertAll(squares.First, f => scale.Zeros[f]), scale.Bits);
        return (new QuantizedMaxPool(input, scale.Bits), output);
    }
}
