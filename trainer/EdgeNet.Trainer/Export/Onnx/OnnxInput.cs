using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.Onnx;

/// <summary>How raw values become bytes, as nodes.</summary>
internal static class OnnxInput
{
    /// <summary>Name of what the network reads.</summary>
    public const string Name = "input";

    private const string Bytes = "input.bytes";

    /// <summary>Shape of raw values: a list of features, or a picture with its channels first.</summary>
    public static int[] Dimensions(InputInfo input) => input.Rank == 1 ? [OnnxGraph.Batch, input.Count] : [OnnxGraph.Batch, input.Channels, input.Height, input.Width];

    /// <summary>Declares the input and quantises it.</summary>
    /// <param name="graph">Where the nodes go.</param>
    /// <param name="input">The input.</param>
    /// <returns>The tensor that the layers read: bytes, or whole numbers as floats where they have more than 8 bits.</returns>
    public static string Add(OnnxGraph graph, InputInfo input)
    {
        string raw = graph.Input(Name, OnnxType.Float, Dimensions(input));
        if (input.Planes > 1)
        {
            string limited = graph.Node("Clip", [Scaled(graph, input, raw), graph.Constant("input.low", OnnxTensor.Of([0f])), graph.Constant("input.high", OnnxTensor.Of([(float)input.MaxValue]))], "input.limited");
            return graph.Node("Round", [limited], "input.whole");
        }

        // The usual case in one node: a step, and a byte that means 0.
        float offset = input.Offset[0];
        bool isStep = !input.PerFeature && input.Scale[0] > 0f && float.IsFinite(1f / input.Scale[0]) && offset is >= 0f and <= 255f && offset == MathF.Floor(offset);
        string bytes = isStep ? graph.Quantize(raw, 1f / input.Scale[0], (int)offset, Bytes) : graph.Quantize(Scaled(graph, input, raw), 1f, 0, Bytes);
        return graph.Limit(bytes, 0, input.MaxValue, "input.limited");
    }

    private static string Scaled(OnnxGraph graph, InputInfo input, string raw)
    {
        string factored = graph.Node("Mul", [raw, graph.Constant("input.scale", Numbers(input, input.Scale))], "input.factored");
        return graph.Node("Add", [factored, graph.Constant("input.offset", Numbers(input, input.Offset))], "input.scaled");
    }

    private static OnnxTensor Numbers(InputInfo input, float[] values) => !input.PerFeature ? OnnxTensor.Of(values)
        : OnnxTensor.Of([.. OnnxTensors.Order(input.Height, input.Width, input.Channels).Select(i => values[i])], Dimensions(input)[1..]);
}
