using Mono.Cecil;

namespace EdgeNet.Emulator.Types;

/// <summary>A type as the interpreter sees it.</summary>
internal sealed class NanoType(string fullName, ValueKind kind)
{
    public string FullName => fullName;

    /// <summary>Its name as a program sees it: a nested type follows a plus.</summary>
    public string Name { get; } = fullName.Replace('/', '+');

    /// <summary>Kind of a value of this type; enums have that of their numbers.</summary>
    public ValueKind Kind { get; set; } = kind;

    public bool IsReference => Kind >= ValueKind.Object;

    public TypeDefinition? Definition { get; init; }

    public NanoType? Base { get; set; }

    public NanoType[] Interfaces { get; set; } = [];

    /// <summary>Type of the elements of an array.</summary>
    public NanoType? Element { get; init; }

    public List<NanoField> Fields { get; } = [];

    public int NumberCount { get; set; }

    public int ReferenceCount { get; set; }

    /// <summary>The struct fields among the references, which must be there before they are used.</summary>
    public (int Index, NanoType Type)[] StructFields { get; set; } = [];

    public long[] StaticNumbers { get; set; } = [];

    public object?[] StaticReferences { get; set; } = [];

    /// <summary>The static constructor, until it has been started.</summary>
    public NanoMethod? Initializer { get; set; }

    /// <summary>The static constructor.</summary>
    public NanoMethod? StaticConstructor { get; set; }

    /// <summary>What virtual calls on objects of this type run, as far as that has been looked up.</summary>
    public Dictionary<NanoMethod, NanoMethod> Implementations { get; } = [];

    public bool IsDelegate { get; set; }

    public bool IsEnum { get; set; }

    /// <summary>Whether a value of this type may be used where another is asked for.</summary>
    public bool Is(NanoType other)
    {
        if (this == other)
        {
            return true;
        }

        for (NanoType? type = this; type is not null; type = type.Base)
        {
            if (type == other || Array.Exists(type.Interfaces, i => i.Is(other)))
            {
                return true;
            }
        }

        return Element is not null && other.Element is not null && Element.IsReference && Element.Kind == ValueKind.Object && Element.Is(other.Element);
    }

    public override string ToString() => FullName;
}
