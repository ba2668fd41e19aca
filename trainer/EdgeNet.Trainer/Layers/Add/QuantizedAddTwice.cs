using System.Buffers.Binary;
using EdgeNet.Core;
using EdgeNet.Data;

namespace EdgeNet.Trainer.Layers.Add;

/// <summary>
/// The sum of two tensors as LiteRT's reference kernels compute it, with the rounding of <see cref="Rounding.Twice"/> for each tensor and for their sum:
/// t = round((a - First.Zero) * 2^20 * First.Multiplier / 2^First.Shift) + the same of b; limit(round(t * Multiplier / 2^Shift) + ZeroPoint).
/// </summary>
/// <param name="Shape">Their shape.</param>
/// <param name="First">The first tensor.</param>
/// <param name="Second">The second.</param>
/// <param name="Multiplier">Factor of the sum, 0 to 2^31 - 1.</param>
/// <param name="Shift">Of the sum, 1 to 62.</param>
/// <param name="ZeroPoint">Added in the end; within the limits.</param>
public sealed record QuantizedAddTwice(Shape Shape, QuantizedAddend First, QuantizedAddend Second, int Multiplier, byte Shift, int ZeroPoint) : QuantizedLayer
{
    /// <summary>Limits of an output, such as those of an activation that is part of the layer.</summary>
    public OutputLimits Limits { get; init; } = OutputLimits.Of(8);

    /// <inheritdoc/>
    public override LayerFields Fields
    {
        get
        {
            byte[] own = new byte[20];
            BinaryPrimitives.WriteInt32LittleEndian(own, First.Multiplier);
            BinaryPrimitives.WriteInt32LittleEndian(own.AsSpan(4), Second.Multiplier);
            (own[8], own[9], own[10], own[11]) = (First.Zero, Second.Zero, First.Shift, Second.Shift);
            BinaryPrimitives.WriteInt32LittleEndian(own.AsSpan(12), Multiplier);
            own[16] = Shift;
            return new LayerFields(ModelFormat.Add, Activation.Linear, 0, 8, ZeroPoint, Limits.Low, Limits.High, Shape.Channels, own) { Rounding = Rounding.Twice };
        }
    }

    internal override int[] Run(int[][] inputs, out int saturated)
    {
        saturated = 0;
        return [.. inputs[0].Select((a, i) => Limits.Clamp(Rounding.Twice.Apply(checked((int)(First.Of(a) + Second.Of(inputs[1][i]))), Multiplier, Shift) + ZeroPoint))];
    }
}

/// <summary>What a tensor brings to an addition that rounds twice.</summary>
/// <param name="Multiplier">0 to 2^31 - 1.</param>
/// <param name="Shift">1 to 62.</param>
/// <param name="Zero">The byte of the tensor that means 0.</param>
public sealed record QuantizedAddend(int Multiplier, byte Shift, byte Zero)
{
    // LiteRT's left shift: as many bits as a difference of two bytes leaves room for.
    private const int LeftShift = 20;

    internal long Of(int value) => Rounding.Twice.Apply((value - Zero) << LeftShift, Multiplier, Shift);
}
