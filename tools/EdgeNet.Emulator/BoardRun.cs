namespace EdgeNet.Emulator;

/// <summary>How a program's run on a board ended, or how it stands.</summary>
/// <param name="Completed">Main returned, and so did all threads, without an exception that nobody caught.</param>
/// <param name="StopReason">Why the board stopped, where it did.</param>
/// <param name="UnhandledException">The exception that nobody caught, where there was one; that of a thread does not end a program.</param>
public sealed record BoardRun(bool Completed, string? StopReason, string? UnhandledException)
{
    /// <summary>Whether the program only pauses: it goes on with the next <see cref="Board.RunFor"/>.</summary>
    public bool IsRunning { get; init; }
}
