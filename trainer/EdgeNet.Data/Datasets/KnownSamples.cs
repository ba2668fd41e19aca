using System.Runtime.InteropServices;

namespace EdgeNet.Data;

/// <summary>Test samples that were trained with, which flatter a network.</summary>
internal static class KnownSamples
{
    // Of a few columns with a few values, some rows are equal by chance.
    private const double Suspicious = 0.25;

    /// <summary>Compares the samples of both parts, value by value.</summary>
    /// <param name="split">Both parts.</param>
    /// <returns>A line if many test samples are among the training samples, or none.</returns>
    public static IEnumerable<string> Warn(DatasetSplit split)
    {
        HashSet<UInt128> trained = [.. Enumerable.Range(0, split.Train.Count).Select(s => Hash(split.Train, s))];
        int known = Enumerable.Range(0, split.Test.Count).Count(s => trained.Contains(Hash(split.Test, s)));
        if (known > Suspicious * split.Test.Count)
        {
            yield return $"{known:N0} of {split.Test.Count:N0} test samples are training samples, too: the figures flatter the model";
        }
    }

    // Two FNV hashes of 64 bits with different beginnings, over the values and the target.
    private static UInt128 Hash(Dataset data, int sample)
    {
        ulong first = 14695981039346656037, second = 0x9E3779B97F4A7C15;
        int targets = data.TargetsPerSample;
        foreach (ReadOnlySpan<float> part in (ReadOnlySpan<float[]>)[data.Sample(sample).ToArray(), data.Targets.AsSpan(sample * targets, targets).ToArray()])
        {
            foreach (byte value in MemoryMarshal.AsBytes(part))
            {
                first = (first ^ value) * 1099511628211;
                second = (second ^ value) * 1099511628211;
            }
        }

        return new UInt128(first, second);
    }
}
