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
