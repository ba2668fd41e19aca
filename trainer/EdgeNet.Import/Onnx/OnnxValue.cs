using EdgeNet.Import.Graphs;
using EdgeNet.Import.Onnx.Messages;

namespace EdgeNet.Import.Onnx;

/// <summary>What a name of an ONNX file stands for.</summary>
/// <param name="Dimensions">As ONNX has them, the batch included.</param>
internal abstract record OnnxValue(int[] Dimensions)
{
    /// <summary>Number of values.</summary>
    public int Count => OnnxShape.CountOf(Dimensions);
}

/// <summary>Constants: of the file, or computed from others while it is read.</summary>
/// <param name="Dimensions">As ONNX has them.</param>
/// <param name="Values">In ONNX's order.</param>
/// <param name="Type">What they are.</param>
internal sealed record OnnxConstant(int[] Dimensions, double[] Values, OnnxType Type) : OnnxValue(Dimensions)
{
    /// <summary>The integers that the values were made of; null if they were none.</summary>
    public OnnxIntegers? Integers { get; init; }

    /// <summary>The values as whole numbers, those too large for 32 bits as the largest.</summary>
    public int[] Wholes => Array.ConvertAll(Values, v => (int)Math.Clamp(v, int.MinValue, int.MaxValue));
}

/// <summary>Integers of which constants are multiples: value = (integer - zero) * scale.</summary>
/// <param name="Values">The integers less their zeros.</param>
/// <param name="Scales">One, or one for each place of the axis.</param>
/// <param name="Axis">The dimension along which scales differ.</param>
internal sealed record OnnxIntegers(double[] Values, float[] Scales, int Axis);

/// <summary>
/// What flows through the network: a tensor, and how ONNX sees it. Only where a value is stored matters to us; how ONNX names the place may change without anything being done.
/// So reshapes and transpositions vanish, and layers that read after them take their weights in the order in which the values are stored.
/// </summary>
/// <param name="Tensor">Where values are stored: row by row, channels innermost.</param>
/// <param name="Dimensions">As ONNX has them, the batch included.</param>
/// <param name="Order">For each stored value of a sample, its number in ONNX's order.</param>
/// <param name="IsShared">Whether more than one operator reads it.</param>
internal sealed record OnnxActivation(GraphTensor Tensor, int[] Dimensions, int[] Order, bool IsShared) : OnnxValue(Dimensions)
{
    /// <summary>Channels in storage.</summary>
    public int Channels => Tensor.Shape.Channels;
}
