using EdgeNet.Core;
using EdgeNet.Data;

namespace EdgeNet.Trainer.Layers.Reshape;

/// <summary>The same values in the same order, in another shape.</summary>
/// <param name="Output">The shape, of as many values.</param>
/// <param name="ZeroPoint">The byte that means 0.</param>
public sealed record QuantizedReshape(Shape Output, int ZeroPoint) : QuantizedLayer
{
    /// <summary>The largest value, or more.</summary>
    public int Largest { get; init; } = 255;

    /// <inheritdoc/>
    public override LayerFields Fields => new(ModelFormat.Reshape, Activation.Linear, 0, 8, ZeroPoint, 0, Largest, Output.Channels, [(byte)Output.Height, (byte)(Output.Height >> 8), (byte)Output.Width, (byte)(Output.Width >> 8)]);

    internal override int[] Run(int[][] inputs, out int saturated)
    {
        saturated = 0;
        return inputs[0];
    }
}
