using EdgeNet.Emulator.Execution;
using EdgeNet.Emulator.Types;
using Mono.Cecil;

namespace EdgeNet.Emulator.Host;

/// <summary>What a method of the contracts does: arguments in registers from 0, the result goes to register 0.</summary>
internal unsafe delegate void HostFunction(Machine machine, long* numbers, Span<object?> references);

/// <summary>Host functions by the methods they stand for, such as "System.String::Concat(System.String,System.String)".</summary>
internal sealed class HostTable
{
    private readonly Dictionary<string, HostFunction> _functions = [];

    /// <summary>The machine that calls them, from when the power comes to when it goes.</summary>
    public Machine? Machine { get; set; }

    public void Add(string method, HostFunction function) => _functions.Add(method, function);

    public HostCode? Find(MethodDefinition method) => _functions.TryGetValue(Key(method), out HostFunction? function) ? new Bound(this, function) : null;

    public static string Key(MethodDefinition method) =>
        $"{method.DeclaringType.FullName}::{method.Name}({string.Join(",", method.Parameters.Select(p => p.ParameterType.FullName))})";

    private sealed class Bound(HostTable table, HostFunction function) : HostCode
    {
        public override unsafe void Run(long* numbers, Span<object?> references) => function(table.Machine!, numbers, references);
    }
}
