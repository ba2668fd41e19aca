namespace EdgeNet.Emulator;

/// <summary>How a program's run on a board ended, or its current state.</summary>
/// <param name="Completed">Whether Main and all threads returned without an unhandled exception.</param>
/// <param name="StopReason">Why the board stopped, if it did.</param>
/// <param name="UnhandledException">The unhandled exception, if there was one; in a thread it does not end the program.</param>
public sealed record BoardRun(bool Completed, string? StopReason, string? UnhandledException)
{
    /// <summary>Whether the program is only paused: it continues with the next <see cref="Board.RunFor"/>.</summary>
    public bool IsRunning { get; init; }

    /// <summary>Whether the program has restarted the board: <see cref="Board.PowerCycle"/> is what happens then on a real one.</summary>
    public bool WantsRestart { get; init; }
}
