using EdgeNet.Core;
using EdgeNet.Import.Graphs;

namespace EdgeNet.Import.LiteRt;

/// <summary>A tensor as a LiteRT file describes it.</summary>
internal sealed class LiteRtTensor
{
    /// <summary>More dimensions are in no network of this kind; a file may not make a reader multiply for long.</summary>
    private const int MaxDimensions = 8;
    private const long MaxValues = 1 << 24;

    private readonly LiteRtFile _file;
    private readonly FlatVector _scales, _zeroPoints;

    public LiteRtTensor(LiteRtFile file, int number, FlatTable table)
    {
        _file = file;
        Number = number;
        Type = (LiteRtType)table.Byte(1);
        Buffer = table.Int32(2);
        Name = table.Text(3);
        IsVariable = table.Byte(5) != 0;
        IsSparse = table.Has(6);
        FlatVector shape = table.Vector(0, sizeof(int));
        if (shape.Count > MaxDimensions)
        {
            throw file.Refuse($"{this} has {shape.Count} dimensions; at most {MaxDimensions} can be read");
        }

        // What cannot be used need not be understood: recurrent operators have inner tensors without a shape.
        Dimensions = [.. Enumerable.Range(0, shape.Count).Select(shape.Int32)];
        Count = Dimensions.Aggregate(1L, (count, dimension) => count == 0 || dimension < 1 || count * dimension > MaxValues ? 0 : count * dimension);
        if (table.Table(4) is { } quantization)
        {
            _scales = quantization.Vector(2, sizeof(float));
            _zeroPoints = quantization.Vector(3, sizeof(long));
            QuantizedDimension = quantization.Int32(6);
        }
    }

    public int Number { get; }

    public LiteRtType Type { get; }

    public string Name { get; }

    public int Buffer { get; }

    public bool IsVariable { get; }

    public bool IsSparse { get; }

    public int[] Dimensions { get; }

    public int QuantizedDimension { get; }

    public int ScaleCount => _scales.Count;

    /// <summary>Number of values; 1 for a scalar, 0 if the shape cannot be used.</summary>
    public long Count { get; }

    public string ShapeText => Dimensions.Length == 0 ? "of a single number" : string.Join('x', Dimensions);

    /// <summary>Rows, columns and channels: the last three dimensions.</summary>
    public TensorShape Shape => new(FromEnd(3), FromEnd(2), FromEnd(1));

    /// <summary>Refuses a tensor whose shape cannot be used.</summary>
    public void CheckShape()
    {
        if (Count == 0)
        {
            throw _file.Refuse($"{this} has the shape {ShapeText}; each dimension must be known and at least 1, and at most {MaxValues:N0} values together");
        }
    }

    public override string ToString() => $"tensor {Number} ({LiteRtFile.Shown(Name)})";

    /// <summary>A dimension counted from the last, which is 1; dimensions that are missing are 1.</summary>
    public int FromEnd(int place) => place <= Dimensions.Length ? Dimensions[^place] : 1;

    /// <summary>Scales of weights: one for all, or one for each of a number of outputs.</summary>
    public float[] Scales(int outputs)
    {
        if (_scales.Count != 1 && _scales.Count != outputs)
        {
            throw _file.Refuse($"{this} has {_scales.Count} scales for {outputs} outputs; weights need one, or one each");
        }

        FlatVector scales = _scales, zeroPoints = _zeroPoints;
        if (Enumerable.Range(0, zeroPoints.Count).Any(i => zeroPoints.Int64(i) != 0))
        {
            throw _file.Refuse($"{this} has weights whose zero is not 0; convert the network again with a converter of 2020 or later");
        }

        float[] values = [.. Enumerable.Range(0, scales.Count).Select(scales.Single)];
        return Array.TrueForAll(values, IsScale) ? values : throw _file.Refuse($"{this} has a scale that is not a positive number");
    }

    /// <summary>What the integers of a tensor of bytes mean; null for real numbers.</summary>
    public AffineStep? Step()
    {
        if (Type is not (LiteRtType.Int8 or LiteRtType.UInt8))
        {
            return null;
        }

        if (_scales.Count != 1 || _zeroPoints.Count > 1 || !IsScale(_scales.Single(0)))
        {
            throw _file.Refuse($"{this} has no scale, or more than one; values between operators need exactly one");
        }

        bool signed = Type == LiteRtType.Int8;
        long zero = _zeroPoints.Count == 0 ? 0 : _zeroPoints.Int64(0);
        return zero >= (signed ? sbyte.MinValue : byte.MinValue) && zero <= (signed ? sbyte.MaxValue : byte.MaxValue)
            ? new AffineStep(_scales.Single(0), (int)zero, signed)
            : throw _file.Refuse($"{this} has the zero point {zero}, which is not one of its values");
    }

    private static bool IsScale(float scale) => scale > 0 && float.IsFinite(scale);
}
