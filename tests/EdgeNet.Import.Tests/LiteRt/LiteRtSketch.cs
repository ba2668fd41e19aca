namespace EdgeNet.Import.Tests.LiteRt;

/// <summary>A small int8 network that grows operator by operator, with random weights, scales and zero points that leave most values inside of their limits.</summary>
public sealed class LiteRtSketch
{
    private readonly LiteRtWriter _file;
    private readonly Random _random;

    public LiteRtSketch(int seed, params int[] shape)
    {
        _file = new LiteRtWriter(seed);
        _random = new Random(seed + 1000);
        Now = new Values(0, shape, Scale(0.02f, 0.1f), Zero());
        Now = Now with { Tensor = _file.Input = _file.Tensor(shape, Now.Scale, Now.Zero) };
    }

    /// <summary>What the last operator gave.</summary>
    public Values Now { get; set; }

    public LiteRtWriter File => _file;

    public byte[] Write()
    {
        _file.Output = Now.Tensor;
        return _file.Write();
    }

    public LiteRtSketch Dense(int outputs, byte activation = 0, bool perChannel = false, bool biased = true, int[]? shape = null)
    {
        int terms = shape is null ? Now.Count : Now.Shape[^1];
        (int weights, float scale) = Weights([outputs, terms], perChannel ? outputs : 1, 0);
        return Next(9, [weights, biased ? _file.Biases(outputs, 40 * terms, Now.Scale * scale) : -1], shape ?? [1, outputs], Sum(scale, terms), 8, (0, activation), (2, (byte)(shape is null ? 0 : 1)));
    }

    public LiteRtSketch Conv(int outputs, int rows, int columns, int stride = 1, bool same = true, byte activation = 0, int dilation = 1, int groups = 1, bool perChannel = true)
    {
        int channels = Now.Shape[3] / groups, terms = rows * columns * channels;
        (int weights, float scale) = Weights([outputs, rows, columns, channels], perChannel ? outputs : 1, 0);
        return Next(3, [weights, _file.Biases(outputs, 40 * terms, Now.Scale * scale)], Moved(rows, columns, stride, same, dilation, outputs), Sum(scale, terms), 1,
            (0, (byte)(same ? 0 : 1)), (1, stride), (2, stride), (3, activation), (4, dilation), (5, dilation));
    }

    public LiteRtSketch Depthwise(int rows, int columns, int stride = 1, bool same = true, byte activation = 0, int dilation = 1, int multiplier = 1, bool perChannel = true)
    {
        int outputs = Now.Shape[3] * multiplier, terms = rows * columns;
        (int weights, float scale) = Weights([1, rows, columns, outputs], perChannel ? outputs : 1, 3);
        return Next(4, [weights, _file.Biases(outputs, 40 * terms, Now.Scale * scale)], Moved(rows, columns, stride, same, dilation, outputs), Sum(scale, terms), 2,
            (0, (byte)(same ? 0 : 1)), (1, stride), (2, stride), (3, multiplier), (4, activation), (5, dilation), (6, dilation));
    }

    public LiteRtSketch Pool(bool average, int rows, int columns, int stride, bool same, byte activation = 0) =>
        Keep(average ? 1 : 17, [], Moved(rows, columns, stride, same, 1, Now.Shape[3]), 5, (0, (byte)(same ? 0 : 1)), (1, stride), (2, stride), (3, columns), (4, rows), (5, activation));

    public LiteRtSketch Mean(bool keep, params int[] axes)
    {
        int[] shape = keep ? [.. Now.Shape.Select((d, i) => axes.Contains(i) ? 1 : d)] : [.. Now.Shape.Where((_, i) => !axes.Contains(i))];
        return Next(40, [_file.Integers([axes.Length], axes)], shape, Now.Scale * Scale(0.2f, 1.2f), 27, (0, (byte)(keep ? 1 : 0)));
    }

    public LiteRtSketch Pad(int top, int left, int bottom, int right, int? value = null)
    {
        int paddings = _file.Integers([4, 2], 0, 0, top, bottom, left, right, 0, 0);
        int[] shape = [1, Now.Shape[1] + top + bottom, Now.Shape[2] + left + right, Now.Shape[3]];
        return value is int v ? Keep(60, [paddings, _file.Constant([], LiteRtWriter.Int8, [(byte)v], [Now.Scale], Now.Zero)], shape, 43) : Keep(34, [paddings], shape, 22);
    }

    public LiteRtSketch WithConstant(int code, byte options, int count, byte activation = 0, bool first = false)
    {
        int constant = _file.Constant(count == 1 ? [] : [count], LiteRtWriter.Int8, Bytes(count), [Scale(0.02f, 0.1f)], Zero());
        float scale = code == 18 ? Now.Scale * Scale(1.5f, 4f) : Now.Scale * Scale(0.8f, 2f);
        return first ? After(code, [constant, Now.Tensor], Now.Shape, scale, Zero(), options, (0, activation)) : Next(code, [constant], Now.Shape, scale, options, (0, activation));
    }

    public LiteRtSketch Add(Values other, byte activation = 0) => Next(0, [other.Tensor], Now.Shape, (Now.Scale + other.Scale) * Scale(0.5f, 1f), 11, (0, activation));

    public LiteRtSketch Concatenate(int axis, params Values[] others)
    {
        int[] shape = [.. Now.Shape];
        shape[axis] += others.Sum(o => o.Shape[axis]);
        return Keep(2, [.. others.Select(o => o.Tensor)], shape, 10, (0, axis), (1, (byte)0));
    }

    public LiteRtSketch Reshape(params int[] shape) => Keep(22, [_file.Integers([shape.Length], shape)], shape, 17, (0, shape));

    public LiteRtSketch Softmax(float beta = 1) => After(25, [Now.Tensor], Now.Shape, 1f / 256, -128, 9, (0, beta));

    public LiteRtSketch Logistic() => After(14, [Now.Tensor], Now.Shape, 1f / 256, -128, 0);

    public LiteRtSketch Tanh() => After(28, [Now.Tensor], Now.Shape, 1f / 128, 0, 0);

    public LiteRtSketch HardSwish() => Next(117, [], Now.Shape, Now.Scale * Scale(0.5f, 1f), 91);

    public LiteRtSketch Relu() => Next(19, [], Now.Shape, Now.Scale * Scale(0.4f, 1f), 0);

    public LiteRtSketch Relu6() => Keep(21, [], Now.Shape, 0);

    public LiteRtSketch LeakyRelu(float alpha) => Next(98, [], Now.Shape, Now.Scale * Scale(0.5f, 1f), 75, (0, alpha));

    public LiteRtSketch Prelu() =>
        Next(54, [_file.Constant([1, 1, Now.Shape[^1]], LiteRtWriter.Int8, Bytes(Now.Shape[^1]), [Scale(0.002f, 0.01f)], Zero())], Now.Shape, Now.Scale * Scale(0.5f, 1f), 0);

    public LiteRtSketch Quantize() => Next(114, [], Now.Shape, Now.Scale * Scale(0.5f, 1.5f), 89);

    /// <summary>What the shape arithmetic of Keras computes before a reshape.</summary>
    public LiteRtSketch FlattenByArithmetic()
    {
        int shape = _file.Plain([Now.Shape.Length], LiteRtWriter.Int32), batch = _file.Plain([], LiteRtWriter.Int32), packed = _file.Plain([2], LiteRtWriter.Int32);
        _file.Operator(77, [Now.Tensor], shape, 55, (0, LiteRtWriter.Int32));
        _file.Operator(45, [shape, _file.Integers([1], 0), _file.Integers([1], 1), _file.Integers([1], 1)], batch, 32, (0, 0), (1, 0), (2, 0), (3, 0), (4, 1));
        _file.Operator(83, [batch, _file.Integers([], Now.Count)], packed, 59, (0, 2), (1, 0));
        return Keep(22, [packed], [1, Now.Count], 17);
    }

    /// <summary>An operator with a scale of its own.</summary>
    public LiteRtSketch Next(int code, int[] more, int[] shape, float scale, byte optionsType, params (int, object)[] options) => After(code, [Now.Tensor, .. more], shape, scale, Zero(), optionsType, options);

    /// <summary>An operator whose results mean what it reads.</summary>
    public LiteRtSketch Keep(int code, int[] more, int[] shape, byte optionsType, params (int, object)[] options) => After(code, [Now.Tensor, .. more], shape, Now.Scale, Now.Zero, optionsType, options);

    private LiteRtSketch After(int code, int[] inputs, int[] shape, float scale, int zero, byte optionsType, params (int, object)[] options)
    {
        int tensor = _file.Tensor(shape, scale, zero);
        _file.Operator(code, inputs, tensor, optionsType, options);
        Now = new Values(tensor, shape, scale, zero);
        return this;
    }

    private int[] Moved(int rows, int columns, int stride, bool same, int dilation, int channels)
    {
        int Size(int length, int kernel) => same ? (length + stride - 1) / stride : (length - (((kernel - 1) * dilation) + 1)) / stride + 1;
        return [1, Size(Now.Shape[1], rows), Size(Now.Shape[2], columns), channels];
    }

    private (int Tensor, float Scale) Weights(int[] shape, int scales, int dimension)
    {
        float scale = Scale(0.002f, 0.02f);
        return (_file.Weights(shape, [.. Enumerable.Range(0, scales).Select(i => i == 0 ? scale : scale * Scale(0.5f, 1f))], dimension), scale);
    }

    // Sums of random products reach some 70 x 70 times the root of their number.
    private float Sum(float scale, int terms) => Now.Scale * scale * MathF.Sqrt(terms) * Scale(60, 160);

    private byte[] Bytes(int count)
    {
        byte[] bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }

    private float Scale(float from, float to) => from + (_random.NextSingle() * (to - from));

    private int Zero() => _random.Next(-128, 60);

    /// <summary>Values between two operators.</summary>
    public sealed record Values(int Tensor, int[] Shape, float Scale, int Zero)
    {
        public int Count => Shape.Aggregate(1, (a, b) => a * b);
    }
}
