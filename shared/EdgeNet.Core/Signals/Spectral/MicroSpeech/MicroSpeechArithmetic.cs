namespace EdgeNet.Core;

/// <summary>Functions of numbers as the front end of micro_speech computes them, bit by bit. Unsigned numbers of 32 bits are kept in longs.</summary>
public static class MicroSpeechArithmetic
{
    /// <summary>Entries of the table of logarithms.</summary>
    public const int LogTableLength = 129;

    /// <summary>Entries of the table of gains: two, and three of every four places for the numbers of each length.</summary>
    public const int GainTableLength = (4 * 32) - 6 + 3;

    /// <summary>Bits of an unsigned number.</summary>
    internal const long Word = 0xFFFFFFFF;

    /// <summary>Fractional bits of shares of a signal.</summary>
    internal const int SubtractionBits = 14;

    private const int SnrBits = 12;
    private const int OutputBits = 6;

    // The natural logarithm of 2, with 16 fractional bits.
    private const int LogOfTwo = 45426;

    /// <summary>The number of bits up to the highest that is set.</summary>
    /// <param name="value">0 to 2^32 - 1.</param>
    /// <returns>0 to 32.</returns>
    public static int Length(long value)
    {
        int length = 0;
        for (int step = 16; step != 0; step >>= 1)
        {
            if (value >> step != 0)
            {
                value >>= step;
                length += step;
            }
        }

        return length + (int)value;
    }

    /// <summary>The square root, rounded to the nearest integer.</summary>
    /// <param name="value">0 or more; a number whose root rounds up to 2^16 below 2^32 is rounded down.</param>
    /// <returns>The root.</returns>
    public static long SquareRoot(long value)
    {
        long root = 0, rest = value, bit = 1L << 62;
        while (bit > value)
        {
            bit >>= 2;
        }

        while (bit != 0)
        {
            if (rest >= root + bit)
            {
                rest -= root + bit;
                root = (root >> 1) + bit;
            }
            else
            {
                root >>= 1;
            }

            bit >>= 2;
        }

        return rest > root && (root != 0xFFFF || value > Word) ? root + 1 : root;
    }

    /// <summary>The natural logarithm, times a scale.</summary>
    /// <param name="value">2 to 2^32 - 1.</param>
    /// <param name="scale">What it is multiplied by.</param>
    /// <param name="table">Round(65536 (log2(1 + i / 128) - i / 128)) for i from 0 to 128.</param>
    /// <returns>The logarithm.</returns>
    public static long Log(long value, int scale, short[] table)
    {
        int whole = Length(value) - 1;
        long fraction = value - (1L << whole);
        fraction = whole < 16 ? fraction << (16 - whole) : fraction >> (whole - 16);
        int segment = (int)(fraction >> 9);
        long low = table[segment];
        long log2 = ((long)whole << 16) + fraction + low + (((table[segment + 1] - low) * (fraction - (segment << 9))) >> 16);
        long log = ((LogOfTwo * log2) + 0x8000) >> 16;
        return ((scale * log) + 0x8000) >> 16;
    }

    /// <summary>The gain for a noise, by a polynomial of second degree for numbers of each length.</summary>
    /// <param name="noise">0 to 2^32 - 1.</param>
    /// <param name="table">The gains of 0 and 1, then, four places for each length, the gain at the smallest number of that length and the polynomial's factors.</param>
    /// <returns>16 bits.</returns>
    public static int Gain(long noise, short[] table)
    {
        if (noise <= 2)
        {
            return table[(int)noise];
        }

        int length = Length(noise), at = (4 * length) - 6;
        int fraction = (int)(length < 11 ? noise << (11 - length) : noise >> (length - 11)) & 0x3FF;
        int result = (((table[at + 2] * fraction) >> 5) + (table[at + 1] << 5)) * fraction;
        return (short)(((result + (1 << 14)) >> 15) + table[at]);
    }

    /// <summary>What gain control leaves of a signal: x^2 / 4 below 2, x - 1 from 2 on.</summary>
    /// <param name="signal">The signal.</param>
    /// <param name="gain">Its gain.</param>
    /// <param name="shift">By which the product is shifted, so that it has 12 fractional bits.</param>
    /// <returns>A number with 6 fractional bits.</returns>
    public static long Compress(long signal, int gain, int shift)
    {
        long snr = ((signal * (gain & Word)) >> shift) & Word;
        return snr < 2 << SnrBits ? (snr * snr) >> (2 + (2 * SnrBits) - OutputBits) : (snr >> (SnrBits - OutputBits)) - (1 << OutputBits);
    }

    /// <summary>Multiplies samples by a window, and limits them to 16 bits.</summary>
    internal static void Weigh(short[] samples, int at, short[] window, int bits, int[] weighed)
    {
        for (int i = 0; i < window.Length; i++)
        {
            int value = (samples[at + i] * window[i]) >> bits;
            weighed[i] = value < short.MinValue ? short.MinValue : value > short.MaxValue ? short.MaxValue : value;
        }
    }

    /// <summary>Shifts samples so that the largest has 15 bits.</summary>
    /// <returns>By how many bits.</returns>
    internal static int ScaleUp(int[] samples, int count)
    {
        int largest = 0;
        for (int i = 0; i < count; i++)
        {
            int value = samples[i];
            if (value > largest)
            {
                largest = value;
            }
            else if (-value > largest)
            {
                // 32768 wraps, as in the reference.
                largest = (short)-value;
            }
        }

        int shift = largest <= 0 ? 0 : 15 - Length(largest);
        for (int i = 0; i < count; i++)
        {
            samples[i] <<= shift;
        }

        return shift;
    }

    /// <summary>The sums of the squares of a transform's numbers, from a bin to the one before another.</summary>
    internal static void Energy(int[] re, int[] im, int from, int to, long[] energy)
    {
        for (int i = from; i < to; i++)
        {
            energy[i] = ((long)re[i] * re[i]) + ((long)im[i] * im[i]);
        }
    }

    /// <summary>Sums energy in channels: a channel falls over the bins of a segment and rises over those of the segment before.</summary>
    internal static void Sum(long[] energy, int[] edges, short[] weights, short[] unweights, long[] sums)
    {
        int bin = edges[0], w = 0;
        long rising = 0;
        for (int s = 0; s <= sums.Length; s++)
        {
            long falling = rising;
            rising = 0;
            for (int end = edges[s + 1]; bin < end; bin++)
            {
                falling += weights[w] * energy[bin];
                rising += unweights[w++] * energy[bin];
            }

            if (s != 0)
            {
                sums[s - 1] = falling;
            }
        }
    }

    /// <summary>Updates what is known of the noise, and subtracts it.</summary>
    /// <param name="signal">The signals; become what is left of them.</param>
    /// <param name="noise">The noise of each channel, with some fractional bits.</param>
    /// <param name="even">Share of the signal that becomes part of the noise in even channels, in 16384ths.</param>
    /// <param name="odd">The same in odd channels.</param>
    /// <param name="bits">Fractional bits of the noise.</param>
    /// <param name="least">Share of the signal that remains at least.</param>
    internal static void SubtractNoise(long[] signal, long[] noise, int even, int odd, int bits, int least)
    {
        for (int i = 0; i < signal.Length; i++)
        {
            int smoothing = (i & 1) == 0 ? even : odd;
            long scaled = (signal[i] << bits) & Word;
            long estimate = (((scaled * smoothing) + (noise[i] * ((1 << SubtractionBits) - smoothing))) >> SubtractionBits) & Word;
            noise[i] = estimate;
            long left = estimate > scaled ? 0 : (scaled - estimate) >> bits, floor = (signal[i] * least) >> SubtractionBits;
            signal[i] = left > floor ? left : floor;
        }
    }
}
