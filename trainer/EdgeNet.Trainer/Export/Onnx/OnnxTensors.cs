using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.Onnx;

/// <summary>
/// The tensors between the layers, channels first: pictures of four dimensions, lists of values of two. A list that is made of a picture has its
/// values in the order channel, row, column.
/// </summary>
/// <param name="graph">Where nodes go that change a tensor's dimensions.</param>
internal sealed class OnnxTensors(OnnxGraph graph)
{
    private readonly List<(string Name, TensorShape Shape, bool IsList)> _tensors = [];
    private readonly Dictionary<int, string> _others = [];

    /// <summary>Adds the next tensor.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="isList">Whether it has two dimensions.</param>
    public void Add(string name, TensorShape shape, bool isList) => _tensors.Add((name, shape, isList));

    /// <summary>Whether a tensor has two dimensions.</summary>
    public bool IsList(int tensor) => _tensors[tensor].IsList;

    /// <summary>A tensor with two dimensions, or with four.</summary>
    /// <param name="tensor">Number of the tensor.</param>
    /// <param name="isList">Whether it is to have two.</param>
    /// <returns>Its name.</returns>
    public string Get(int tensor, bool isList)
    {
        (string name, TensorShape shape, bool hasTwo) = _tensors[tensor];
        if (isList == hasTwo)
        {
            return name;
        }

        if (!_others.TryGetValue(tensor, out string? other))
        {
            other = isList ? graph.Node("Flatten", [name], $"{name}.list")
                : graph.Node("Reshape", [name, graph.Constant($"{name}.shape", OnnxTensor.Of([(long)OnnxGraph.Batch, shape.Channels, shape.Height, shape.Width], 4))], $"{name}.picture");
            _others.Add(tensor, other);
        }

        return other;
    }

    /// <summary>Where the values of a picture are found in a model file, which has channels innermost, in the order of ONNX: channel, row, column.</summary>
    public static int[] Order(int height, int width, int channels) => [.. Enumerable.Range(0, channels).SelectMany(c => Enumerable.Range(0, height * width).Select(place => (place * channels) + c))];
}
