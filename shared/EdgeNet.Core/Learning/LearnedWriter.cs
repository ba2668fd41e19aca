namespace EdgeNet.Core;

/// <summary>Takes what a <see cref="Learner"/> has learned, in pieces: a board has no room for all of it at once.</summary>
public abstract class LearnedWriter
{
    private readonly byte[] _bytes = new byte[256];
    private int _count;

    /// <summary>Bytes so far.</summary>
    public int Length { get; private set; }

    /// <summary>The CRC-32 of the bytes so far that have been given to <see cref="Put"/>.</summary>
    public uint Crc { get; private set; }

    /// <summary>Begins anew.</summary>
    public void Begin()
    {
        _count = 0;
        Length = 0;
        Crc = 0;
    }

    /// <summary>Passes on what is left.</summary>
    public void End()
    {
        Crc = Crc32.Update(Crc, _bytes, 0, _count);
        Put(_bytes, _count);
        _count = 0;
    }

    internal void Number(int value, int bytes)
    {
        for (int i = 0; i < bytes; i++)
        {
            if (_count == _bytes.Length)
            {
                End();
            }

            _bytes[_count++] = (byte)(value >> (8 * i));
        }

        Length += bytes;
    }

    /// <summary>Receives the next bytes.</summary>
    /// <param name="bytes">Where they are; not to be kept.</param>
    /// <param name="count">How many, from the first on.</param>
    protected abstract void Put(byte[] bytes, int count);
}
