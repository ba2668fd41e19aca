using EdgeNet.Files;
using EdgeNet.Trainer.Format;

namespace EdgeNet.Trainer.Signals;

/// <summary>Bands of a spectrum.</summary>
/// <param name="Count">How many.</param>
/// <param name="IsMel">Whether they are triangles of equal width in mel, 2595 log10(1 + f / 700); else they divide the spectrum without its first bin evenly.</param>
public sealed record BandsSpec(int Count, bool IsMel)
{
    // Below it there is nothing of a voice.
    private const double LowestHertz = 20;

    /// <summary>Appends what Core's filter bank reads.</summary>
    /// <param name="record">The record so far.</param>
    /// <param name="rate">Readings per second.</param>
    /// <param name="points">Points of the transform.</param>
    /// <returns>The record.</returns>
    /// <exception cref="UserException">A band has no bin.</exception>
    internal ByteBuffer Write(ByteBuffer record, double rate, int points)
    {
        double[] centres = Centres(rate, points);
        int[] edges = IsMel ? [.. centres.Select(c => (int)Math.Ceiling(c))] : [.. centres.Select(c => (int)Math.Round(c))];
        for (int b = 0; b < Count; b++)
        {
            if (edges[b + 1] <= edges[b] || (IsMel && edges[b + 2] <= edges[b + 1] && b + 1 < Count))
            {
                throw new UserException($"{Count} bands do not fit the {points / 2} frequencies of an fft of {points} points at {rate:0.###} readings per second; use fewer bands, or more points");
            }
        }

        byte[] weights = IsMel ? [.. Weights(centres, edges)] : [];
        record.Byte(Count).Byte(IsMel ? 1 : 0).UInt16(weights.Length);
        Array.ForEach(edges, e => record.UInt16(e));
        return record.Bytes(weights).Pad();
    }

    // In bins: the edges of bands, or the lower end of the first triangle, the tops of all, and the upper end of the last.
    private double[] Centres(double rate, int points)
    {
        int half = points / 2;
        if (!IsMel)
        {
            return [.. Enumerable.Range(0, Count + 1).Select(i => 1 + ((double)i * half / Count))];
        }

        double low = Mel(Math.Min(LowestHertz, rate / points)), high = Mel(rate / 2);
        return [.. Enumerable.Range(0, Count + 2).Select(i => Hertz(low + ((high - low) * i / (Count + 1))) * points / rate)];
    }

    private static IEnumerable<byte> Weights(double[] centres, int[] edges)
    {
        for (int s = 0; s + 1 < edges.Length; s++)
        {
            for (int bin = edges[s]; bin < edges[s + 1]; bin++)
            {
                yield return (byte)Math.Min(255, Math.Round(256 * (bin - centres[s]) / (centres[s + 1] - centres[s])));
            }
        }
    }

    private static double Mel(double hertz) => 2595 * Math.Log10(1 + (hertz / 700));

    private static double Hertz(double mel) => 700 * (Math.Pow(10, mel / 2595) - 1);
}
