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
        string scaled = graph.Node("Mul", [values, graph.Constant("value.scale", OnnxTensor.Of([output.ValueScale]))], "scaled");
        graph.Node("Add", [scaled, graph.Constant("value.offset", OnnxTensor.Of([output.ValueOffset]))], Name);
    }
}
