namespace EdgeNet.Core;

/// <summary>A step: adds the length of the first three channels as a channel: the root of the sum of their squares, rounded down, 32,767 at most.</summary>
public sealed class MagnitudeStage : StepStage
{
    private const int Fields = 1 + 2;
    private const int Axes = 3;

    private readonly int _channel;

    // The last length, from which the next is found soonest.
    private int _last;

    /// <summary>Reads and checks the record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="stream">The stream, which gets another channel.</param>
    internal MagnitudeStage(ByteReader record, SignalStream stream)
        : base(SignalFormat.Magnitude)
    {
        if (stream.Channels < Axes)
        {
            throw record.Error("the magnitude of " + stream.Channels + " channels, " + Axes + " are needed");
        }

        _channel = stream.Channels;
        stream.Channels++;
    }

    /// <inheritdoc/>
    public override int RamBytes
    {
        get { return Ram.ObjectBytes(Fields); }
    }

    /// <inheritdoc/>
    internal override void Reset()
    {
        _last = 1;
    }

    /// <inheritdoc/>
    internal override int Run(short[][] channels, int count)
    {
        short[] xs = channels[0];
        short[] ys = channels[1];
        short[] zs = channels[2];
        short[] lengths = channels[_channel];
        long root = _last;
        for (int i = 0; i != count; i++)
        {
            int x = xs[i];
            int y = ys[i];
            int z = zs[i];
            long square = ((long)x * x) + (y * y) + (z * z);

            if (square == 0)
            {
                lengths[i] = 0;
                continue;
            }

            // As IntegerRoot, without its call.
            root = (root + (square / root)) >> 1;
            long next = (root + (square / root)) >> 1;
            while (next < root)
            {
                root = next;
                next = (root + (square / root)) >> 1;
            }

            lengths[i] = root > short.MaxValue ? short.MaxValue : (short)root;
        }

        _last = (int)root;
        return count;
    }
}
