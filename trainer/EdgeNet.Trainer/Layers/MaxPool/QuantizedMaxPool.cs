using EdgeNet.Core;
using EdgeNet.Data;

namespace EdgeNet.Trainer.Layers.MaxPool;

/// <summary>Max pooling in integers.</summary>
/// <param name="Input">Shape of what it reads.</param>
/// <param name="Bits">Bits of its inputs and outputs, 1 to 8.</param>
public sealed record QuantizedMaxPool(Shape Input, int Bits) : QuantizedLayer
{
    // Kernel, strides, padding.
    private static readonly byte[] Window = [2, 2, 2, 2, 0, 0, 0, 0];

    /// <inheritdoc/>
    public override LayerFields Fields => new(ModelFormat.MaxPool, Activation.Linear, 0, Bits, 0, 0, (1 << Bits) - 1, Input.Channels, Window);

    internal override int[] Run(int[][] inputs, out int saturated)
    {
        saturated = 0;
        Squares squares = new(Input);
        int[] x = inputs[0], y = new int[squares.First.Length];
        for (int i = 0; i < y.Length; i++)
        {
            int first = squares.First[i], below = first + squares.Below;
            y[i] = Math.Max(Math.Max(x[first], x[first + squares.Right]), Math.Max(x[below], x[below + squares.Right]));
        }

        return y;
    }
}
