using Mono.Cecil;

namespace EdgeNet.Emulator.Types;

/// <summary>A method: its definition and, once it has been called, its decoded code.</summary>
internal sealed class NanoMethod(MethodDefinition definition, NanoType declaring)
{
    public MethodDefinition Definition => definition;

    public NanoType Declaring => declaring;

    public string Name { get; } = $"{declaring.FullName}.{definition.Name}";

    /// <summary>Types of the arguments, "this" included.</summary>
    public NanoType[] Arguments { get; set; } = [];

    public NanoType Returns { get; set; } = null!;

    /// <summary>What runs instead of code for methods of the contracts.</summary>
    public HostCode? Host { get; set; }

    public Op[]? Code { get; set; }

    public Clause[] Clauses { get; set; } = [];

    /// <summary>Registers of a frame: arguments, locals, stack. A callee's arguments follow.</summary>
    public int FrameSize { get; set; }

    public (int Register, NanoType Type)[] StructLocals { get; set; } = [];

    /// <summary>Heap that a call takes on the board while it runs.</summary>
    public int FrameBytes { get; set; }

    /// <summary>Who watches the method: gets the object it was called on and the result, a number or a reference.</summary>
    public Action<object?, long, object?>? Returned { get; set; }

    public long Calls { get; set; }

    public long OwnInstructions { get; set; }

    public long OwnCost { get; set; }

    public override string ToString() => Name;
}
