using EdgeNet.Core;
using EdgeNet.Data;

namespace EdgeNet.Trainer.Layers.AveragePool;

/// <summary>Average pooling in integers.</summary>
/// <param name="Input">Shape of what it reads.</param>
/// <param name="Window">The window; places outside the picture do not count.</param>
/// <param name="Bits">Bits of its inputs and outputs, 1 to 8.</param>
public sealed record QuantizedAveragePool(Shape Input, Window Window, int Bits) : QuantizedLayer
{
    // The byte as which LiteRT's int8 value 0 is stored.
    private const int SignedZero = 128;

    /// <summary>The byte that means 0, within the limits.</summary>
    public int ZeroPoint { get; init; }

    /// <summary>Limits of an output, such as those of an activation that is part of the layer; null for all values of its bits.</summary>
    public OutputLimits? Limits { get; init; }

    /// <summary>Once: halves up. Twice: halves away from the byte 128, LiteRT's 0.</summary>
    public Rounding Rounding { get; init; }

    /// <inheritdoc/>
    public override LayerFields Fields => new(ModelFormat.AveragePool, Activation.Linear, 0, Bits, ZeroPoint, Range.Low, Range.High, Input.Channels, Window.Bytes) { Rounding = Rounding };

    private OutputLimits Range => Limits ?? OutputLimits.Of(Bits);

    internal override int[] Run(int[][] inputs, out int saturated)
    {
        saturated = 0;
        return [.. Window.Inside(Input).SelectMany(places => Enumerable.Range(0, Input.Channels).Select(c => Range.Clamp(Mean([.. places.Select(at => inputs[0][at + c])]))))];
    }

    private int Mean(int[] values)
    {
        // Divisions of C# and C cut off towards 0.
        int centre = Rounding == Rounding.Twice ? SignedZero : 0, sum = values.Sum(q => q - centre), half = values.Length / 2;
        return ((sum + (sum < 0 ? -half : half)) / values.Length) + centre;
    }
}
