namespace EdgeNet.Core;

/// <summary>
/// A stage of a pipeline: a step that changes the stream, or features of its windows. A constructor reads and checks the stage's record without
/// allocating; Load allocates, and from then on the stage runs.
/// </summary>
public abstract class SignalStage
{
    internal SignalStage(int kind)
    {
        Kind = kind;
    }

    /// <summary>One of the kinds of <see cref="SignalFormat"/>.</summary>
    public int Kind { get; }

    /// <summary>Heap bytes of it once it is loaded, as the nanoFramework interpreter allocates.</summary>
    public abstract int RamBytes { get; }

    /// <summary>Allocates what it needs to run.</summary>
    /// <param name="record">At the start of the record that the constructor has checked.</param>
    internal virtual void Load(ByteReader record)
    {
    }

    /// <summary>Forgets all readings, if it keeps any beyond a window.</summary>
    internal virtual void Reset()
    {
    }
}
