using System.Runtime.InteropServices;

namespace EdgeNet.Trainer.Export.Onnx;

/// <summary>A constant tensor.</summary>
/// <param name="Type">What it consists of.</param>
/// <param name="Dimensions">Its shape; none for a single number.</param>
/// <param name="Bytes">Its values, little endian, the last dimension innermost.</param>
internal sealed record OnnxTensor(OnnxType Type, int[] Dimensions, byte[] Bytes)
{
    /// <summary>A tensor of floats.</summary>
    public static OnnxTensor Of(float[] values, params int[] dimensions) => Of(OnnxType.Float, values, dimensions);

    /// <summary>A tensor of bytes.</summary>
    public static OnnxTensor Of(byte[] values, params int[] dimensions) => Of(OnnxType.UInt8, values, dimensions);

    /// <summary>A tensor of signed bytes.</summary>
    public static OnnxTensor Of(sbyte[] values, params int[] dimensions) => Of(OnnxType.Int8, values, dimensions);

    /// <summary>A tensor of 32-bit integers.</summary>
    public static OnnxTensor Of(int[] values, params int[] dimensions) => Of(OnnxType.Int32, values, dimensions);

    /// <summary>A tensor of 64-bit integers.</summary>
    public static OnnxTensor Of(long[] values, params int[] dimensions) => Of(OnnxType.Int64, values, dimensions);

    /// <summary>Writes it as a TensorProto.</summary>
    /// <param name="message">The message.</param>
    /// <param name="name">Its name in the graph; empty where it has none.</param>
    public void Write(ProtobufWriter message, string name)
    {
        foreach (int dimension in Dimensions)
        {
            message.Write(1, dimension);
        }

        message.Write(2, (long)Type);
        message.Write(8, name);
        message.Write(9, Bytes);
    }

    private static OnnxTensor Of<T>(OnnxType type, T[] values, int[] dimensions)
        where T : unmanaged
    {
        if (dimensions.Aggregate(1, (count, d) => count * d) != values.Length)
        {
            throw new ArgumentException($"{values.Length} values for a tensor of {string.Join("x", dimensions)}");
        }

        return new OnnxTensor(type, dimensions, MemoryMarshal.AsBytes<T>(values).ToArray());
    }
}
