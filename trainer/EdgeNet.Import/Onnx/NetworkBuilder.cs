using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Import.Graphs;
using EdgeNet.Trainer.Layers;

namespace EdgeNet.Import.Onnx;

/// <summary>Puts a network together, operator by operator.</summary>
/// <param name="batch">Samples that the file computes at a time; 1 where it leaves that open.</param>
/// <param name="version">Version of ONNX's operators.</param>
internal sealed class NetworkBuilder(int batch, int version)
{
    // Constants that are computed, and the orders of tensors: far more than any network that fits a model file needs.
    private const long MaxNumbers = 1 << 25;

    private readonly List<GraphNode?> _nodes = [];
    private readonly Dictionary<GraphTensor, int> _makers = [];
    private long _numbers;

    /// <summary>Samples that the file computes at a time.</summary>
    public int Batch => batch;

    /// <summary>Version of ONNX's operators.</summary>
    public int Version => version;

    /// <summary>What it reads.</summary>
    public GraphTensor Input { get; set; } = null!;

    /// <summary>What the user should know, one line each.</summary>
    public List<string> Remarks { get; } = [];

    /// <summary>The operators so far.</summary>
    public IReadOnlyList<GraphNode> Nodes => [.. _nodes.OfType<GraphNode>()];

    /// <summary>Asks for room for numbers before it is taken.</summary>
    /// <param name="count">How many.</param>
    /// <exception cref="UserException">The file wants more than any network needs.</exception>
    public void Take(long count)
    {
        _numbers += count;
        if (_numbers > MaxNumbers)
        {
            throw new UserException($"it needs more than {MaxNumbers:N0} numbers while it is read, far more than a model file of {ModelFormat.MaxFileLength >> 20} MB can use");
        }
    }

    /// <summary>The dimensions of one sample.</summary>
    public int[] SampleOf(int[] dimensions) => dimensions.Length > 0 && dimensions[0] == batch ? dimensions[1..] : dimensions;

    /// <summary>A tensor without a step.</summary>
    /// <exception cref="UserException">It is too large.</exception>
    public GraphTensor NewTensor(NodeReader node, TensorShape shape, int[] dimensions) => NewTensor(node.Output, shape, dimensions, null, node.Error);

    /// <summary>A tensor.</summary>
    /// <exception cref="UserException">It is too large.</exception>
    public GraphTensor NewTensor(string name, TensorShape shape, int[] dimensions, AffineStep? step, Func<string, UserException> error)
    {
        long count = (long)shape.Height * shape.Width * shape.Channels;
        if (count > ModelFormat.MaxTensor)
        {
            throw error($"gives {count:N0} values ({shape.Height}x{shape.Width}x{shape.Channels}), at most {ModelFormat.MaxTensor:N0} are allowed; make the network's input smaller, or its first stride larger");
        }

        Take(count);
        return new GraphTensor(name, -1, shape, dimensions, step);
    }

    /// <summary>Adds an operator.</summary>
    public void Add(GraphNode node)
    {
        _makers[node.Output] = _nodes.Count;
        _nodes.Add(node);
    }

    /// <summary>The operator that gives a tensor; null for the network's input.</summary>
    public GraphNode? MakerOf(GraphTensor tensor) => _makers.TryGetValue(tensor, out int at) ? _nodes[at] : null;

    /// <summary>Takes an operator out that nothing reads any more.</summary>
    public void Remove(GraphNode node) => _nodes[_makers[node.Output]] = null;

    /// <summary>Lets the operator that gives a tensor take up what follows it, if nothing else reads the tensor.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="name">The tensor's name from now on.</param>
    /// <param name="change">Gives the operator with what it has taken up and with its new output, or null if it cannot.</param>
    /// <returns>The new output; null if it was not possible.</returns>
    public OnnxActivation? TryChange(OnnxActivation x, string name, Func<GraphNode, GraphTensor, GraphNode?> change) => TryChange(x, name, null, change);

    /// <summary>The same, with a step for the output: a tensor that has one already keeps it.</summary>
    public OnnxActivation? TryChange(OnnxActivation x, string name, AffineStep? step, Func<GraphNode, GraphTensor, GraphNode?> change)
    {
        if (x.IsShared || (x.Tensor.Step is not null && x.Tensor.Step != step) || !_makers.TryGetValue(x.Tensor, out int at))
        {
            return null;
        }

        GraphTensor output = new(name, -1, x.Tensor.Shape, [.. x.Tensor.Dimensions], step);
        if (change(_nodes[at]!, output) is not { } changed)
        {
            return null;
        }

        _makers.Remove(x.Tensor);
        _makers[output] = at;
        _nodes[at] = changed;
        return x with { Tensor = output };
    }

    /// <summary>Applies a function to each value.</summary>
    public OnnxActivation Apply(NodeReader node, OnnxActivation x, GraphFunction function)
    {
        if (function is LimitFunction limit && TryChange(x, node.Output, (maker, output) => Limits.Add(maker, output, limit.Limits)) is { } changed)
        {
            return changed;
        }

        GraphTensor tensor = NewTensor(node, x.Tensor.Shape, x.Dimensions);
        Add(new FunctionNode(node.Place, [x.Tensor], tensor, function));
        return x with { Tensor = tensor, IsShared = false };
    }

    /// <summary>Sees a tensor in another shape, with its values in the same places.</summary>
    public GraphTensor Reshape(NodeReader node, GraphTensor tensor, TensorShape shape)
    {
        if ((tensor.Shape.Height, tensor.Shape.Width, tensor.Shape.Channels) == (shape.Height, shape.Width, shape.Channels))
        {
            return tensor;
        }

        GraphTensor output = NewTensor($"{tensor.Name} reshaped", shape, [.. tensor.Dimensions], tensor.Step, node.Error);
        Add(new ReshapeNode(node.Place, [tensor], output));
        return output;
    }

    /// <summary>A tensor as a picture or sequence whose channels ONNX has first.</summary>
    /// <param name="node">Who wants it.</param>
    /// <param name="x">Of three or four dimensions: batch, channels, rows and columns; or batch, channels and steps.</param>
    /// <returns>The tensor with channels innermost.</returns>
    /// <exception cref="UserException">Its values are not stored so.</exception>
    public GraphTensor Picture(NodeReader node, OnnxActivation x)
    {
        TensorShape shape = PictureShape(node, x.Dimensions);
        return x.Order.AsSpan().SequenceEqual(OnnxShape.ChannelsFirst(shape)) ? Reshape(node, x.Tensor, shape)
            : throw node.Error("reads a tensor whose values would have to be moved first (a transposition or a reshape before it mixes channels with rows or columns); leave that out, or let a dense layer come next");
    }

    /// <summary>Rows, columns and channels of a picture or sequence.</summary>
    /// <exception cref="UserException">It is neither.</exception>
    public TensorShape PictureShape(NodeReader node, int[] dimensions)
    {
        if (dimensions.Length is not (3 or 4) || dimensions[0] != batch)
        {
            throw node.Error($"reads a tensor of {dimensions.Length} dimensions ({OnnxShape.Text(dimensions)}); those of batch, channels and one or two more are supported");
        }

        return new TensorShape(dimensions[2], dimensions.Length == 4 ? dimensions[3] : 1, dimensions[1]);
    }

    /// <summary>What a layer that keeps pictures as they are stored gives.</summary>
    public static OnnxActivation NewPicture(GraphTensor tensor, int[] dimensions) => new(tensor, dimensions, OnnxShape.ChannelsFirst(tensor.Shape), false);

    /// <summary>The picture that a window leaves of another.</summary>
    /// <exception cref="UserException">It is too large.</exception>
    public GraphTensor NewPicture(NodeReader node, GraphTensor input, Window window, int channels, int[] dimensions, AffineStep? step = null)
    {
        int height = ((input.Shape.Height + window.Top + window.Bottom - window.Rows) / window.Down) + 1;
        int width = ((input.Shape.Width + window.Left + window.Right - window.Columns) / window.Across) + 1;
        dimensions = dimensions.Length == 4 ? [batch, channels, height, width] : [batch, channels, height];
        return NewTensor(node.Output, new TensorShape(height, width, channels), dimensions, step, node.Error);
    }
}
