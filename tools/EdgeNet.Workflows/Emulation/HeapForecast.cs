using EdgeNet.Emulator;

namespace EdgeNet.Workflows;

/// <summary>The heap that the ESP32 app with a model needs.</summary>
/// <param name="Board">The board.</param>
/// <param name="NeededBytes">The largest use of the heap: type tables, the app, the model while it is loaded.</param>
/// <param name="IsLowerBound">Whether this is only what the model itself needs, because its file alone is larger than the heap.</param>
public sealed record HeapForecast(BoardProfile Board, long NeededBytes, bool IsLowerBound = false)
{
    /// <summary>Whether the board can hold the model.</summary>
    public bool Fits => NeededBytes <= Board.HeapBytes;

    /// <summary>The figure as text.</summary>
    public string Needed => $"{(IsLowerBound ? "at least " : "")}{NeededBytes:N0}";

    /// <summary>The message if the model does not fit.</summary>
    public string Problem => $"the app with this model needs {Needed} bytes of heap, but {Board.Name} has {Board.HeapBytes:N0}";
}
