using System.Buffers.Binary;
using EdgeNet.Core;
using EdgeNet.Data;

namespace EdgeNet.Trainer.Layers.Add;

/// <summary>The sum of two tensors in integers: limit((((a - Zero1) * Multiplier1 + (b - Zero2) * Multiplier2 + 2^(Shift - 1)) >> Shift) + ZeroPoint).</summary>
/// <param name="Shape">Their shape.</param>
/// <param name="Activation">Linear or ReLU.</param>
/// <param name="Multiplier1">Factor of the first tensor, 0 to 2^31 - 1.</param>
/// <param name="Multiplier2">Factor of the second.</param>
/// <param name="Zero1">The integer of the first tensor that means 0.</param>
/// <param name="Zero2">The integer of the second that means 0.</param>
/// <param name="Shift">1 to 62.</param>
/// <param name="ZeroPoint">Added after the shift; 0 for ReLU.</param>
/// <param name="Bits">Bits of an output, 1 to 8.</param>
public sealed record QuantizedAdd(Shape Shape, Activation Activation, int Multiplier1, int Multiplier2, byte Zero1, byte Zero2, byte Shift, int ZeroPoint, int Bits) : QuantizedLayer
{
    /// <summary>Limits of an output, such as those of an activation that is part of the layer; null for all values of its bits.</summary>
    public OutputLimits? Limits { get; init; }

    /// <inheritdoc/>
    public override LayerFields Fields
    {
        get
        {
            byte[] own = new byte[12];
            BinaryPrimitives.WriteInt32LittleEndian(own, Multiplier1);
            BinaryPrimitives.WriteInt32LittleEndian(own.AsSpan(4), Multiplier2);
            (own[8], own[9], own[10]) = (Zero1, Zero2, Shift);
            return new LayerFields(ModelFormat.Add, Activation, 0, Bits, ZeroPoint, Range.Low, Range.High, Shape.Channels, own);
        }
    }

    private OutputLimits Range => Limits ?? OutputLimits.Of(Bits);

    internal override int[] Run(int[][] inputs, out int saturated)
    {
        int[] y = new int[inputs[0].Length];
        saturated = 0;
        for (int i = 0; i < y.Length; i++)
        {
            long sum = ((inputs[0][i] - Zero1) * (long)Multiplier1) + ((inputs[1][i] - Zero2) * (long)Multiplier2) + (1L << (Shift - 1));
            long value = (sum >> Shift) + ZeroPoint;
            saturated += Limits is null && (value > Range.High || (value < 0 && Activation != Activation.Relu)) ? 1 : 0;
            y[i] = Range.Clamp(value);
        }

        return y;
    }
}
