using EdgeNet.Files;

namespace EdgeNet.Pictures;

/// <summary>The bits of a scan: without the zeros that are stuffed after 0xFF, up to the next marker.</summary>
internal sealed class JpegBits(byte[] file, string name)
{
    private const byte MarkerStart = 0xFF, FirstRestart = 0xD0;

    // The highest bit is the next one. Behind a marker come zeros, so that a code can be looked up; they are counted, and none may be used.
    private ulong _bits;
    private int _count, _invented;
    private int _restarts;

    /// <summary>Where the bytes go on that have not been read: behind a scan, at a marker or before it.</summary>
    public int Position { get; private set; }

    /// <summary>Goes to the first byte of a scan.</summary>
    public void StartScan(int position)
    {
        Position = position;
        (_bits, _count, _invented, _restarts) = (0, 0, 0, 0);
    }

    /// <summary>Goes past the restart marker that must be here.</summary>
    public void Restart()
    {
        EndScan();
        while (Position + 1 < file.Length && file[Position] == MarkerStart && file[Position + 1] == MarkerStart)
        {
            Position++;
        }

        if (Position + 1 >= file.Length)
        {
            throw JpegErrors.CutOff(name);
        }

        if (file[Position] != MarkerStart || file[Position + 1] != FirstRestart + (_restarts & 7))
        {
            throw JpegErrors.Damaged(name, "a restart marker is missing");
        }

        Position += 2;
        _restarts++;
        (_bits, _count, _invented) = (0, 0, 0);
    }

    /// <summary>Checks that no more bits were used than there are.</summary>
    public void EndScan()
    {
        if (_count < _invented)
        {
            throw TooShort();
        }
    }

    /// <summary>The next bits, which stay.</summary>
    /// <param name="count">1 to 16.</param>
    public int Peek(int count)
    {
        if (_count < count)
        {
            Fill();
        }

        return (int)(_bits >> (64 - count));
    }

    /// <summary>Goes past bits that were looked at.</summary>
    public void Skip(int count)
    {
        _bits <<= count;
        _count -= count;
    }

    /// <summary>The next bits as a number from 0 on.</summary>
    /// <param name="count">0 to 16.</param>
    public int Read(int count)
    {
        if (count == 0)
        {
            return 0;
        }

        int value = Peek(count);
        Skip(count);
        return value;
    }

    /// <summary>The next bits as a coefficient: those that begin with 0 are negative (T.81, F.2.2.1).</summary>
    /// <param name="count">0 to 15.</param>
    public int ReadSigned(int count)
    {
        int value = Read(count);
        return count > 0 && value >> (count - 1) == 0 ? value - (1 << count) + 1 : value;
    }

    private void Fill()
    {
        if (_invented > 64)
        {
            throw TooShort();
        }

        while (_count <= 56)
        {
            ulong next = 0;
            if (Position < file.Length && file[Position] != MarkerStart)
            {
                next = file[Position++];
            }
            else if (Position + 1 < file.Length && file[Position + 1] == 0)
            {
                next = MarkerStart;
                Position += 2;
            }
            else
            {
                _invented += 8;
            }

            _bits |= next << (56 - _count);
            _count += 8;
        }
    }

    private UserException TooShort() => Position + 1 >= file.Length ? JpegErrors.CutOff(name) : JpegErrors.Damaged(name, "a scan is too short");
}
