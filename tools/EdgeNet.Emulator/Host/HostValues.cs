using EdgeNet.Emulator.Execution;

namespace EdgeNet.Emulator.Host;

/// <summary>What host functions make of their arguments.</summary>
internal static class HostValues
{
    public static string Text(object? reference) => reference is StringObject text ? text.Value : throw new NullReferenceException();

    /// <summary>What the host keeps of an object; an object that was closed has nothing.</summary>
    public static T Native<T>(object? reference)
        where T : class => reference is Instance instance && instance.Native is T native ? native
            : reference is null ? throw new NullReferenceException() : throw new HostException("System.ObjectDisposedException", null);

    /// <summary>The number that a method of a primitive type is called on: a pointer to it, or a box.</summary>
    public static long This(object? reference) => reference is ManagedPointer pointer ? pointer.Number : ((Instance)reference!).Numbers[0];

    /// <summary>A struct of a contract with its fields set.</summary>
    public static Instance Struct(Machine machine, string type, params ReadOnlySpan<long> numbers)
    {
        Instance made = machine.Heap.Instance(machine.World.Type(type));
        numbers.CopyTo(made.Numbers);
        return made;
    }
}
