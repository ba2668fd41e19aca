using EdgeNet.Files;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Networks;

namespace EdgeNet.Trainer.Training;

/// <summary>How a training is kept so that it can go on later, and what it goes on from.</summary>
public sealed record Continuation
{
    /// <summary>Whether a file looks like a checkpoint, by its first bytes.</summary>
    /// <param name="head">The first bytes, a few hundred or more.</param>
    /// <returns>True if so, even if it is damaged.</returns>
    public static bool Recognises(byte[] head) => Checkpoint.IsOne(head);

    /// <summary>Refuses a file that is no whole checkpoint, by its header and its length: whatever else it holds is not read.</summary>
    /// <param name="file">The file, at its beginning; it can tell its length.</param>
    /// <param name="name">Its name, for messages.</param>
    /// <exception cref="UserException">It is cut off or damaged, is none, or is of another version.</exception>
    public static void CheckHeader(Stream file, string name) => Checkpoint.CheckHeader(file, name);

    /// <summary>A checkpoint to continue from; null to begin afresh.</summary>
    public byte[]? From { get; init; }

    /// <summary>Its name, for messages.</summary>
    public string FromName { get; init; } = "checkpoint";

    /// <summary>Given a network with random first weights, gives those to begin with instead: one list per layer, null for layers without weights. Null to begin with the random ones.</summary>
    public Func<FloatNetwork, IReadOnlyList<FloatMatrix?>>? FirstWeights { get; init; }

    /// <summary>Given a checkpoint after an epoch, at most every few seconds, and when the training ends; null for none.</summary>
    public Action<byte[]>? Save { get; init; }
}
