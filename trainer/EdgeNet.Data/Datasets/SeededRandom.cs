namespace EdgeNet.Data;

/// <summary>
/// Random numbers that are the same on every machine and in every version of .NET for the same seed (SplitMix64,
/// Steele, Lea and Flood 2014). Streams for different purposes are independent.
/// </summary>
public sealed class SeededRandom
{
    private ulong _state;
    private float _spareGaussian;
    private bool _hasSpare;

    /// <summary>Starts a stream.</summary>
    /// <param name="seed">The user's seed.</param>
    /// <param name="purpose">What the stream is for.</param>
    /// <param name="index">For streams of one purpose, such as one per sample.</param>
    public SeededRandom(int seed, string purpose, long index = 0)
    {
        _state = Mix((ulong)seed * 0x9E3779B97F4A7C15UL);
        foreach (char c in purpose)
        {
            _state = Mix(_state ^ c);
        }

        _state = Mix(_state ^ (ulong)index);
    }

    /// <summary>The finaliser of SplitMix64: a hash of 64 bits.</summary>
    /// <param name="z">Any number.</param>
    /// <returns>Its hash.</returns>
    public static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15UL;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }

    /// <summary>A number from 0 to below 1.</summary>
    /// <returns>One of 2^24 equally spaced numbers.</returns>
    public float NextSingle() => (NextBits() >> 40) * (1f / (1 << 24));

    /// <summary>A number between two limits.</summary>
    /// <param name="from">The lower limit.</param>
    /// <param name="to">The upper limit.</param>
    /// <returns>The number.</returns>
    public float Between(float from, float to) => from + ((to - from) * NextSingle());

    /// <summary>A whole number from 0 to below a limit.</summary>
    /// <param name="limit">Above 0.</param>
    /// <returns>The number.</returns>
    public int Next(int limit) => (int)(((NextBits() >> 32) * (ulong)limit) >> 32);

    /// <summary>A number from the normal distribution with mean 0 and standard deviation 1 (Marsaglia's polar method).</summary>
    /// <returns>The number.</returns>
    public float NextGaussian()
    {
        if (_hasSpare)
        {
            _hasSpare = false;
            return _spareGaussian;
        }

        double u, v, s;
        do
        {
            u = (2.0 * NextSingle()) - 1.0;
            v = (2.0 * NextSingle()) - 1.0;
            s = (u * u) + (v * v);
        }
        while (s is >= 1.0 or 0.0);

        double factor = Math.Sqrt(-2.0 * Math.Log(s) / s);
        _spareGaussian = (float)(v * factor);
        _hasSpare = true;
        return (float)(u * factor);
    }

    /// <summary>Brings items into random order (Fisher and Yates).</summary>
    /// <param name="items">The items.</param>
    public void Shuffle(Span<int> items)
    {
        for (int i = items.Length - 1; i > 0; i--)
        {
            int j = Next(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private ulong NextBits()
    {
        ulong bits = Mix(_state);
        _state += 0x9E3779B97F4A7C15UL;
        return bits;
    }
}
