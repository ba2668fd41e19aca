namespace EdgeNet.Workflows;

/// <summary>What can be seen of a board.</summary>
/// <param name="Name">What the board is: a profile, or what a real one calls itself.</param>
/// <param name="Input">Where its app gets readings; null if it is not known.</param>
/// <param name="IsOn">Whether it has power and runs.</param>
/// <param name="HasSensor">Whether its sensor answers.</param>
/// <param name="HasButton">Whether its app looks at its button.</param>
/// <param name="Fault">Why it has stopped by itself; null if it has not.</param>
/// <param name="UptimeSeconds">Board time since the power came.</param>
/// <param name="BehindSeconds">How far the board's clock is behind that of the wall since the power came, because this computer was too slow.</param>
/// <param name="IsLit">Whether the LED is lit; null if that cannot be seen.</param>
/// <param name="Answer">The steady answer; null while the app is unsure.</param>
/// <param name="Last">The last classification; null before the first one.</param>
/// <param name="Heap">The heap; null if it cannot be seen.</param>
/// <param name="Stored">The models in its slots.</param>
/// <param name="Log">The last lines that its app has printed, the newest last.</param>
public sealed record BoardState(string Name, BoardInput? Input, bool IsOn, bool HasSensor, bool HasButton, string? Fault, double UptimeSeconds, double BehindSeconds, bool? IsLit, string? Answer, BoardClassification? Last,
    BoardHeap? Heap, IReadOnlyList<StoredModel> Stored, IReadOnlyList<BoardLogLine> Log)
{
    /// <summary>Whether its plug is pulled when its app next changes its flash.</summary>
    public bool UnplugsAtNextWrite { get; init; }
}

/// <summary>A classification that a board has made of its own readings.</summary>
/// <param name="Number">How many there have been since the model was started, this one included.</param>
/// <param name="Label">The label's text.</param>
/// <param name="ConfidencePercent">How sure the network is, 0 to 100.</param>
/// <param name="Microseconds">How long it took, by the board's clock.</param>
public sealed record BoardClassification(int Number, string Label, int ConfidencePercent, int Microseconds);

/// <summary>The managed heap of a board.</summary>
/// <param name="UsedBytes">In use now, with garbage that has not been collected yet.</param>
/// <param name="PeakBytes">The most that was in use since the power came.</param>
/// <param name="Bytes">How large it is.</param>
public sealed record BoardHeap(long UsedBytes, long PeakBytes, int Bytes);

/// <summary>A model in a board's storage.</summary>
/// <param name="Slot">The slot, 0 or 1.</param>
/// <param name="Name">The name that the model was given.</param>
/// <param name="Bytes">Bytes in the slot.</param>
/// <param name="IsWhole">Whether it is a whole model; if not, an update was cut off.</param>
/// <param name="IsRunning">Whether the app runs it.</param>
public sealed record StoredModel(int Slot, string Name, int Bytes, bool IsWhole, bool IsRunning);

/// <summary>A line that the app on a board has printed.</summary>
/// <param name="Number">How many lines there have been, this one included.</param>
/// <param name="Seconds">Board time.</param>
/// <param name="Text">The line.</param>
public sealed record BoardLogLine(long Number, double Seconds, string Text);
