using System.Text.Json;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Layers.Add;
using EdgeNet.Trainer.Layers.AveragePool;
using EdgeNet.Trainer.Layers.Convolution;
using EdgeNet.Trainer.Layers.Dense;
using EdgeNet.Trainer.Layers.Depthwise;
using EdgeNet.Trainer.Layers.MaxPool;
using EdgeNet.Trainer.Networks;

namespace EdgeNet.Trainer.Export.Onnx;

/// <summary>
/// Writes a network in floating point as ONNX, with the weights that it has learned and normalisations in them. What a network that learned for few
/// bits rounds on its way is not rounded there.
/// </summary>
public static class OnnxFloatNetwork
{
    /// <summary>Writes a network.</summary>
    /// <param name="network">The network.</param>
    /// <param name="name">Its name.</param>
    /// <returns>An ONNX file: it reads raw values as floats (a list of features, or a picture with its channels first) and gives values for people.</returns>
    public static byte[] Write(FloatNetwork network, string name)
    {
        OnnxGraph graph = new(name.Length > 0 ? name : "network", OnnxNetwork.Opset);
        OnnxTensors tensors = new(graph);
        tensors.Add(Input(graph, network), ShapeOf(network.Shape), network.Shape.Rank == 1);
        for (int l = 0; l < network.Layers.Length; l++)
        {
            FloatLayer layer = network.Layers[l];
            string output = $"layer{l + 1}", sums = Sums(graph, tensors, layer, network.Reads[l], output);
            string values = layer.Activation == Activation.Linear ? sums : graph.Node(layer.Activation.ToString(), [sums], output);
            tensors.Add(values, ShapeOf(layer.Output), layer is DenseLayer || (layer is AddLayer && tensors.IsList(network.Reads[l][0])));
        }

        OnnxOutput.AddUnit(graph, network.ValueScale, network.ValueOffset, tensors.Get(network.Layers.Length, true));
        graph.Output(OnnxOutput.Name, OnnxType.Float, OnnxGraph.Batch, network.Labels.Length);
        graph.Note("labels", JsonSerializer.Serialize(network.Labels));
        return graph.ToBytes();
    }

    private static string Input(OnnxGraph graph, FloatNetwork network)
    {
        InputScaling scaling = network.Scaling;
        Shape shape = network.Shape;
        int[] dimensions = shape.Rank == 1 ? [OnnxGraph.Batch, shape.Count] : [OnnxGraph.Batch, shape.Channels, shape.Height, shape.Width];
        string raw = graph.Input(OnnxInput.Name, OnnxType.Float, dimensions);
        string factored = graph.Node("Mul", [raw, graph.Constant("input.scale", Numbers(scaling.Scale))], "input.factored");
        string scaled = graph.Node("Add", [factored, graph.Constant("input.offset", Numbers(scaling.Offset))], "input.scaled");
        return graph.Node("Clip", [scaled, graph.Constant("input.low", OnnxTensor.Of([scaling.From])), graph.Constant("input.high", OnnxTensor.Of([scaling.To]))], "input.limited");

        OnnxTensor Numbers(float[] values) => values.Length == 1 ? OnnxTensor.Of(values)
            : OnnxTensor.Of([.. OnnxTensors.Order(shape.Height, shape.Width, shape.Channels).Select(i => values[i])], dimensions[1..]);
    }

    // What a layer gives before its activation.
    private static string Sums(OnnxGraph graph, OnnxTensors tensors, FloatLayer layer, int[] reads, string name)
    {
        string sums = layer.Activation == Activation.Linear ? name : $"{name}.sum";
        Shape input = layer.Input;
        switch (layer)
        {
            case DenseLayer dense:
                return graph.Node("Gemm", [tensors.Get(reads[0], true), .. Weights(dense.Matrix, OnnxTensors.Order(input.Height, input.Width, input.Channels), dense.Matrix.Outputs, dense.Matrix.Terms)], sums, OnnxAttribute.Of("transB", 1L));
            case ConvolutionLayer convolution:
                return Convolution(convolution.Matrix, convolution.Window, input.Channels, 1);
            case DepthwiseLayer depthwise:
                return Convolution(depthwise.Matrix, depthwise.Window, 1, input.Channels);
            case MaxPoolLayer pool:
                return graph.Node("MaxPool", [tensors.Get(reads[0], false)], sums, OnnxWindow.Of(pool.Window));
            case AveragePoolLayer pool:
                return graph.Node("AveragePool", [tensors.Get(reads[0], false)], sums, OnnxWindow.Of(pool.Window));
            case AddLayer:
                bool isList = tensors.IsList(reads[0]);
                return graph.Node("Add", [tensors.Get(reads[0], isList), tensors.Get(reads[1], isList)], sums);
            default:
                throw new InvalidOperationException($"no ONNX for a layer of kind {layer.GetType().Name}");
        }

        string Convolution(FloatMatrix matrix, Window window, int channels, int groups) =>
            graph.Node("Conv", [tensors.Get(reads[0], false), .. Weights(matrix, OnnxTensors.Order(window.Rows, window.Columns, channels), matrix.Outputs, channels, window.Rows, window.Columns)], sums, [.. OnnxWindow.Of(window), OnnxAttribute.Of("group", (long)groups)]);

        string[] Weights(FloatMatrix withNorm, int[] order, params int[] dimensions)
        {
            FloatMatrix matrix = withNorm.WithoutNorm();
            float[] weights = [.. Enumerable.Range(0, matrix.Outputs).SelectMany(o => order.Select(t => matrix.Weights[(t * matrix.Outputs) + o]))];
            return [graph.Constant($"{name}.weight", OnnxTensor.Of(weights, dimensions)), graph.Constant($"{name}.bias", OnnxTensor.Of(matrix.Bias, matrix.Outputs))];
        }
    }

    private static TensorShape ShapeOf(Shape shape) => new(shape.Height, shape.Width, shape.Channels);
}
