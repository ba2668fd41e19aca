using EdgeNet.Core;

namespace EdgeNet.Link;

/// <summary>
/// Packs a message for a serial line: a zero byte, the message and its CRC-32 in COBS (consistent overhead byte stuffing, Cheshire
/// and Baker 1997), a zero byte. No zero occurs in between, so a receiver finds the next frame whatever happened to the one before.
/// </summary>
public sealed class FrameEncoder
{
    private const int LongestBlock = 254;

    private readonly byte[] _frame = new byte[Frames.MaxFrameBytes];

    /// <summary>The frame packed last.</summary>
    public byte[] Frame
    {
        get { return _frame; }
    }

    /// <summary>Packs a message.</summary>
    /// <param name="message">The message. It needs room for four bytes more, which receive the CRC.</param>
    /// <param name="length">Bytes of the message, 1 to <see cref="Frames.MaxMessageBytes"/>.</param>
    /// <returns>Bytes of <see cref="Frame"/>.</returns>
    public int Pack(byte[] message, int length)
    {
        LittleEndian.SetInt32(message, length, (int)Crc32.Compute(message, 0, length));
        int end = length + Frames.CrcBytes;
        byte[] frame = _frame;
        frame[0] = 0;
        int code = 1;
        int to = 2;
        for (int i = 0; i < end; i++)
        {
            if (message[i] != 0)
            {
                frame[to++] = message[i];
            }

            // A block is its length and as many bytes without a zero; one that is not full stands for a zero after it.
            bool full = to - code == LongestBlock + 1;
            if (message[i] == 0 || (full && i + 1 < end))
            {
                frame[code] = (byte)(to - code);
                code = to++;
            }
        }

        frame[code] = (byte)(to - code);
        frame[to++] = 0;
        return to;
    }
}
