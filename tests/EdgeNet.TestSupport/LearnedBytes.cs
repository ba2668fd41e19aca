using EdgeNet.Core;

namespace EdgeNet.TestSupport;

/// <summary>What a learner keeps, as bytes in memory.</summary>
public static class LearnedBytes
{
    /// <summary>Writes what was learned.</summary>
    public static byte[] Of(Learner learner)
    {
        Writer writer = new();
        learner.Write(writer);
        return writer.Bytes.ToArray();
    }

    /// <summary>Goes on from it.</summary>
    public static bool Read(Learner learner, byte[] bytes) => learner.Read(new Reader(bytes));

    private sealed class Writer : LearnedWriter
    {
        public List<byte> Bytes { get; } = [];

        protected override void Put(byte[] bytes, int count) => Bytes.AddRange(bytes.Take(count));
    }

    private sealed class Reader(byte[] bytes) : LearnedReader
    {
        private int _at;

        protected override int Fetch(byte[] into)
        {
            int count = Math.Min(into.Length, bytes.Length - _at);
            Array.Copy(bytes, _at, into, 0, count);
            _at += count;
            return count;
        }
    }
}
