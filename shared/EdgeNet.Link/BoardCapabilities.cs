using EdgeNet.Core;

namespace EdgeNet.Link;

/// <summary>Which models a board's app runs: in which versions of the file format, with which kinds of layers, and in how much heap.</summary>
public sealed class BoardCapabilities
{
    /// <summary>Layer kinds that a board can tell of at most.</summary>
    public const int MaxKinds = 32;

    private BoardCapabilities(int oldestFormat, int newestFormat, byte[] layerKinds, int heapBytes)
    {
        OldestFormat = oldestFormat;
        NewestFormat = newestFormat;
        LayerKinds = layerKinds;
        HeapBytes = heapBytes;
    }

    /// <summary>The oldest version of model files that the app reads, from 1.</summary>
    public readonly int OldestFormat;

    /// <summary>The newest one, up to 255.</summary>
    public readonly int NewestFormat;

    /// <summary>The layer kinds that it runs.</summary>
    public readonly byte[] LayerKinds;

    /// <summary>Bytes of heap for a model: what is free, and what the running model gives back. Nothing is negative.</summary>
    public readonly int HeapBytes;

    /// <summary>What somebody says of a board.</summary>
    /// <param name="oldestFormat">The oldest version of model files.</param>
    /// <param name="newestFormat">The newest one.</param>
    /// <param name="layerKinds">The layer kinds.</param>
    /// <param name="heapBytes">Bytes of heap for a model.</param>
    /// <returns>The capabilities; null if no board can have these.</returns>
    public static BoardCapabilities Create(int oldestFormat, int newestFormat, byte[] layerKinds, int heapBytes)
    {
        bool possible = oldestFormat >= 1 && newestFormat >= oldestFormat && newestFormat <= 255 && layerKinds.Length <= MaxKinds && heapBytes >= 0;
        return possible ? new BoardCapabilities(oldestFormat, newestFormat, layerKinds, heapBytes) : null;
    }

    /// <summary>What an app with this library runs.</summary>
    /// <param name="heapBytes">Bytes of heap for a model.</param>
    /// <returns>The capabilities.</returns>
    public static BoardCapabilities OfThisApp(int heapBytes)
    {
        return new BoardCapabilities(ModelFormat.OldestVersion, ModelFormat.Version, Core.LayerKinds.All(), heapBytes);
    }
}
