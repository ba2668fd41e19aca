using EdgeNet.Core;

namespace EdgeNet.Trainer.Signals;

/// <summary>The tables of micro_speech's front end. The reference computes some of them in single precision, and so does this.</summary>
internal static class MicroSpeechTables
{
    /// <summary>A Hann window between its zeros.</summary>
    public static short[] Window(int length, int bits) =>
        [.. Enumerable.Range(0, length).Select(i => (short)Math.Round((0.5 - (0.5 * Math.Cos(Math.PI * 2 / length * (i + 0.5)))) * (1 << bits)))];

    /// <summary>Cosines of the first quarter of a turn for <see cref="Int16Fft"/>.</summary>
    public static short[] Cosines() =>
        [.. Enumerable.Range(0, Int16Fft.TableLength).Select(i => (short)Math.Floor(0.5 + (short.MaxValue * Math.Cos(2 * Math.PI * i / Int16Fft.Points))))];

    /// <summary>The table of <see cref="MicroSpeechArithmetic.Log"/>.</summary>
    public static short[] Logarithms() => [.. Enumerable.Range(0, MicroSpeechArithmetic.LogTableLength).Select(i => (short)Math.Round(65536 * (Math.Log2(1 + (i / 128.0)) - (i / 128.0))))];

    /// <summary>The table of <see cref="MicroSpeechArithmetic.Gain"/>: (noise + offset) to the power of -strength.</summary>
    public static short[] Gains(float strength, float offset, int inputBits, int gainBits)
    {
        short[] table = new short[MicroSpeechArithmetic.GainTableLength];
        (table[0], table[1]) = (Gain(0), Gain(1));
        for (int length = 2; length <= 32; length++)
        {
            uint first = 1u << (length - 1), middle = first + (first >> 1), last = length == 32 ? uint.MaxValue : 2 * first;
            int at = (4 * length) - 6, half = Gain(middle) - Gain(first), whole = Gain(last) - Gain(first), slope = (4 * half) - whole;
            table[at] = Gain(first);
            table[at + 1] = (short)slope;
            table[at + 2] = (short)(whole - slope);
        }

        return table;

        short Gain(uint noise)
        {
            float gain = (1u << gainBits) * MathF.Pow(((float)noise / (1u << inputBits)) + offset, -strength);
            return gain > short.MaxValue ? short.MaxValue : (short)(gain + 0.5f);
        }
    }

    /// <summary>Mel channels: edges of the segments between their centres, and the weights of each bin in the channel that falls there and in the one that rises.</summary>
    public static (int[] Edges, short[] Weights, short[] Unweights) Channels(int count, int bins, double rate, float low, float high)
    {
        double hertz = rate / 2 / (bins - 1);
        float spacing = (Mel(high) - Mel(low)) / (count + 1);
        List<int> edges = [(int)Math.Round(1 + (low / hertz))];
        List<short> weights = [], unweights = [];
        float before = Mel(low);
        for (int c = 1; c <= count + 1; c++)
        {
            float centre = Mel(low) + (spacing * c);
            int bin = edges[^1];
            for (; Mel(bin * hertz) <= centre; bin++)
            {
                float weight = (centre - Mel(bin * hertz)) / (centre - before);
                weights.Add((short)(weight * (1 << MicroSpeechStage.WeightBits)));
                unweights.Add((short)((1 - weight) * (1 << MicroSpeechStage.WeightBits)));
            }

            edges.Add(bin);
            before = centre;
        }

        return ([.. edges], [.. weights], [.. unweights]);
    }

    // log1p of a single, rounded to a single.
    private static float Mel(double hertz) => 1127f * (float)Math.Log(1 + (double)((float)hertz / 700f));
}
