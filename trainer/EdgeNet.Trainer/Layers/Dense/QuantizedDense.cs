using EdgeNet.Core;

namespace EdgeNet.Trainer.Layers.Dense;

/// <summary>A dense layer in integers.</summary>
/// <param name="Numbers">Its weights.</param>
/// <param name="Activation">Activation of a hidden layer; Linear for the last.</param>
/// <param name="ZeroPoint">Added after requantisation.</param>
public sealed record QuantizedDense(QuantizedMatrix Numbers, Activation Activation, int ZeroPoint) : QuantizedLayer
{
    /// <summary>Bits of an output of a hidden layer, 1 to 8; 8 for sigmoid, tanh and the last layer.</summary>
    public int Bits { get; init; } = 8;

    /// <inheritdoc/>
    public override LayerFields Fields => new(ModelFormat.Dense, Activation, Numbers.WeightBits, Bits, ZeroPoint, 0, Highest, Numbers.Outputs, []);

    /// <inheritdoc/>
    public override QuantizedMatrix Matrix => Numbers;

    private int Highest => (1 << Bits) - 1;

    /// <summary>The logits, where it is the last layer.</summary>
    /// <param name="input">The tensor that it reads.</param>
    /// <returns>One per output.</returns>
    internal int[] Logits(int[] input)
    {
        int[] sums = Numbers.Sums(input);
        for (int o = 0; o < sums.Length; o++)
        {
            sums[o] = (int)Numbers.Requantised(sums[o], o);
        }

        return sums;
    }

    internal override int[] Run(int[][] inputs, out int saturated)
    {
        int[] values = Numbers.Sums(inputs[0]);
        saturated = 0;
        for (int o = 0; o < values.Length; o++)
        {
            long value = Numbers.Requantised(values[o], o) + ZeroPoint;

            // What ReLU cuts off below is not lost.
            saturated += value > Highest || (value < 0 && Activation != Activation.Relu) ? 1 : 0;
            int index = (int)Math.Clamp(value, 0, Highest);
            values[o] = Numbers.Table.Length == 0 ? index : Numbers.Table[index];
        }

        return values;
    }
}
