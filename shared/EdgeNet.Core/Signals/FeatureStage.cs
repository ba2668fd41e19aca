using System;

namespace EdgeNet.Core;

/// <summary>
/// A stage that computes features of a window, frame by frame: as soon as the readings of a frame are complete, Frame is called; Finish
/// is called when the window is. Frames of a window begin at multiples of the hop. What is computed once of a window is a frame as long as the window.
/// </summary>
public abstract class FeatureStage : SignalStage
{
    internal FeatureStage(int kind)
        : base(kind)
    {
    }

    /// <summary>Readings of a frame, at most those of a window.</summary>
    public int FrameReadings { get; private set; }

    /// <summary>Readings from the start of a frame to that of the next; the stride is a multiple of it.</summary>
    public int HopReadings { get; private set; }

    /// <summary>Frames of a window.</summary>
    public int Frames { get; private set; }

    /// <summary>Whether it makes a picture, which is then the only one of its pipeline; else it makes features.</summary>
    public virtual bool IsPicture
    {
        get { return false; }
    }

    /// <summary>How many values it makes of a window: features, or bytes of the picture. At least 1.</summary>
    public abstract int OutputCount { get; }

    /// <summary>Divides windows into frames. Each constructor calls it once.</summary>
    /// <param name="record">For errors.</param>
    /// <param name="stream">The stream that it reads.</param>
    /// <param name="readings">Readings of a frame.</param>
    /// <param name="hop">Readings from frame to frame.</param>
    /// <exception cref="ModelException">A frame is longer than a window, or the stride is no multiple of the hop.</exception>
    internal void SetFrames(ByteReader record, SignalStream stream, int readings, int hop)
    {
        if (readings < 1 || readings > stream.Window || hop < 1 || stream.Stride % hop != 0)
        {
            throw record.Error("frames of " + readings + " readings, " + hop + " apart, in windows of " + stream.Window + ", " + stream.Stride + " apart");
        }

        FrameReadings = readings;
        HopReadings = hop;
        Frames = 1 + ((stream.Window - readings) / hop);
    }

    /// <summary>Refuses a picture that is larger than an input. Constructors of pictures call it at their end.</summary>
    /// <param name="record">For errors.</param>
    /// <param name="columns">Values of a row, one row per frame.</param>
    /// <exception cref="ModelException">The picture is too large.</exception>
    internal void CheckPicture(ByteReader record, int columns)
    {
        if ((long)Frames * columns > ModelFormat.MaxTensor)
        {
            throw record.Error("a picture of " + Frames + " x " + columns + ", at most " + ModelFormat.MaxTensor + " values are allowed");
        }
    }

    /// <summary>Drops the rows of the first frames, and moves those of the others to the beginning.</summary>
    /// <param name="rows">A value for each output, one row per frame.</param>
    /// <param name="frames">Frames to drop.</param>
    internal void DropRows(Array rows, int frames)
    {
        if (frames < Frames)
        {
            int dropped = frames * (OutputCount / Frames);
            Array.Copy(rows, dropped, rows, 0, OutputCount - dropped);
        }
    }

    /// <summary>Processes a frame whose readings are complete.</summary>
    /// <param name="channels">Readings of each channel, and at least one place more, which may be used for a while.</param>
    /// <param name="at">Where the frame begins in them.</param>
    /// <param name="frame">Which frame of the window, 0 to <see cref="Frames"/> - 1.</param>
    internal abstract void Frame(short[][] channels, int at, int frame);

    /// <summary>Writes the features of the window whose frames are all processed.</summary>
    /// <param name="features">Receives <see cref="OutputCount"/> integers.</param>
    /// <param name="at">Where they begin.</param>
    internal virtual void Finish(float[] features, int at)
    {
    }

    /// <summary>Writes the picture of the window whose frames are all processed.</summary>
    /// <param name="picture">Receives <see cref="OutputCount"/> bytes.</param>
    internal virtual void Finish(byte[] picture)
    {
    }

    /// <summary>The window moves on: what is kept of its frames moves towards the front, and those of the first are dropped.</summary>
    /// <param name="frames">By how many frames; may be more than <see cref="Frames"/>.</param>
    internal virtual void Shift(int frames)
    {
    }
}
