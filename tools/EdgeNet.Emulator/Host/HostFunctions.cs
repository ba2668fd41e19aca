using EdgeNet.Emulator.Execution;
using Mono.Cecil;

namespace EdgeNet.Emulator.Host;

/// <summary>All host functions by the methods they stand for, such as "System.String::Concat(System.String,System.String)".</summary>
internal sealed unsafe class HostFunctions
{
    private readonly Dictionary<string, HostFunction> _functions = [];

    private HostFunctions()
    {
        CoreFunctions.Add(this);
        TextFunctions.Add(this);
        ArrayFunctions.Add(this);
        TimeFunctions.Add(this);
        StorageFunctions.Add(this);
        HardwareFunctions.Add(this);
        SerialFunctions.Add(this);
        HttpFunctions.Add(this);
        CryptographyFunctions.Add(this);
    }

    public static HostFunctions All { get; } = new();

    public void Add(string method, HostFunction function) => _functions.Add(method, function);

    public HostFunction? Find(MethodDefinition method) => _functions.GetValueOrDefault(Key(method));

    public static string Key(MethodDefinition method) =>
        $"{method.DeclaringType.FullName}::{method.Name}({string.Join(",", method.Parameters.Select(p => p.ParameterType.FullName))})";

    /// <summary>Values of static fields of the contracts.</summary>
    public static object? StaticOf(Machine machine, string type, string field) => (type, field) switch
    {
        ("System.String", "Empty") => machine.Heap.Literal(""),
        ("System.Boolean", "TrueString") => machine.Heap.Literal("True"),
        ("System.Boolean", "FalseString") => machine.Heap.Literal("False"),
        ("System.EventArgs", "Empty") => machine.Heap.Instance(machine.World.Type("System.EventArgs")),
        _ => null,
    };

    public static string Text(object? reference) => reference is StringObject text ? text.Value : throw new NullReferenceException();

    public static T Native<T>(object? reference)
        where T : class => reference is Instance instance && instance.Native is T native ? native
            : reference is null ? throw new NullReferenceException() : throw new HostException("System.ObjectDisposedException", null);

    /// <summary>The number that a method of a primitive type is called on: a pointer to it, or a box.</summary>
    public static long This(object? reference) => reference is Pointer pointer ? pointer.Number : ((Instance)reference!).Numbers[0];

    /// <summary>A struct of a contract with its fields set.</summary>
    public static Instance Struct(Machine machine, string type, params ReadOnlySpan<long> numbers)
    {
        Instance made = machine.Heap.Instance(machine.World.Type(type));
        numbers.CopyTo(made.Numbers);
        return made;
    }
}
