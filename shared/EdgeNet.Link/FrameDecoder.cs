using EdgeNet.Core;

namespace EdgeNet.Link;

/// <summary>Finds messages among the bytes of a serial line, whatever else is there. See <see cref="FrameEncoder"/>.</summary>
public sealed class FrameDecoder
{
    private readonly byte[] _message = Frames.NewMessage();
    private int _length;
    private int _leftInBlock;
    private bool _zeroAfterBlock;
    private bool _broken;

    /// <summary>The message found last: its bytes up to <see cref="Length"/>, valid until the next byte is added.</summary>
    public byte[] Message
    {
        get { return _message; }
    }

    /// <summary>Bytes of the message found last.</summary>
    public int Length { get; private set; }

    /// <summary>Frames so far that were cut off, too long or damaged.</summary>
    public int Damaged { get; private set; }

    /// <summary>Takes a byte of the line.</summary>
    /// <param name="next">The byte.</param>
    /// <returns>True if it ends a message whose CRC is right.</returns>
    public bool Add(byte next)
    {
        if (next == 0)
        {
            return End();
        }

        if (_broken)
        {
            return false;
        }

        if (_leftInBlock > 0)
        {
            Append(next);
            _leftInBlock--;
            return false;
        }

        if (_zeroAfterBlock)
        {
            Append(0);
        }

        _leftInBlock = next - 1;
        _zeroAfterBlock = next != 255;
        return false;
    }

    private bool End()
    {
        int length = _length - Frames.CrcBytes;
        bool empty = _length == 0 && _leftInBlock == 0 && !_broken;
        bool right = !_broken && _leftInBlock == 0 && length >= Frames.PrefixBytes
            && LittleEndian.Int32At(_message, length) == (int)Crc32.Compute(_message, 0, length);
        if (right)
        {
            Length = length;
        }
        else if (!empty)
        {
            Damaged++;
        }

        _length = 0;
        _leftInBlock = 0;
        _zeroAfterBlock = false;
        _broken = false;
        return right;
    }

    private void Append(byte value)
    {
        if (_length == _message.Length)
        {
            _broken = true;
            return;
        }

        _message[_length++] = value;
    }
}
