using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Import.Graphs;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Layers.Reshape;

namespace EdgeNet.Import.Lowering;

/// <summary>The layers that have been made so far, and where they leave the tensors of a graph.</summary>
internal sealed class LoweredTensors
{
    private readonly Dictionary<GraphTensor, Place> _places = [];
    private readonly Dictionary<Place, int> _reshaped = [];

    public LoweredTensors(GraphTensor input) => Set(input, 0, input.Shape);

    public List<QuantizedLayer> Layers { get; } = [];

    public List<int[]> Reads { get; } = [];

    /// <summary>What the tensors were in the file.</summary>
    public List<OriginalTensor> Originals { get; } = [];

    /// <summary>The number of a tensor, in whatever shape.</summary>
    public int Find(GraphTensor tensor) => _places[tensor].Tensor;

    /// <summary>The number of a tensor in the shape that a layer needs: in another one its values are in the same order.</summary>
    public int Find(GraphTensor tensor, TensorShape shape)
    {
        Place place = _places[tensor], wanted = Place.Of(place.Tensor, shape);
        if (place == wanted)
        {
            return place.Tensor;
        }

        if (!_reshaped.TryGetValue(wanted, out int number))
        {
            _reshaped[wanted] = number = Add(new QuantizedReshape(Shapes.Of(shape), tensor.Step!.Zero), place.Tensor);
        }

        return number;
    }

    /// <summary>Adds a layer.</summary>
    /// <returns>The number of its output.</returns>
    /// <exception cref="UserException">A model file cannot have so many.</exception>
    public int Add(QuantizedLayer layer, params int[] reads)
    {
        if (Layers.Count == ModelFormat.MaxLayers)
        {
            throw new UserException($"is layer {ModelFormat.MaxLayers + 1}; a model file has at most {ModelFormat.MaxLayers}");
        }

        Layers.Add(layer);
        Reads.Add(reads);
        return Layers.Count;
    }

    /// <summary>Adds a layer whose output is a tensor of the graph.</summary>
    public void Add(GraphTensor output, QuantizedLayer layer, params int[] reads) => Set(output, Add(layer, reads), output.Shape);

    /// <summary>Lets a tensor be another one, whose bytes it has.</summary>
    public void Alias(GraphTensor tensor, GraphTensor other)
    {
        _places[tensor] = _places[other];
        Note(tensor, _places[other].Tensor);
    }

    /// <summary>Notes what a tensor was in the file.</summary>
    public void Note(GraphTensor tensor, int number)
    {
        if (tensor.Number is >= 0 and <= ushort.MaxValue)
        {
            Originals.Add(new OriginalTensor(number, tensor.Step!.IsSigned, tensor.Number, [.. tensor.Dimensions]));
        }
    }

    /// <summary>Says where a tensor of the graph is.</summary>
    /// <exception cref="UserException">It has more values than a model file can have.</exception>
    public void Set(GraphTensor tensor, int number, TensorShape shape)
    {
        if (shape.Count > ModelFormat.MaxTensor)
        {
            throw new UserException($"{shape.Height}x{shape.Width}x{shape.Channels} are {shape.Count:N0} values; at most {ModelFormat.MaxTensor:N0} can be run: make the input smaller");
        }

        _places[tensor] = Place.Of(number, shape);
        Note(tensor, number);
    }

    private readonly record struct Place(int Tensor, int Height, int Width, int Channels)
    {
        public static Place Of(int tensor, TensorShape shape) => new(tensor, shape.Height, shape.Width, shape.Channels);
    }
}
