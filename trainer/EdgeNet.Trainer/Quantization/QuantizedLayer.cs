using EdgeNet.Trainer.Training;

namespace EdgeNet.Trainer.Quantization;

/// <summary>A dense layer in integers, as the model file stores it.</summary>
/// <param name="Inputs">Number of inputs.</param>
/// <param name="Outputs">Number of outputs.</param>
/// <param name="Activation">Activation of a hidden layer; Linear for the last.</param>
/// <param name="ZeroPoint">Added after requantisation.</param>
/// <param name="Weights">Inputs x Outputs.</param>
/// <param name="Bias">One an output, zero points of the inputs folded in.</param>
/// <param name="Multiplier">One an output.</param>
/// <param name="Shift">One an output.</param>
/// <param name="Table">256 entries for sigmoid and tanh, else empty.</param>
public sealed record QuantizedLayer(int Inputs, int Outputs, Activation Activation, int ZeroPoint,
    sbyte[] Weights, int[] Bias, int[] Multiplier, byte[] Shift, byte[] Table)
{
    /// <summary>Sums of products plus bias, computed the plain way: the reference that Core must match bit for bit.</summary>
    /// <param name="x">Quantised inputs.</param>
    /// <returns>One sum an output.</returns>
    internal int[] Sums(ReadOnlySpan<int> x)
    {
        int[] sums = (int[])Bias.Clone();
        for (int i = 0; i < Inputs; i++)
        {
            if (x[i] != 0)
            {
                for (int o = 0; o < Outputs; o++)
                {
                    sums[o] += Weights[(i * Outputs) + o] * x[i];
                }
            }
        }

        return sums;
    }

    /// <summary>Requantised sums of a hidden layer before the limits 0 and 255 and the table.</summary>
    internal long[] Requantised(int[] sums)
    {
        long[] values = new long[Outputs];
        for (int o = 0; o < Outputs; o++)
        {
            values[o] = Core.Requantizer.Requantize(sums[o], Multiplier[o], Shift[o]) + ZeroPoint;
        }

        return values;
    }

    /// <summary>The bytes that requantised sums become.</summary>
    internal int[] Limited(long[] requantised) => Array.ConvertAll(requantised, v =>
    {
        int index = (int)Math.Clamp(v, 0, 255);
        return Table.Length == 0 ? index : Table[index];
    });
}
