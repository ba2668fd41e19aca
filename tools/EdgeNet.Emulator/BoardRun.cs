namespace EdgeNet.Emulator;

/// <summary>How a program's run on a board ended.</summary>
/// <param name="Completed">Main returned.</param>
/// <param name="StopReason">Why the board stopped, where it did.</param>
/// <param name="UnhandledException">The exception that nobody caught, where there was one.</param>
public sealed record BoardRun(bool Completed, string? StopReason, string? UnhandledException);
