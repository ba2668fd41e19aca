using EdgeNet.Core;
using EdgeNet.Data;

namespace EdgeNet.Trainer.Layers.MaxPool;

/// <summary>Max pooling in integers.</summary>
/// <param name="Input">Shape of what it reads.</param>
/// <param name="Window">The window; places outside the picture do not count.</param>
/// <param name="Bits">Bits of its inputs and outputs, 1 to 8.</param>
public sealed record QuantizedMaxPool(Shape Input, Window Window, int Bits) : QuantizedLayer
{
    /// <summary>The byte that means 0, within the limits.</summary>
    public int ZeroPoint { get; init; }

    /// <summary>Limits of an output, such as those of an activation that is part of the layer; null for all values of its bits.</summary>
    public OutputLimits? Limits { get; init; }

    /// <inheritdoc/>
    public override LayerFields Fields => new(ModelFormat.MaxPool, Activation.Linear, 0, Bits, ZeroPoint, Range.Low, Range.High, Input.Channels, Window.Bytes);

    private OutputLimits Range => Limits ?? OutputLimits.Of(Bits);

    internal override int[] Run(int[][] inputs, out int saturated)
    {
        saturated = 0;
        return [.. Window.Inside(Input).SelectMany(places => Enumerable.Range(0, Input.Channels).Select(c => Range.Clamp(places.Max(at => inputs[0][at + c]))))];
    }
}
