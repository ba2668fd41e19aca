using EdgeNet.Core;

namespace EdgeNet.Device;

/// <summary>
/// What an app needs for models that listen to a stream of readings. The assembly EdgeNet.Device.Streams has it, so that an app without such models
/// needs no memory for it.
/// </summary>
public abstract class StreamSupport
{
    /// <summary>Whether the model that was loaded last listens to a stream.</summary>
    public abstract bool IsLoaded { get; }

    /// <summary>The stream that it listens to: its name, and what the model wants of it.</summary>
    public abstract string Description { get; }

    /// <summary>Answers that are averaged at most: more than half of the windows that a reading is part of. Something short is whole in about half of them.</summary>
    public abstract int FilterWindow { get; }

    /// <summary>Allocates what a model needs beside its network, and lets go of what the one before had.</summary>
    /// <param name="file">The model; null for none.</param>
    /// <exception cref="ModelException">Its pipeline is damaged or not known.</exception>
    public abstract void Load(ModelFile file);

    /// <summary>Chooses the stream for the model that was loaded.</summary>
    /// <returns>Why none of the board's streams will do; empty if one does.</returns>
    public abstract string Choose();

    /// <summary>Creates the loop of the model that was loaded.</summary>
    /// <param name="network">Its network.</param>
    /// <param name="filter">Steadies the answers.</param>
    /// <returns>The loop.</returns>
    public abstract AppLoop CreateLoop(TimedNetwork network, AnswerFilter filter);
}
