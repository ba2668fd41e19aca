using EdgeNet.Emulator;

namespace EdgeNet.Cli.Emulation;

/// <summary>What the ESP32 app with a model takes of a board's heap.</summary>
/// <param name="Board">The board.</param>
/// <param name="NeededBytes">The largest use of the heap: type tables, the app, the model while it is loaded.</param>
internal sealed record HeapForecast(BoardProfile Board, long NeededBytes)
{
    /// <summary>Whether the board can hold the model.</summary>
    public bool Fits => NeededBytes <= Board.HeapBytes;

    /// <summary>What to say of a model that does not fit.</summary>
    public string Problem => $"the app with this model needs {NeededBytes:N0} bytes of heap, {Board.Name} has {Board.HeapBytes:N0}";
}
