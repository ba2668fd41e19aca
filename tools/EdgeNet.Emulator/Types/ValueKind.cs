namespace EdgeNet.Emulator.Types;

/// <summary>What a field, an element, a local or a stack entry holds.</summary>
internal enum ValueKind : byte
{
    Void,
    Bool,
    Char,
    Int8,
    UInt8,
    Int16,
    UInt16,
    Int32,
    UInt32,
    Int64,
    UInt64,
    Single,
    Double,
    Object,
    Struct,
    Pointer,
}
