using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.Onnx;

/// <summary>The weights of a layer as constants: int8 with a scale per output, biases as 32-bit integers.</summary>
/// <param name="model">The model.</param>
/// <param name="matrix">The layer's weights.</param>
internal sealed class OnnxWeights(ModelFile model, MatrixInfo matrix)
{
    private readonly int[][] _weights = OutputWeights.Of(model.Data, matrix);

    /// <summary>Adds the nodes that give weights and biases as real numbers.</summary>
    /// <param name="graph">Where they go.</param>
    /// <param name="name">Of the layer.</param>
    /// <param name="dimensions">Shape of the weights, outputs first.</param>
    /// <param name="order">The term of the file for each term of that shape.</param>
    /// <param name="zero">The byte that means 0 in what the layer reads; the file's biases are for bytes as they are.</param>
    /// <param name="step">The real number that a step of the layer's sums means once they are requantised.</param>
    /// <returns>Names of both.</returns>
    public (string Weights, string Bias) Add(OnnxGraph graph, string name, int[] dimensions, int[] order, int zero, float step)
    {
        sbyte[] weights = [.. _weights.SelectMany(row => order.Select(t => (sbyte)row[t]))];
        int[] biases = [.. _weights.Select((row, o) => LittleEndian.Int32At(model.Data, matrix.BiasAt + (4 * o)) + (zero * row.Sum()))];
        float[] scales = [.. Enumerable.Range(0, matrix.Outputs).Select(o => (float)(Factor(o) * step))];
        string scale = graph.Constant($"{name}.scale", OnnxTensor.Of(scales, scales.Length));
        string noZeros = graph.Constant($"{name}.weight.zero", OnnxTensor.Of(new sbyte[scales.Length], scales.Length));
        string noOffsets = graph.Constant($"{name}.bias.zero", OnnxTensor.Of(new int[scales.Length], scales.Length));
        string weight = graph.Constant($"{name}.weight.int8", OnnxTensor.Of(weights, dimensions)), bias = graph.Constant($"{name}.bias.int32", OnnxTensor.Of(biases, scales.Length));
        OnnxAttribute perOutput = OnnxAttribute.Of("axis", 0L);
        return (graph.Node("DequantizeLinear", [weight, scale, noZeros], $"{name}.weight", perOutput), graph.Node("DequantizeLinear", [bias, scale, noOffsets], $"{name}.bias", perOutput));
    }

    // What a sum is multiplied with.
    private double Factor(int output) =>
        Math.ScaleB(LittleEndian.Int32At(model.Data, matrix.MultiplierAt + (4 * output)), -model.Data[matrix.ShiftAt + output]);
}
