namespace EdgeNet.Emulator.Execution;

/// <summary>An exception that a function of the host throws into the program.</summary>
/// <param name="typeName">Its type on the board.</param>
/// <param name="message">Its message; null for the type's own.</param>
internal sealed class HostException(string typeName, string? message) : Exception(message)
{
    public string TypeName => typeName;

    /// <summary>The message as the program gets it: null if none was given.</summary>
    public string? Text { get; } = message;

    /// <summary>The exception's HResult.</summary>
    public new int HResult { get; init; }

    /// <summary>The exception inside it.</summary>
    public HostException? Inner { get; init; }
}
