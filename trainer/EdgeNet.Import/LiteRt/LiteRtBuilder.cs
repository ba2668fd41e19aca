using System.Buffers.Binary;
using EdgeNet.Core;
using EdgeNet.Import.Graphs;

namespace EdgeNet.Import.LiteRt;

/// <summary>What has been read of a LiteRT network so far, and what the readers of its operators ask for.</summary>
/// <param name="file">The file.</param>
internal sealed class LiteRtBuilder(LiteRtFile file)
{
    /// <summary>Axes, shapes and paddings are short.</summary>
    private const int MaxIntegers = 64;

    // A model file has at most 16 MiB; a small file that names one buffer a thousand times may not become more.
    private const long MaxWeights = 1 << 24;

    private readonly Dictionary<int, GraphTensor> _tensors = [];
    private readonly Dictionary<int, LiteRtTensor> _unpacked = [];
    private long _weights;

    /// <summary>Begins with what the network reads.</summary>
    public GraphTensor Begin(int number) => _tensors[number] = Describe(file.Tensors[number]);

    /// <summary>The tensor of a number; null if no operator has given it.</summary>
    public GraphTensor? Find(int number) => _tensors.GetValueOrDefault(number);

    /// <summary>Whether an input is a constant.</summary>
    public bool IsConstant(LiteRtNode node, int input) => node.Has(input) && !_tensors.ContainsKey(node.Inputs[input]) && !file.Constant(Unpacked(node, input)).IsEmpty;

    /// <summary>How a file describes an input.</summary>
    public LiteRtTensor Described(LiteRtNode node, int input) => node.Has(input) ? file.Tensors[node.Inputs[input]] : throw node.Refuse($"input {input} is missing");

    /// <summary>How a file describes the only output of an operator.</summary>
    public LiteRtTensor DescribedOutput(LiteRtNode node) =>
        node.Outputs is [>= 0 and int number] ? file.Tensors[number] : throw node.Refuse($"{node.Outputs.Length} outputs; operators with one can be read");

    /// <summary>Values that an operator reads, weights and other constants apart.</summary>
    public GraphTensor Read(LiteRtNode node, int input)
    {
        LiteRtTensor described = Described(node, input);
        return Find(described.Number) ?? throw node.Refuse(described.IsVariable ? $"{described} is a variable that stays from one run to the next; only networks without a memory can be read"
            : $"{described} is no result of an operator before it");
    }

    /// <summary>The tensor that an operator gives.</summary>
    public GraphTensor Give(LiteRtNode node)
    {
        LiteRtTensor described = DescribedOutput(node);
        if (_tensors.ContainsKey(described.Number) || !file.Constant(described).IsEmpty || described.IsVariable)
        {
            throw node.Refuse($"gives {described}, which has a value already");
        }

        return _tensors[described.Number] = Describe(described);
    }

    /// <summary>Lets the result of an operator be a constant that is packed differently.</summary>
    public void Unpack(LiteRtNode node) => _unpacked[DescribedOutput(node).Number] = Unpacked(node, 0);

    /// <summary>Checks that an operator's result means the same by its bytes as what it reads.</summary>
    public static void CheckSameStep(LiteRtNode node, GraphTensor one, GraphTensor other)
    {
        if (one.Step != other.Step)
        {
            throw node.Refuse($"its bytes mean something else before it ({Text(one.Step)}) than after it ({Text(other.Step)})");
        }

        static string Text(AffineStep? step) => step is null ? "real numbers" : $"scale {step.Scale}, zero point {step.ZeroPoint}";
    }

    /// <summary>A short list of whole numbers that an operator has as a constant: axes, a shape, paddings.</summary>
    public int[] Integers(LiteRtNode node, int input)
    {
        LiteRtTensor tensor = Unpacked(node, input);
        int bytes = tensor.Type == LiteRtType.Int64 ? sizeof(long) : sizeof(int);
        if (tensor.Type is not (LiteRtType.Int32 or LiteRtType.Int64) || tensor.Count > MaxIntegers)
        {
            throw node.Refuse($"input {input} is not a short list of whole numbers");
        }

        byte[] data = Constant(node, tensor, bytes).ToArray();
        long[] values = [.. Enumerable.Range(0, (int)tensor.Count).Select(i => bytes == sizeof(long) ? BinaryPrimitives.ReadInt64LittleEndian(data.AsSpan(i * bytes)) : BinaryPrimitives.ReadInt32LittleEndian(data.AsSpan(i * bytes)))];
        return Array.TrueForAll(values, v => v is >= int.MinValue and <= int.MaxValue) ? Array.ConvertAll(values, v => (int)v) : throw node.Refuse($"input {input} has a number of more than 32 bits");
    }

    /// <summary>Integers that stand for real numbers, as constants of operators that compute with bytes.</summary>
    public (sbyte[] Values, LiteRtTensor Tensor) Bytes(LiteRtNode node, int input)
    {
        LiteRtTensor tensor = Unpacked(node, input);
        return tensor.Type == LiteRtType.Int8 ? ([.. Constant(node, tensor, 1).ToArray().Select(b => (sbyte)b)], tensor) : throw node.Refuse($"{tensor} is {NameOf(tensor.Type)}, not int8");
    }

    /// <summary>32-bit integers: biases.</summary>
    public int[] Biases(LiteRtNode node, int input, int count)
    {
        LiteRtTensor tensor = Unpacked(node, input);
        return tensor.Type == LiteRtType.Int32 && tensor.Count == count ? Read(Constant(node, tensor, sizeof(int)).ToArray(), sizeof(int), BinaryPrimitives.ReadInt32LittleEndian)
            : throw node.Refuse($"{tensor} has {tensor.Count:N0} biases of {NameOf(tensor.Type)}; there must be {count:N0} of int32");
    }

    /// <summary>Real numbers, whether they are stored as such, as halves of them, or as bytes with scales.</summary>
    /// <param name="node">The operator.</param>
    /// <param name="input">Which of its inputs.</param>
    /// <param name="outputs">How many scales bytes may have, one for each index of a dimension.</param>
    public float[] Reals(LiteRtNode node, int input, int outputs)
    {
        LiteRtTensor tensor = Unpacked(node, input);
        float[] values = tensor.Type switch
        {
            LiteRtType.Float32 => Read(Constant(node, tensor, sizeof(float)).ToArray(), sizeof(float), BinaryPrimitives.ReadSingleLittleEndian),
            LiteRtType.Float16 => Read(Constant(node, tensor, sizeof(ushort)).ToArray(), sizeof(ushort), bytes => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes)),
            LiteRtType.Int8 => Scaled(node, tensor, outputs),
            _ => throw node.Refuse($"{tensor} holds {NameOf(tensor.Type)}; real numbers can be read from float32, float16 and int8"),
        };
        return Array.TrueForAll(values, float.IsFinite) ? values : throw node.Refuse($"{tensor} has a number that is not finite");
    }

    /// <summary>How a file describes the weights of a dense layer or convolution, which are its second input; they are all there.</summary>
    /// <param name="node">The operator.</param>
    /// <param name="outputDimension">Which of their dimensions counts outputs: the only one along which scales may differ.</param>
    public LiteRtTensor StoredWeights(LiteRtNode node, int outputDimension)
    {
        LiteRtTensor tensor = Unpacked(node, 1);
        if (tensor.ScaleCount > 1 && tensor.QuantizedDimension != outputDimension)
        {
            throw node.Refuse($"{tensor} has scales along dimension {tensor.QuantizedDimension}; those of its outputs are along {outputDimension}");
        }

        Constant(node, tensor, tensor.Type switch
        {
            LiteRtType.Int8 => sizeof(sbyte),
            LiteRtType.Float16 => sizeof(ushort),
            LiteRtType.Float32 => sizeof(float),
            _ => throw node.Refuse($"weights of {NameOf(tensor.Type)}; convert with weights of int8 or float32"),
        });
        return tensor;
    }

    /// <summary>Counts weights before anything is made of them, zeros between them too.</summary>
    /// <param name="node">The operator.</param>
    /// <param name="outputs">Sums.</param>
    /// <param name="terms">Products in a sum.</param>
    /// <returns>The terms.</returns>
    public int CountWeights(LiteRtNode node, int outputs, long terms) =>
        (_weights += outputs * terms) <= MaxWeights ? (int)terms : throw node.Refuse($"more than {MaxWeights:N0} weights, with the zeros between them");

    /// <summary>The weights of a dense layer or convolution, which have been counted.</summary>
    /// <param name="node">The operator, whose second input has the weights, and whose third may have biases.</param>
    /// <param name="input">What it reads.</param>
    /// <param name="outputs">Sums.</param>
    /// <param name="terms">Products in a sum.</param>
    /// <param name="places">Where each weight of the file belongs among outputs x terms; others are 0.</param>
    public GraphWeights Weights(LiteRtNode node, GraphTensor input, int outputs, int terms, int[] places)
    {
        LiteRtTensor tensor = Unpacked(node, 1);
        bool biased = node.Has(2);
        if (input.Step is null)
        {
            return new RealWeights(outputs, terms, Placed(Reals(node, 1, outputs), places, outputs * terms), biased ? Reals(node, 2, outputs) : new float[outputs]);
        }

        return new IntegerWeights(outputs, terms, Placed(Bytes(node, 1).Values, places, outputs * terms), tensor.Scales(outputs), biased ? Biases(node, 2, outputs) : new int[outputs]);
    }

    /// <summary>A type as people call it.</summary>
    public static string NameOf(LiteRtType type) => type.ToString().ToLowerInvariant();

    private static T[] Placed<T>(T[] values, int[] places, int count)
    {
        T[] all = new T[count];
        for (int i = 0; i < values.Length; i++)
        {
            all[places[i]] = values[i];
        }

        return all;
    }

    private static T[] Read<T>(byte[] data, int bytes, ReadOne<T> read) => [.. Enumerable.Range(0, data.Length / bytes).Select(i => read(data.AsSpan(i * bytes)))];

    private float[] Scaled(LiteRtNode node, LiteRtTensor tensor, int outputs)
    {
        float[] scales = tensor.Scales(outputs);
        sbyte[] values = [.. Constant(node, tensor, 1).ToArray().Select(b => (sbyte)b)];

        // The scale of a value is that of its index in the quantised dimension.
        int inner = tensor.Dimensions.Skip(tensor.QuantizedDimension + 1).Aggregate(1, (product, d) => product * d);
        return scales.Length == 1 || (tensor.QuantizedDimension >= 0 && tensor.QuantizedDimension < tensor.Dimensions.Length && tensor.Dimensions[tensor.QuantizedDimension] == outputs)
            ? [.. values.Select((v, i) => v * scales[scales.Length == 1 ? 0 : i / inner % outputs])]
            : throw node.Refuse($"{tensor} has scales for another dimension than its outputs");
    }

    private LiteRtTensor Unpacked(LiteRtNode node, int input)
    {
        LiteRtTensor tensor = Described(node, input);
        return _unpacked.GetValueOrDefault(tensor.Number, tensor);
    }

    private ReadOnlySpan<byte> Constant(LiteRtNode node, LiteRtTensor tensor, int bytes)
    {
        ReadOnlySpan<byte> data = file.Constant(tensor);
        tensor.CheckShape();
        if (tensor.IsSparse)
        {
            throw node.Refuse($"{tensor} is stored sparsely; convert without pruning's sparse storage");
        }

        return data.IsEmpty ? throw node.Refuse($"{tensor} is not a constant")
            : data.Length == tensor.Count * bytes ? data : throw node.Refuse($"{tensor} has {data.Length:N0} bytes for {tensor.Count:N0} values of {NameOf(tensor.Type)}");
    }

    private GraphTensor Describe(LiteRtTensor tensor) => new(tensor.Name, tensor.Number, ShapeOf(tensor), tensor.Dimensions, tensor.Type switch
    {
        LiteRtType.Float32 => null,
        LiteRtType.Int8 or LiteRtType.UInt8 => tensor.Step(),
        LiteRtType.Int16 => throw file.Refuse($"{tensor} holds int16; convert with int8 activations"),
        _ => throw file.Refuse($"{tensor} holds {NameOf(tensor.Type)}; values between operators are int8, or float32 throughout"),
    });

    private TensorShape ShapeOf(LiteRtTensor tensor)
    {
        tensor.CheckShape();
        int rank = tensor.Dimensions.Length;
        return rank <= 3 || tensor.Dimensions.Take(rank - 3).All(d => d == 1) ? tensor.Shape
            : throw file.Refuse($"{tensor} has the shape {tensor.ShapeText}; a batch of 1 and at most three dimensions more can be read");
    }

    private delegate T ReadOne<T>(ReadOnlySpan<byte> bytes);
}
