namespace EdgeNet.Emulator.Types;

/// <summary>A field. Numbers are in one array of an object, references (and structs, which are heap objects on the board too) in another.</summary>
internal sealed class NanoField(string name, NanoType type, bool isStatic, int index)
{
    public string Name => name;

    public NanoType Type => type;

    public bool IsStatic => isStatic;

    /// <summary>Index among the numbers or among the references.</summary>
    public int Index => index;

    public bool IsReference => type.IsReference;
}
