using EdgeNet.Core;

namespace EdgeNet.Device;

/// <summary>
/// What an app learns on the board. It is loaded together with a network, from the same file and while that is in memory, sees every answer, and
/// may change it. An app without it has no code of it: its parts are in the assembly EdgeNet.Device.Learning.
/// </summary>
public abstract class AppLearning : Answering
{
    /// <summary>Whether the network that runs can learn.</summary>
    public abstract bool IsLoaded { get; }

    /// <summary>Heap bytes that it takes beside the network that runs.</summary>
    public abstract int RamBytes { get; }

    /// <summary>Readings that are kept because the board was unsure of them.</summary>
    public abstract int UnsureCount { get; }

    /// <summary>Begins, once.</summary>
    /// <param name="store">The board's models.</param>
    /// <param name="root">The drive.</param>
    public abstract void Open(ModelStore store, string root);

    /// <summary>Loads what it needs for a network, and what was learned before.</summary>
    /// <param name="model">The model file.</param>
    /// <param name="network">The network that was loaded from it.</param>
    /// <param name="roomBytes">Heap bytes that it may take. Where that is not enough, the network runs without learning, and a message says so.</param>
    public abstract void Load(ModelFile model, Network network, int roomBytes);

    /// <summary>Heap bytes that <see cref="Load"/> will take.</summary>
    /// <param name="model">The model file.</param>
    /// <returns>Bytes; 0 if the model cannot learn.</returns>
    public abstract int RequiredRam(ModelFile model);

    /// <summary>Lets go of the network.</summary>
    public abstract void Unload();

    /// <summary>Looks at buttons, and learns for a millisecond or two. Called every few milliseconds, while readings are taken too.</summary>
    public abstract void Poll();

    /// <summary>Saves what is to be saved. Called between readings, because writing to flash takes tens of milliseconds.</summary>
    public abstract void Save();

    /// <summary>Handles an order that came over a link.</summary>
    /// <param name="message">The message.</param>
    /// <param name="body">Bytes of its body.</param>
    /// <param name="answer">Receives the answer; its body begins where that of the message does.</param>
    /// <returns>Bytes of the answer's body.</returns>
    public abstract int Order(byte[] message, int body, byte[] answer);

    /// <summary>A reading that the board was unsure of.</summary>
    /// <param name="number">0 to UnsureCount - 1.</param>
    /// <returns>Its values, to be used before anything else is called.</returns>
    public abstract float[] UnsureReading(int number);

    /// <summary>What the board answered to it.</summary>
    /// <param name="number">0 to UnsureCount - 1.</param>
    /// <returns>The label.</returns>
    public abstract string UnsureAnswer(int number);

    /// <summary>Lets go of those readings, which have arrived.</summary>
    public abstract void ClearUnsure();
}
