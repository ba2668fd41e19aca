using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.Onnx;

/// <summary>What becomes of the logits: values for people.</summary>
internal static class OnnxOutput
{
    /// <summary>Name of what the network gives.</summary>
    public const string Name = "output";

    /// <summary>Adds the function of the OUTP section, and the unit of a regression.</summary>
    /// <param name="graph">Where the nodes go.</param>
    /// <param name="output">The section.</param>
    /// <param name="logits">The logits as real numbers, a list.</param>
    public static void Add(OnnxGraph graph, OutputInfo output, string logits)
    {
        string values = output.Function switch
        {
            ModelFormat.Relu => graph.Node("Relu", [logits], "function"),
            ModelFormat.Sigmoid => graph.Node("Sigmoid", [logits], "function"),
            ModelFormat.Tanh => graph.Node("Tanh", [logits], "function"),
            ModelFormat.Softmax => graph.Node("Softmax", [logits], "function"),
            _ => logits,
        };
        AddUnit(graph, output.ValueScale, output.ValueOffset, values);
    }

    /// <summary>Adds a function that gives bytes: LiteRT's softmax, or a table.</summary>
    /// <param name="graph">Where the nodes go.</param>
    /// <param name="output">The section.</param>
    /// <param name="bytes">What an answer layer reads, a list.</param>
    public static void AddBytes(OnnxGraph graph, OutputInfo output, string bytes)
    {
        int[] entries = output.Entries;
        if (output.Function == ModelFormat.Lookup)
        {
            string real = graph.LookUp(bytes, OnnxTensor.Of(Array.ConvertAll(entries, e => (float)e), entries.Length), "function", [1]);
            AddUnit(graph, output.ValueScale, output.ValueOffset, real);
            return;
        }

        // exp(logit - largest), by how much a logit is below the largest; its share in 256th parts.
        string whole = graph.Whole(bytes, "logits");
        string largest = graph.Node("ReduceMax", [whole], "logits.largest", OnnxAttribute.Of("axes", (long[])[1L]));
        string below = graph.Node("Sub", [largest, whole], "logits.below");
        string exponential = graph.Node("Gather", [graph.Constant("exponentials", OnnxTensor.Of(Array.ConvertAll(entries, e => (float)Math.ScaleB(e, -31)), entries.Length)), below], "exponential");
        string sum = graph.Node("ReduceSum", [exponential, graph.Constant("exponential.axes", OnnxTensor.Of([1L], 1))], "exponential.sum");
        string share = graph.Quantize(graph.Node("Div", [exponential, sum], "share"), 1f / 256, 0, "share.bytes");
        AddUnit(graph, output.ValueScale, output.ValueOffset, graph.Dequantize(share, 1f / 256, 0, "function"));
    }

    /// <summary>Adds the unit of a regression.</summary>
    /// <param name="graph">Where the nodes go.</param>
    /// <param name="scale">Factor of values; 1 where they have no unit,</param>
    /// <param name="offset">and what is added to them, 0 then.</param>
    /// <param name="values">What the function gives.</param>
    public static void AddUnit(OnnxGraph graph, float scale, float offset, string values)
    {
        if (scale == 1f && offset == 0f)
        {
            graph.Node("Identity", [values], Name);
            return;
        }

        string scaled = graph.Node("Mul", [values, graph.Constant("value.scale", OnnxTensor.Of([scale]))], "scaled");
        graph.Node("Add", [scaled, graph.Constant("value.offset", OnnxTensor.Of([offset]))], Name);
    }
}
