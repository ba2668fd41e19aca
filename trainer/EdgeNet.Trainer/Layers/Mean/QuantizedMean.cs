using System.Buffers.Binary;
using EdgeNet.Core;
using EdgeNet.Data;

namespace EdgeNet.Trainer.Layers.Mean;

/// <summary>The mean of each window and channel in a step of its own: limit(round(sum of (q - Zero) * Multiplier / 2^Shift) + ZeroPoint). The factor has the number of places in it.</summary>
/// <param name="Input">Shape of what it reads.</param>
/// <param name="Window">The window: without padding, with strides as long as itself or a single position.</param>
/// <param name="Multiplier">0 to 2^31 - 1.</param>
/// <param name="Shift">1 to 62.</param>
/// <param name="Zero">The byte that means 0 in what it reads.</param>
/// <param name="ZeroPoint">Added after the shift; within the limits.</param>
public sealed record QuantizedMean(Shape Input, Window Window, int Multiplier, byte Shift, byte Zero, int ZeroPoint) : QuantizedLayer
{
    /// <summary>Limits of an output.</summary>
    public OutputLimits Limits { get; init; } = OutputLimits.Of(8);

    /// <summary>How a sum is rounded.</summary>
    public Rounding Rounding { get; init; }

    /// <inheritdoc/>
    public override LayerFields Fields
    {
        get
        {
            byte[] own = [.. Window.Bytes, 0, 0, 0, 0, Shift, Zero, 0, 0];
            BinaryPrimitives.WriteInt32LittleEndian(own.AsSpan(8), Multiplier);
            return new LayerFields(ModelFormat.Mean, Activation.Linear, 0, 8, ZeroPoint, Limits.Low, Limits.High, Input.Channels, own) { Rounding = Rounding };
        }
    }

    internal override int[] Run(int[][] inputs, out int saturated)
    {
        saturated = 0;
        return [.. Window.Inside(Input).SelectMany(places => Enumerable.Range(0, Input.Channels).Select(c => Limits.Clamp(Rounding.Apply(places.Sum(at => inputs[0][at + c] - Zero), Multiplier, Shift) + ZeroPoint)))];
    }
}
