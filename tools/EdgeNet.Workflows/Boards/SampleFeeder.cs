using System.Buffers.Binary;
using EdgeNet.Emulator.Devices;

namespace EdgeNet.Workflows;

/// <summary>The feeder of the test bench, as FeederSource in the app reads it: the index of a value is written, and values of four bytes are read from there on.</summary>
internal sealed class SampleFeeder : II2cDevice
{
    /// <summary>Its address.</summary>
    public const int Address = 0x40;

    /// <summary>The largest sample.</summary>
    public const int MostValues = ushort.MaxValue - 1;

    private const int StateIndex = 0xFFFF, ValueBytes = 4;

    private int _count;
    private float[] _sample = [];

    /// <summary>Whether the sample is in place; if not, the board is told that there is none.</summary>
    public bool IsInPlace { get; set; } = true;

    /// <summary>How many values the board's model takes. Until a sample of as many is put in, there is one of zeros.</summary>
    public int Count
    {
        get => _count;
        set
        {
            // A model for which there is no room makes the app refuse it.
            _count = Math.Min(value, MostValues);
            _sample = _sample.Length == _count ? _sample : new float[_count];
        }
    }

    /// <summary>Puts a sample in.</summary>
    /// <param name="sample">As many values as the model takes; it is not changed afterwards.</param>
    public void Put(float[] sample) => _sample = sample;

    /// <inheritdoc/>
    public void Transfer(double microseconds, ReadOnlySpan<byte> write, Span<byte> read)
    {
        read.Clear();
        if (write.Length < sizeof(ushort))
        {
            return;
        }

        int index = BinaryPrimitives.ReadUInt16LittleEndian(write);
        if (index == StateIndex)
        {
            Span<byte> state = stackalloc byte[3];
            BinaryPrimitives.WriteUInt16LittleEndian(state, (ushort)_count);
            state[2] = (byte)(IsInPlace && _sample.Length == _count ? 1 : 0);
            state[..Math.Min(state.Length, read.Length)].CopyTo(read);
            return;
        }

        for (int at = 0; at + ValueBytes <= read.Length && index + (at / ValueBytes) < _sample.Length; at += ValueBytes)
        {
            BinaryPrimitives.WriteSingleLittleEndian(read[at..], _sample[index + (at / ValueBytes)]);
        }
    }
}
