using System;

namespace EdgeNet.Core;

/// <summary>A stage whose picture has a row per frame.</summary>
public abstract class SpectralPictureStage : SpectralStage
{
    private byte[] _rows;

    internal SpectralPictureStage(int kind, ByteReader record, SignalStream stream)
        : base(kind, record, stream)
    {
    }

    /// <inheritdoc/>
    public override bool IsPicture
    {
        get { return true; }
    }

    /// <inheritdoc/>
    public override int OutputCount
    {
        get { return Frames * Columns * Channels; }
    }

    /// <summary>Numbers of a row for each channel.</summary>
    public abstract int Columns { get; }

    /// <summary>Heap bytes of what this class and its bases allocate, without the object.</summary>
    internal int PictureRam
    {
        get { return SpectralRam + Ram.ArrayBytes(1, OutputCount); }
    }

    /// <inheritdoc/>
    internal override void Load(ByteReader record)
    {
        base.Load(record);
        _rows = new byte[OutputCount];
    }

    /// <inheritdoc/>
    internal override void Frame(short[][] channels, int at, int frame)
    {
        for (int c = 0; c < Channels; c++)
        {
            Row(channels[c], at, _rows, (frame * Columns * Channels) + c);
        }
    }

    /// <summary>Computes the row of a channel.</summary>
    /// <param name="samples">The channel.</param>
    /// <param name="at">Where the frame begins.</param>
    /// <param name="rows">The picture.</param>
    /// <param name="to">Where the first number belongs; the others follow in steps of the number of channels.</param>
    internal abstract void Row(short[] samples, int at, byte[] rows, int to);

    /// <inheritdoc/>
    internal override void Finish(byte[] picture)
    {
        Array.Copy(_rows, 0, picture, 0, _rows.Length);
    }

    /// <inheritdoc/>
    internal override void Shift(int frames)
    {
        DropRows(_rows, frames);
    }
}
