using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.Onnx;

/// <summary>The nodes between bytes and real numbers.</summary>
internal static class Qdq
{
    /// <summary>real = (byte - zero) * scale.</summary>
    /// <param name="graph">Where the node goes.</param>
    /// <param name="bytes">The tensor that it reads.</param>
    /// <param name="scale">The real number that a step means.</param>
    /// <param name="zero">The byte that means 0.</param>
    /// <param name="output">What it gives.</param>
    /// <returns>The same.</returns>
    public static string Dequantize(this OnnxGraph graph, string bytes, float scale, int zero, string output) =>
        graph.Node("DequantizeLinear", [bytes, .. Step(graph, scale, zero, output)], output);

    /// <summary>byte = real / scale + zero, rounded to the nearest, halves to the even one, and limited to 0 and 255.</summary>
    /// <param name="graph">Where the node goes.</param>
    /// <param name="real">The tensor that it reads.</param>
    /// <param name="scale">The real number that a step means.</param>
    /// <param name="zero">The byte that means 0.</param>
    /// <param name="output">What it gives.</param>
    /// <returns>The same.</returns>
    public static string Quantize(this OnnxGraph graph, string real, float scale, int zero, string output) =>
        graph.Node("QuantizeLinear", [real, .. Step(graph, scale, zero, output)], output);

    /// <summary>Limits bytes.</summary>
    /// <param name="graph">Where the node goes.</param>
    /// <param name="bytes">The tensor that it reads.</param>
    /// <param name="low">Lower bytes become this.</param>
    /// <param name="high">Higher bytes become this.</param>
    /// <param name="output">What it gives.</param>
    /// <returns>The same; the tensor as it is where all bytes are within the limits.</returns>
    public static string Limit(this OnnxGraph graph, string bytes, int low, int high, string output) => low == 0 && high == 255 ? bytes
        : graph.Node("Clip", [bytes, graph.Constant($"{output}.low", OnnxTensor.Of([(byte)low])), graph.Constant($"{output}.high", OnnxTensor.Of([(byte)high]))], output);

    /// <summary>Looks bytes up.</summary>
    /// <param name="graph">Where the nodes go.</param>
    /// <param name="bytes">The tensor that it reads.</param>
    /// <param name="table">What is looked up: 256 entries for all channels, or for each.</param>
    /// <param name="output">What it gives.</param>
    /// <param name="channels">How many tables there are, with the dimensions of the tensor that follow the channels.</param>
    /// <returns>The same.</returns>
    public static string LookUp(this OnnxGraph graph, string bytes, OnnxTensor table, string output, int[] channels)
    {
        string index = graph.Whole(bytes, $"{output}.index");
        if (channels[0] > 1)
        {
            int[] starts = [.. Enumerable.Range(0, channels[0]).Select(c => c * ModelFormat.TableLength)];
            index = graph.Node("Add", [index, graph.Constant($"{output}.starts", OnnxTensor.Of(starts, channels))], $"{output}.entry");
        }

        return graph.Node("Gather", [graph.Constant($"{output}.table", table), index], output);
    }

    /// <summary>The same numbers as 32-bit integers.</summary>
    public static string Whole(this OnnxGraph graph, string bytes, string output) => graph.Node("Cast", [bytes], output, OnnxAttribute.Of("to", (long)OnnxType.Int32));

    private static string[] Step(OnnxGraph graph, float scale, int zero, string name) =>
        [graph.Constant($"{name}.scale", OnnxTensor.Of([scale])), graph.Constant($"{name}.zero", OnnxTensor.Of([(byte)zero]))];
}
