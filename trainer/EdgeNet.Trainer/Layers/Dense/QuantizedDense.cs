using EdgeNet.Core;

namespace EdgeNet.Trainer.Layers.Dense;

/// <summary>A dense layer in integers.</summary>
/// <param name="Numbers">Its weights.</param>
/// <param name="Activation">Activation of a hidden layer; Linear for the last.</param>
/// <param name="ZeroPoint">Added after requantisation.</param>
public sealed record QuantizedDense(QuantizedMatrix Numbers, Activation Activation, int ZeroPoint) : QuantizedLayer, ILogitsLayer
{
    /// <summary>Bits of an output of a hidden layer, 1 to 8; 8 for sigmoid, tanh and the last layer.</summary>
    public int Bits { get; init; } = 8;

    /// <summary>Limits of an output of a hidden layer, such as those of a ReLU6; null for all values of its bits.</summary>
    public OutputLimits? Limits { get; init; }

    /// <summary>How a sum is rounded.</summary>
    public Rounding Rounding { get; init; }

    /// <inheritdoc/>
    public override LayerFields Fields => new(ModelFormat.Dense, Activation, Numbers.WeightBits, Bits, ZeroPoint, Range.Low, Range.High, Numbers.Outputs, []) { Rounding = Rounding };

    /// <inheritdoc/>
    public override QuantizedMatrix Matrix => Numbers;

    private OutputLimits Range => Limits ?? OutputLimits.Of(Bits);

    int[] ILogitsLayer.Logits(int[] input)
    {
        int[] sums = Numbers.Sums(input);
        for (int o = 0; o < sums.Length; o++)
        {
            sums[o] = (int)Numbers.Requantised(sums[o], o, Rounding);
        }

        return sums;
    }

    internal override int[] Run(int[][] inputs, out int saturated)
    {
        int[] values = Numbers.Sums(inputs[0]);
        saturated = 0;
        for (int o = 0; o < values.Length; o++)
        {
            long value = Numbers.Requantised(values[o], o, Rounding) + ZeroPoint;

            // What an activation cuts off is not lost.
            saturated += Limits is null && (value > Range.High || (value < 0 && Activation != Activation.Relu)) ? 1 : 0;
            int index = Range.Clamp(value);
            values[o] = Numbers.Table.Length == 0 ? index : Numbers.Table[index];
        }

        return values;
    }
}
