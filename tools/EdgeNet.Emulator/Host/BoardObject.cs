using EdgeNet.Emulator.Execution;

namespace EdgeNet.Emulator;

/// <summary>A handle of an object of the program on a board.</summary>
public sealed class BoardObject
{
    internal BoardObject(HeapObject target) => Object = target;

    internal HeapObject Object { get; }
}
