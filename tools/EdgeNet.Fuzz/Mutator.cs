using EdgeNet.Data;

namespace EdgeNet.Fuzz;

/// <summary>Makes inputs: the same seed and number give the same input.</summary>
/// <param name="target">What for.</param>
/// <param name="seed">The seed.</param>
internal sealed class Mutator(FuzzTarget target, int seed)
{
    private const int MaxMutations = 6, LongestInsertion = 64;
    private static readonly uint[] Interesting = [0, 1, 2, 3, 7, 8, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF, 0x00FFFFFF, 0x3FFFFFFF];

    /// <summary>Creates an input.</summary>
    /// <param name="number">Its number.</param>
    /// <returns>Random bytes, or a valid input that has been changed in up to six ways.</returns>
    public byte[] Input(long number)
    {
        SeededRandom random = new(seed, target.Name, number);
        if (random.Next(50) == 0)
        {
            return Noise(random, random.Next(300));
        }

        List<byte> bytes = [.. target.Corpus[random.Next(target.Corpus.Count)]];
        for (int left = 1 + random.Next(MaxMutations); left > 0; left--)
        {
            Mutate(bytes, random);
        }

        byte[] input = [.. bytes];
        return target.Seal is not null && random.Next(2) == 0 ? target.Seal(input) : input;
    }

    private void Mutate(List<byte> bytes, SeededRandom random)
    {
        int at = random.Next(bytes.Count + 1);
        switch (random.Next(9))
        {
            case 0 when at < bytes.Count:
                bytes[at] ^= (byte)(1 << random.Next(8));
                break;
            case 1 when at < bytes.Count:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                uint value = Interesting[random.Next(Interesting.Length)];
                bool bigEndian = random.Next(2) == 0;
                int size = 1 << random.Next(3);
                for (int i = 0; i < size && at + i < bytes.Count; i++)
                {
                    bytes[at + i] = (byte)(value >> (8 * (bigEndian ? size - 1 - i : i)));
                }

                break;
            case 3 when at < bytes.Count:
                bytes[at] = (byte)(bytes[at] + (random.Next(2) == 0 ? 1 : -1));
                break;
            case 4:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 5:
                bytes.InsertRange(at, Noise(random, 1 + random.Next(LongestInsertion)));
                break;
            case 6:
                bytes.RemoveRange(at, Math.Min(bytes.Count - at, random.Next(LongestInsertion)));
                break;
            case 7:
                byte[] other = target.Corpus[random.Next(target.Corpus.Count)];
                int from = random.Next(other.Length);
                bytes.InsertRange(at, other.AsSpan(from, Math.Min(other.Length - from, random.Next(4 * LongestInsertion))));
                break;
            default:
                int length = Math.Min(bytes.Count - at, random.Next(LongestInsertion));
                bytes.InsertRange(random.Next(bytes.Count + 1), bytes.GetRange(at, length));
                break;
        }
    }

    private static byte[] Noise(SeededRandom random, int length)
    {
        byte[] noise = new byte[length];
        for (int i = 0; i < length; i++)
        {
            noise[i] = (byte)random.Next(256);
        }

        return noise;
    }
}
