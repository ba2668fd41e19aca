using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Trainer.Layers.Dense;

namespace EdgeNet.Trainer.Layers.Convolution;

/// <summary>A convolution in integers.</summary>
/// <param name="Input">Shape of what it reads.</param>
/// <param name="Window">Its window.</param>
/// <param name="Each">What it does with every window: a dense layer of as many outputs as there are filters.</param>
/// <param name="Padding">What is read outside the picture.</param>
public sealed record QuantizedConvolution(Shape Input, Window Window, QuantizedDense Each, byte Padding) : QuantizedLayer
{
    /// <inheritdoc/>
    public override LayerFields Fields => Each.Fields with { Kind = ModelFormat.Convolution, Own = [.. Window.Bytes, Padding, 0, 0, 0] };

    /// <inheritdoc/>
    public override QuantizedMatrix? Matrix => Each.Matrix;

    internal override int[] Run(int[][] inputs, out int saturated)
    {
        int[][] positions = Window.Places(Input);
        int[] window = new int[positions[0].Length * Input.Channels], y = new int[positions.Length * Each.Numbers.Outputs];
        saturated = 0;
        for (int p = 0; p < positions.Length; p++)
        {
            Windows.Read(inputs[0], positions[p], Input.Channels, Padding, window);
            Each.Run([window], out int some).CopyTo(y, p * Each.Numbers.Outputs);
            saturated += some;
        }

        return y;
    }
}
