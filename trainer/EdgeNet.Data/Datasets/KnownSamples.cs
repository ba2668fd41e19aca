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
        HashSet<(Dataset, int)> trained = new(new ByValues());
        trained.UnionWith(Enumerable.Range(0, split.Train.Count).Select(s => (split.Train, s)));
        int known = Enumerable.Range(0, split.Test.Count).Count(s => trained.Contains((split.Test, s)));
        if (known > Suspicious * split.Test.Count)
        {
            yield return $"{known:N0} of {split.Test.Count:N0} test samples are training samples, too: the figures flatter the model";
        }
    }

    // Byte by byte: a missing value, which is not a number, equals itself.
    private sealed class ByValues : IEqualityComparer<(Dataset Data, int Sample)>
    {
        public bool Equals((Dataset Data, int Sample) x, (Dataset Data, int Sample) y) => Values(x).SequenceEqual(Values(y)) && Targets(x).SequenceEqual(Targets(y));

        public int GetHashCode((Dataset Data, int Sample) sample)
        {
            HashCode hash = default;
            hash.AddBytes(Values(sample));
            hash.AddBytes(Targets(sample));
            return hash.ToHashCode();
        }

        private static ReadOnlySpan<byte> Values((Dataset Data, int Sample) s) => MemoryMarshal.AsBytes(s.Data.Sample(s.Sample));

        private static ReadOnlySpan<byte> Targets((Dataset Data, int Sample) s) => MemoryMarshal.AsBytes(s.Data.Targets.AsSpan(s.Sample * s.Data.TargetsPerSample, s.Data.TargetsPerSample));
    }
}
