using EdgeNet.Emulator.Execution;

namespace EdgeNet.Emulator.Host;

/// <summary>What a method of the contracts does: arguments in registers from 0, the result goes to register 0.</summary>
internal unsafe delegate void HostFunction(Machine machine, long* numbers, Span<object?> references);

/// <summary>An exception that a host function throws into the program.</summary>
internal sealed class HostException(string typeName, string? message) : Exception(message)
{
    public string TypeName => typeName;
}
