using System.Buffers.Binary;

namespace EdgeNet.Import.Onnx.Messages;

/// <summary>TensorProto: constants of a file.</summary>
internal sealed class OnnxTensor
{
    private const int External = 1;

    private readonly List<long> _wholes = [];
    private readonly List<float> _singles = [];
    private readonly List<double> _doubles = [];
    private ReadOnlyMemory<byte>? _raw;
    private bool _isExternal;

    /// <summary>Its name; empty if it has none.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What its numbers are.</summary>
    public OnnxType Type { get; private set; }

    /// <summary>Its dimensions; none for a single number.</summary>
    public List<long> Dimensions { get; } = [];

    public static OnnxTensor Read(ProtoReader fields)
    {
        OnnxTensor tensor = new();
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 1:
                    fields.AddWhole(tensor.Dimensions);
                    break;
                case 2:
                    tensor.Type = (OnnxType)fields.Int32();
                    break;
                case 4:
                    fields.AddSingles(tensor._singles);
                    break;
                case 5 or 7 or 11:
                    fields.AddWhole(tensor._wholes);
                    break;
                case 8:
                    tensor.Name = fields.Text();
                    break;
                case 9:
                    tensor._raw = fields.Bytes();
                    break;
                case 10:
                    fields.AddDoubles(tensor._doubles);
                    break;
                case 13:
                    tensor._isExternal = true;
                    fields.Skip();
                    break;
                case 14:
                    tensor._isExternal |= fields.Int32() == External;
                    break;
                default:
                    fields.Skip();
                    break;
            }
        }

        return tensor;
    }

    /// <summary>The numbers.</summary>
    /// <param name="count">As many as the dimensions say.</param>
    /// <returns>They, as they are in the file.</returns>
    /// <exception cref="FormatException">They are of another number, in another file, or of a type that is not read.</exception>
    public double[] Values(int count)
    {
        if (_isExternal)
        {
            throw new FormatException($"the numbers of \"{Name}\" are in another file; save the model as one file (onnx.save with save_as_external_data=False)");
        }

        if (Type.Bytes() is not int bytes)
        {
            throw new FormatException($"\"{Name}\" has numbers of type {Type.Text()}; those that are read are float, float16, double, bool and integers of 8, 32 and 64 bits");
        }

        if (_raw is { } raw)
        {
            return raw.Length == (long)count * bytes ? Raw(raw.Span, count, bytes) : throw WrongCount();
        }

        double[] values = Type switch
        {
            OnnxType.Float => [.. _singles.Select(v => (double)v)],
            OnnxType.Double => [.. _doubles],
            OnnxType.Float16 => [.. _wholes.Select(v => (double)BitConverter.UInt16BitsToHalf((ushort)v))],
            OnnxType.UInt64 => [.. _wholes.Select(v => (double)(ulong)v)],
            _ => [.. _wholes.Select(v => (double)v)],
        };
        return values.Length == count ? values : throw WrongCount();
    }

    private double[] Raw(ReadOnlySpan<byte> raw, int count, int bytes)
    {
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> number = raw.Slice(i * bytes, bytes);
            values[i] = Type switch
            {
                OnnxType.Float => BinaryPrimitives.ReadSingleLittleEndian(number),
                OnnxType.Double => BinaryPrimitives.ReadDoubleLittleEndian(number),
                OnnxType.Float16 => (double)BinaryPrimitives.ReadHalfLittleEndian(number),
                OnnxType.Int8 => (sbyte)number[0],
                OnnxType.UInt8 or OnnxType.Bool => number[0],
                OnnxType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(number),
                OnnxType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(number),
                OnnxType.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(number),
                _ => BinaryPrimitives.ReadInt64LittleEndian(number),
            };
        }

        return values;
    }

    private FormatException WrongCount() => new($"\"{Name}\" does not have as many numbers as its dimensions say");
}
