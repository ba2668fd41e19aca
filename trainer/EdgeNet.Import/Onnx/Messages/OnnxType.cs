namespace EdgeNet.Import.Onnx.Messages;

/// <summary>TensorProto.DataType: the numbers of those types that are read; others have no name here.</summary>
internal enum OnnxType
{
    Undefined = 0,
    Float = 1,
    UInt8 = 2,
    Int8 = 3,
    Int32 = 6,
    Int64 = 7,
    Bool = 9,
    Float16 = 10,
    Double = 11,
    UInt32 = 12,
    UInt64 = 13,
}

/// <summary>What there is to know of a type.</summary>
internal static class OnnxTypes
{
    private static readonly string[] Names =
    [
        "undefined", "float", "uint8", "int8", "uint16", "int16", "int32", "int64", "string", "bool", "float16", "double", "uint32", "uint64", "complex64", "complex128",
        "bfloat16", "float8e4m3fn", "float8e4m3fnuz", "float8e5m2", "float8e5m2fnuz", "uint4", "int4", "float4e2m1",
    ];

    /// <summary>Bytes of a number; null for a type that is not read.</summary>
    public static int? Bytes(this OnnxType type) => type switch
    {
        OnnxType.UInt8 or OnnxType.Int8 or OnnxType.Bool => 1,
        OnnxType.Float16 => 2,
        OnnxType.Float or OnnxType.Int32 or OnnxType.UInt32 => 4,
        OnnxType.Int64 or OnnxType.Double or OnnxType.UInt64 => 8,
        _ => null,
    };

    /// <summary>Whether numbers of the type have fractions.</summary>
    public static bool IsReal(this OnnxType type) => type is OnnxType.Float or OnnxType.Double or OnnxType.Float16;

    /// <summary>The specification's name of it.</summary>
    public static string Text(this OnnxType type) => (int)type >= 0 && (int)type < Names.Length ? Names[(int)type] : $"{(int)type}";
}
