using System.Numerics;
using EdgeNet.Core;

namespace EdgeNet.Trainer.Export;

/// <summary>The expression that turns a sum into a layer's output, before its limits.</summary>
internal static class RequantizationText
{
    /// <summary>Writes it.</summary>
    /// <param name="model">The model.</param>
    /// <param name="matrix">The layer's weights.</param>
    /// <param name="output">Index of the output.</param>
    /// <param name="sum">An expression for the sum of products, larger by an offset than it is.</param>
    /// <param name="largest">No such sum is larger in size.</param>
    /// <param name="offset">The offset.</param>
    /// <param name="more">Added to the output.</param>
    public static string Of(ModelFile model, MatrixInfo matrix, int output, string sum, BigInteger largest, long offset, long more = 0)
    {
        long multiplier = LittleEndian.Int32At(model.Data, matrix.MultiplierAt + (4 * output));
        long bias = LittleEndian.Int32At(model.Data, matrix.BiasAt + (4 * output)) - offset;
        long zero = matrix.Activation.ZeroPoint + more;
        int shift = model.Data[matrix.ShiftAt + output];
        string biased = bias == 0 ? sum : $"({sum} + {CSharpText.Literal(bias)})";
        if (matrix.Activation.Rounding == ModelFormat.RoundTwice && shift > 31)
        {
            int rest = shift - 31;
            string once = $"((({biased} * {CSharpText.Literal(multiplier)}) + {CSharpText.Literal(1L << 30)}) >> 31)";
            return $"(({once} + {CSharpText.Literal(1L << (rest - 1))} - ({once} < 0L ? 1L : 0L)) >> {rest}) + {CSharpText.Literal(zero)}";
        }

        // sum * multiplier + start, shifted: one addition for bias, offset, half and zero point. A multiplier of more than 32 bits is loaded in one instruction.
        largest += BigInteger.Abs(bias);
        for (int higher = 3; higher >= 0; higher -= 3)
        {
            BigInteger start = (((BigInteger)bias * multiplier) << higher) + (BigInteger.One << (shift + higher - 1)) + ((BigInteger)zero << (shift + higher));
            if (shift + higher < 63 && BigInteger.Abs(start) + ((largest * multiplier) << higher) < long.MaxValue)
            {
                return $"(({sum} * {CSharpText.Literal(multiplier << higher)}) + {CSharpText.Literal((long)start)}) >> {shift + higher}";
            }
        }

        return $"(((({biased} * {CSharpText.Literal(multiplier)}) >> {shift - 1}) + 1L) >> 1) + {CSharpText.Literal(zero)}";
    }
}
