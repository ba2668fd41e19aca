namespace EdgeNet.Core;

/// <summary>The stream between two stages while a pipeline is read. Steps change it.</summary>
internal sealed class SignalStream
{
    /// <summary>Values of a reading.</summary>
    public int Channels;

    /// <summary>Readings of a window.</summary>
    public int Window;

    /// <summary>Readings from one window to the next.</summary>
    public int Stride;
}
