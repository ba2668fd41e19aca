using System.Text.Json;
using EdgeNet.Core;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Export.Onnx;

/// <summary>
/// Writes a model file as ONNX in integers: QuantizeLinear and DequantizeLinear around the layers, as ONNX Runtime and others run them. Bytes between
/// layers differ from those of EdgeNet.Core by a step at most where a layer reads the same bytes.
/// </summary>
public static class OnnxNetwork
{
    /// <summary>Version of the operators: all that are needed are in it, and runtimes of 2022 know it.</summary>
    internal const int Opset = 17;

    /// <summary>Writes a network.</summary>
    /// <param name="model">The model.</param>
    /// <param name="path">What errors call it.</param>
    /// <returns>An ONNX file: it reads raw values as floats (a list of features, or a picture with its channels first) and gives values for people.</returns>
    /// <exception cref="UserException">It has what ONNX has not.</exception>
    public static byte[] Write(ModelFile model, string path)
    {
        if (model.Anomaly is not null || model.Range is not null)
        {
            throw new UserException($"{path}: a model that finds anomalies, or is unsure of values outside of the trained range, cannot be written as ONNX: it would give an answer where it should not");
        }

        OnnxGraph graph = new(model.Meta("name") is { Length: > 0 } name ? name : "network", Opset);
        OnnxTensors tensors = new(graph);
        tensors.Add(OnnxInput.Add(graph, model.Input), new TensorShape(model.Input.Height, model.Input.Width, model.Input.Channels), model.Input.Rank == 1);
        OnnxLayers layers = new(model, graph, tensors);
        for (int l = 0; l < model.Layers.Length - 1; l++)
        {
            layers.Add(l);
        }

        layers.AddLast();
        graph.Output(OnnxOutput.Name, OnnxType.Float, OnnxGraph.Batch, model.Labels.Length);
        graph.Note("labels", JsonSerializer.Serialize(model.Labels));
        return graph.ToBytes();
    }
}
