namespace EdgeNet.Core;

/// <summary>Inputs drawn from a seed, so that a golden vector takes four bytes of a file instead of a picture's hundreds.</summary>
public static class DrawnInput
{
    /// <summary>Draws an input: about half of its values are zero, the others anything that the input allows.</summary>
    /// <param name="seed">Not 0.</param>
    /// <param name="count">How many values.</param>
    /// <param name="most">The largest value, 2^bits - 1.</param>
    /// <param name="low">Receives the low bytes.</param>
    /// <param name="high">Receives the high bytes where the input has them; else empty.</param>
    public static void Fill(int seed, int count, int most, byte[] low, byte[] high)
    {
        int state = seed;
        for (int i = 0; i < count; i++)
        {
            // Marsaglia's xorshift of 32 bits with 13, 17, 5.
            state ^= state << 13;
            state ^= (state >> 17) & 0x7FFF;
            state ^= state << 5;
            int value = state < 0 ? 0 : (state >> 7) & most;
            low[i] = (byte)value;
            if (high.Length != 0)
            {
                high[i] = (byte)(value >> 8);
            }
        }
    }
}
