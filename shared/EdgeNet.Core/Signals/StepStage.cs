namespace EdgeNet.Core;

/// <summary>A stage that changes the stream.</summary>
public abstract class StepStage : SignalStage
{
    internal StepStage(int kind)
        : base(kind)
    {
    }

    /// <summary>Processes readings in place.</summary>
    /// <param name="channels">A block of readings per channel, with room for <see cref="SignalPipeline.BlockReadings"/>; those of channels that the step adds are behind the others.</param>
    /// <param name="count">Readings in the blocks, at least 1.</param>
    /// <returns>Readings that are left in the blocks.</returns>
    internal abstract int Run(short[][] channels, int count);
}
