namespace EdgeNet.Trainer.Layers;

/// <summary>The weights of a layer in integers, and what turns its sums into outputs, as section WGHT has them.</summary>
/// <param name="Terms">Products in a sum.</param>
/// <param name="Outputs">Number of sums.</param>
/// <param name="Weights">Terms x Outputs.</param>
/// <param name="Bias">One per output, zero points of the inputs folded in.</param>
/// <param name="Multiplier">One per output.</param>
/// <param name="Shift">One per output.</param>
/// <param name="Table">256 entries for sigmoid and tanh, else empty.</param>
public sealed record QuantizedMatrix(int Terms, int Outputs, sbyte[] Weights, int[] Bias, int[] Multiplier, byte[] Shift, byte[] Table)
{
    /// <summary>Bits of a stored weight, 4 or 8; the weights fit them.</summary>
    public int WeightBits { get; init; } = 8;

    /// <summary>Sums of products plus bias.</summary>
    /// <param name="x">Terms inputs.</param>
    /// <returns>Outputs sums.</returns>
    internal int[] Sums(ReadOnlySpan<int> x)
    {
        int[] sums = (int[])Bias.Clone();
        for (int t = 0; t < Terms; t++)
        {
            if (x[t] != 0)
            {
                for (int o = 0; o < Outputs; o++)
                {
                    sums[o] += Weights[(t * Outputs) + o] * x[t];
                }
            }
        }

        return sums;
    }

    /// <summary>A sum brought to the scale of its output, before zero point, limits and table.</summary>
    internal long Requantised(int sum, int output, Rounding rounding = Rounding.Once) => rounding.Apply(sum, Multiplier[output], Shift[output]);
}
