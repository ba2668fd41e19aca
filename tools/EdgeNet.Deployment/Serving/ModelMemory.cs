namespace EdgeNet.Deployment.Serving;

/// <summary>The bytes of models that are being sent or were sent lately, in no more memory than is allowed. It may be used from many threads.</summary>
/// <param name="maxBytes">All of them together.</param>
internal sealed class ModelMemory(long maxBytes)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Loan> _held = new(StringComparer.Ordinal);
    private long _uses;

    /// <summary>How many bytes there are.</summary>
    public long Bytes { get; private set; }

    /// <summary>Puts a model's bytes in, instead of those that have not been asked for the longest.</summary>
    /// <param name="etag">What they are found by: it differs where they differ.</param>
    /// <param name="bytes">The bytes.</param>
    public void Put(string etag, byte[] bytes)
    {
        lock (_lock)
        {
            while (Bytes + bytes.Length > maxBytes && _held.Where(h => h.Value.Users == 0).OrderBy(h => h.Value.LastUse).FirstOrDefault() is { Key: not null } oldest)
            {
                _held.Remove(oldest.Key);
                Bytes -= oldest.Value.Bytes.Length;
            }

            if (Bytes + bytes.Length <= maxBytes && _held.TryAdd(etag, new Loan(this, bytes) { LastUse = _uses++ }))
            {
                Bytes += bytes.Length;
            }
        }
    }

    /// <summary>Whether a model's bytes have room beside those that are being sent.</summary>
    /// <param name="length">How many.</param>
    public bool HasRoomFor(int length)
    {
        lock (_lock)
        {
            return _held.Values.Where(h => h.Users > 0).Sum(h => (long)h.Bytes.Length) + length <= maxBytes;
        }
    }

    /// <summary>Borrows a model's bytes, which stay in memory until they are given back.</summary>
    /// <param name="etag">The model's.</param>
    /// <returns>To be disposed once by everybody who got it; null if they are not there, and for the time being may have no room.</returns>
    public Loan? Borrow(string etag)
    {
        lock (_lock)
        {
            if (_held.TryGetValue(etag, out Loan? loan))
            {
                loan.Users++;
                loan.LastUse = _uses++;
            }

            return loan;
        }
    }

    /// <summary>Bytes that somebody is sending.</summary>
    internal sealed class Loan(ModelMemory owner, byte[] bytes) : IDisposable
    {
        public byte[] Bytes { get; } = bytes;

        public int Users { get; set; }

        public long LastUse { get; set; }

        public void Dispose()
        {
            lock (owner._lock)
            {
                Users--;
            }
        }
    }
}
