using EdgeNet.Files;
using EdgeNet.Trainer.Format;

namespace EdgeNet.Trainer.Signals;

/// <summary>What Edge Impulse's MFE and MFCC blocks have in common, with the parameters that they begin with: frames of 20 ms, transforms of 256 points, mel filters from 0 to half the rate.</summary>
internal static class EiFrames
{
    /// <summary>Seconds of a frame.</summary>
    public const double Length = 0.02;

    /// <summary>Factor of the logarithm of the emphasised power, which Core computes with 8 fractional bits of 256 times the power of 50 times the readings, and all points of it.</summary>
    public static readonly double LogOfScale = 8 + Math.Log2(Points) + (2 * Math.Log2(50));

    private const int Points = 256;

    /// <summary>Readings in a time. Edge Impulse rounds up.</summary>
    public static int Readings(double rate, double seconds) => (int)Math.Ceiling((rate * seconds) - 0.001);

    /// <summary>The start of a record.</summary>
    /// <param name="word">The feature, for errors.</param>
    /// <param name="plan">The stream.</param>
    /// <param name="hop">Seconds from frame to frame.</param>
    /// <param name="filters">How many mel filters.</param>
    /// <exception cref="UserException">It does not fit the stream.</exception>
    public static ByteBuffer Record(string word, FeaturePlan plan, double hop, int filters)
    {
        if (plan.Channels.Count != 1)
        {
            throw new UserException($"{word} takes one channel, not {plan.Channels.Count}");
        }

        plan.RequireFrame(word, Readings(plan.Rate, Length));
        ByteBuffer record = new ByteBuffer().UInt16(Points).UInt16(Readings(plan.Rate, Length)).UInt16(Readings(plan.Rate, hop)).UInt16(0);
        int[] edges = Edges(plan.Rate, filters);
        if (Enumerable.Range(0, filters).Any(f => edges[f] == edges[f + 2]))
        {
            throw new UserException($"{word}: {filters} mel filters do not fit the {Points / 2} frequencies of its transform at {plan.Rate:0.###} readings per second; resample to 16000 or less");
        }

        byte[] weights = [.. Weights(edges)];
        record.Byte(filters).Byte(2).UInt16(weights.Length);
        Array.ForEach(edges, e => record.UInt16(e));
        return record.Bytes(weights).Pad();
    }

    /// <summary>Frames of a window.</summary>
    public static int Frames(FeaturePlan plan, double hop) => 1 + ((plan.Window - Readings(plan.Rate, Length)) / Readings(plan.Rate, hop));

    // The lower end of the first triangle, the tops of all, and the upper end of the last, all in whole bins.
    private static int[] Edges(double rate, int filters)
    {
        double top = Mel(rate / 2);
        return [.. Enumerable.Range(0, filters + 2).Select(i => (int)Math.Floor((Points + 1) * (Hertz(top * i / (filters + 1)) - (i > filters ? 0.001 : 0)) / rate))];
    }

    private static IEnumerable<byte> Weights(int[] edges)
    {
        for (int s = 0; s + 1 < edges.Length; s++)
        {
            for (int bin = edges[s]; bin < edges[s + 1]; bin++)
            {
                yield return (byte)Math.Round(256.0 * (bin - edges[s]) / (edges[s + 1] - edges[s]));
            }
        }
    }

    private static double Mel(double hertz) => 1127 * Math.Log(1 + (hertz / 700));

    private static double Hertz(double mel) => 700 * (Math.Exp(mel / 1127) - 1);
}
