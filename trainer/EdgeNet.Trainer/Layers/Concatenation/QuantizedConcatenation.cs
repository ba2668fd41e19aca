using EdgeNet.Core;
using EdgeNet.Data;

namespace EdgeNet.Trainer.Layers.Concatenation;

/// <summary>Two tensors side by side, their bytes as they are.</summary>
/// <param name="First">Shape of the first.</param>
/// <param name="Second">Shape of the second: that of the first but for one dimension.</param>
/// <param name="Axis">That dimension: 0 rows, 1 columns, 2 channels.</param>
/// <param name="ZeroPoint">The byte that means 0.</param>
public sealed record QuantizedConcatenation(Shape First, Shape Second, int Axis, int ZeroPoint) : QuantizedLayer
{
    /// <summary>The largest value of both tensors, or more.</summary>
    public int Largest { get; init; } = 255;

    /// <inheritdoc/>
    public override LayerFields Fields => new(ModelFormat.Concatenation, Activation.Linear, 0, 8, ZeroPoint, 0, Largest, Axis == 2 ? First.Channels + Second.Channels : First.Channels, [(byte)Axis, 0, 0, 0]);

    internal override int[] Run(int[][] inputs, out int saturated)
    {
        saturated = 0;
        int parts = Axis == 0 ? 1 : Axis == 1 ? First.Height : First.Height * First.Width, a = First.Count / parts, b = Second.Count / parts;
        return [.. Enumerable.Range(0, parts).SelectMany(p => inputs[0].AsSpan(p * a, a).ToArray().Concat(inputs[1].AsSpan(p * b, b).ToArray()))];
    }
}
