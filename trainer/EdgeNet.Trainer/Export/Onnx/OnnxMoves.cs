using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.Onnx;

/// <summary>The layers that only move bytes, as nodes: nothing is computed, so the bytes stay bytes.</summary>
/// <param name="graph">Where the nodes go.</param>
/// <param name="tensors">The tensors so far.</param>
internal sealed class OnnxMoves(OnnxGraph graph, OnnxTensors tensors)
{
    /// <summary>Two tensors side by side.</summary>
    public string Concatenate(ConcatenationInfo layer, string name) =>
        graph.Node("Concat", [tensors.Get(layer.First, false), tensors.Get(layer.Second, false)], name, OnnxAttribute.Of("axis", layer.Axis == 2 ? 1L : layer.Axis + 2L));

    /// <summary>A frame around a picture.</summary>
    public string Pad(PadInfo layer, string name)
    {
        string frame = graph.Constant($"{name}.frame", OnnxTensor.Of([0L, 0L, layer.Top, layer.Left, 0L, 0L, layer.Bottom, layer.Right], 8));
        return graph.Node("Pad", [tensors.Get(layer.First, false), frame, graph.Constant($"{name}.value", OnnxTensor.Of([(byte)layer.Value]))], name);
    }

    /// <summary>The same values in the order of a model file, whose channels are innermost, in another shape.</summary>
    public string Reshape(ReshapeInfo layer, string name)
    {
        TensorShape shape = layer.Output;
        string list = List(layer, $"{name}.values");
        return graph.Node("Transpose", [graph.Node("Reshape", [list, graph.Constant($"{name}.shape", OnnxTensor.Of([(long)OnnxGraph.Batch, shape.Height, shape.Width, shape.Channels], 4))], $"{name}.last")], name, OnnxAttribute.Of("perm", 0L, 3L, 1L, 2L));
    }

    /// <summary>All values that a layer reads, in the order of a model file.</summary>
    public string List(LayerInfo layer, string name)
    {
        bool hasOrder = layer.Input.Channels > 1 && layer.Input.Height * layer.Input.Width > 1;
        return !hasOrder ? tensors.Get(layer.First, true)
            : graph.Node("Flatten", [graph.Node("Transpose", [tensors.Get(layer.First, false)], $"{name}.last", OnnxAttribute.Of("perm", 0L, 2L, 3L, 1L))], name);
    }
}
