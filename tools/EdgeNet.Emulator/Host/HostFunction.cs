using EdgeNet.Emulator.Execution;

namespace EdgeNet.Emulator.Host;

/// <summary>What a method of the contracts does: arguments in registers from 0, the result goes to register 0.</summary>
internal unsafe delegate void HostFunction(Machine machine, long* numbers, Span<object?> references);

/// <summary>An exception that a host function throws into the program.</summary>
/// <param name="typeName">Its type on the board.</param>
/// <param name="message">Its message; null for the type's own.</param>
internal sealed class HostException(string typeName, string? message) : Exception(message)
{
    public string TypeName => typeName;

    /// <summary>The message as the program gets it: null where none was given.</summary>
    public string? Text { get; } = message;

    /// <summary>The exception's HResult.</summary>
    public new int HResult { get; init; }

    /// <summary>The exception inside it.</summary>
    public HostException? Inner { get; init; }

    /// <summary>A file error: nanoFramework's have an empty message, the cause is in HResult.</summary>
    public static HostException Io(IoError error) => new("System.IO.IOException", "") { HResult = (int)error };
}
