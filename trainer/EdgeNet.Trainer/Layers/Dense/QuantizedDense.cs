using EdgeNet.Core;

namespace EdgeNet.Trainer.Layers.Dense;

/// <summary>A dense layer in integers.</summary>
/// <param name="Numbers">Its weights.</param>
/// <param name="Activation">Activation of a hidden layer; Linear for the last.</param>
/// <param name="ZeroPoint">Added after requantisation.</param>
public sealed record QuantizedDense(QuantizedMatrix Numbers, Activation Activation, int ZeroPoint) : QuantizedLayer
{
    private const int MaxByte = 255;

    /// <inheritdoc/>
    public override LayerFields Fields => new(ModelFormat.Dense, Activation, 8, 8, ZeroPoint, 0, MaxByte, Numbers.Outputs, []);

    /// <inheritdoc/>
    public override QuantizedMatrix Matrix => Numbers;

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
            saturated += value > MaxByte || (value < 0 && Activation != Activation.Relu) ? 1 : 0;
            int index = (int)Math.Clamp(value, 0, MaxByte);
            values[o] = Numbers.Table.Length == 0 ? index : Numbers.Table[index];
        }

        return values;
    }
}
