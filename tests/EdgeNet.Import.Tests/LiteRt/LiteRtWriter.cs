namespace EdgeNet.Import.Tests.LiteRt;

/// <summary>Writes small LiteRT files for tests. Numbers of operators, options and types are those of the LiteRT schema.</summary>
public sealed class LiteRtWriter
{
    public const byte Float32 = 0, Float16 = 1, Int32 = 2, UInt8 = 3, Int16 = 7, Int8 = 9;

    private readonly List<FlatObject> _tensors = [], _operators = [], _buffers = [new FlatObject()], _codes = [], _metadata = [];
    private readonly Random _random;
    private int _behind;

    public LiteRtWriter(int seed) => _random = new Random(seed);

    public int Input { get; set; }

    public int Output { get; set; }

    public int[]? Inputs { get; set; }

    public int[]? Outputs { get; set; }

    /// <summary>A tensor of values between operators.</summary>
    public int Tensor(int[] shape, float scale, int zeroPoint, byte type = Int8) => Add(shape, type, 0, [scale], [zeroPoint], 0);

    /// <summary>A tensor without scale.</summary>
    public int Plain(int[] shape, byte type = Float32) => Add(shape, type, 0, [], [], 0);

    /// <summary>A constant.</summary>
    public int Constant(int[] shape, byte type, byte[] data, float[]? scales = null, long zeroPoint = 0, int dimension = 0, (int, object)[]? more = null)
    {
        _buffers.Add(new FlatObject((0, data)));
        return Add(shape, type, _buffers.Count - 1, scales ?? [], scales is null ? [] : [.. scales.Select(_ => zeroPoint)], dimension, more);
    }

    /// <summary>A constant whose bytes are behind the FlatBuffer, at the very end of the file.</summary>
    public int Behind(int[] shape, byte type, int bytes)
    {
        _behind = _buffers.Count;
        _buffers.Add(new FlatObject((1, 0ul), (2, (ulong)bytes)));
        return Add(shape, type, _behind, [], [], 0);
    }

    /// <summary>The file without the bytes that are behind it.</summary>
    public byte[] WriteBefore(int bytes)
    {
        ulong length = (ulong)Write().Length;
        _buffers[_behind] = new FlatObject((1, length), (2, (ulong)bytes));
        return Write();
    }

    /// <summary>Whole numbers: axes, paddings, shapes.</summary>
    public int Integers(int[] shape, params int[] values) => Constant(shape, Int32, [.. values.SelectMany(BitConverter.GetBytes)]);

    /// <summary>Real numbers.</summary>
    public int Reals(int[] shape, params float[] values) => Constant(shape, Float32, [.. values.SelectMany(BitConverter.GetBytes)]);

    /// <summary>Random weights of int8.</summary>
    public int Weights(int[] shape, float[] scales, int dimension = 0) => Constant(shape, Int8, [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => (byte)_random.Next(-127, 128))], scales, 0, dimension);

    /// <summary>Random biases.</summary>
    public int Biases(int count, int most, float scale) => Constant([count], Int32, [.. Enumerable.Range(0, count).SelectMany(_ => BitConverter.GetBytes(_random.Next(-most, most + 1)))], [scale]);

    /// <summary>An operator.</summary>
    public void Operator(int code, int[] inputs, int output, byte optionsType = 0, params (int, object)[] options) => Operator(code, inputs, [output], optionsType, options);

    public void Operator(int code, int[] inputs, int[] outputs, byte optionsType, (int, object)[] options, string? custom = null)
    {
        _codes.Add(new FlatObject([(0, (byte)Math.Min(code, 127)), (2, 1), (3, code), .. custom is null ? [] : ((int, object)[])[(1, custom)]]));
        _operators.Add(new FlatObject([(0, _codes.Count - 1), (1, inputs), (2, outputs), .. optionsType == 0 ? [] : ((int, object)[])[(3, optionsType), (4, new FlatObject(options))]]));
    }

    public void Metadata(string name, byte[] data)
    {
        _buffers.Add(new FlatObject((0, data)));
        _metadata.Add(new FlatObject((0, name), (1, _buffers.Count - 1)));
    }

    public byte[] Write()
    {
        FlatObject graph = new((0, _tensors.ToArray()), (1, Inputs ?? [Input]), (2, Outputs ?? [Output]), (3, _operators.ToArray()), (4, "main"));
        return FlatWriter.Write(new FlatObject([(0, 3), (1, _codes.ToArray()), (2, new[] { graph }), (3, "test"), (4, _buffers.ToArray()), .. _metadata.Count == 0 ? [] : ((int, object)[])[(6, _metadata.ToArray())]]), "TFL3");
    }

    private int Add(int[] shape, byte type, int buffer, float[] scales, long[] zeroPoints, int dimension, (int, object)[]? more = null)
    {
        _tensors.Add(new FlatObject([(0, shape), (1, type), (2, buffer), (3, $"t{_tensors.Count}"), .. scales.Length == 0 ? [] : ((int, object)[])[(4, new FlatObject((2, scales), (3, zeroPoints), (6, dimension)))], .. more ?? []]));
        return _tensors.Count - 1;
    }
}
