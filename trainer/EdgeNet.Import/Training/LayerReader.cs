using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Import.Graphs;
using EdgeNet.Import.Lowering;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Layers.Add;
using EdgeNet.Trainer.Layers.AveragePool;
using EdgeNet.Trainer.Layers.Convolution;
using EdgeNet.Trainer.Layers.Dense;
using EdgeNet.Trainer.Layers.Depthwise;
using EdgeNet.Trainer.Layers.MaxPool;

namespace EdgeNet.Import.Training;

/// <summary>The operators of a foreign network as layers that the trainer knows.</summary>
internal sealed class LayerReader
{
    private const string NotTrained = "cannot be trained on; edgenet import runs it as it is";

    private readonly List<LayerSpec> _specs = [];
    private readonly List<RealWeights?> _weights = [];
    private readonly List<string> _remarks = [];
    private readonly Dictionary<GraphTensor, int> _tensors = [];

    private LayerReader(GraphTensor input) => _tensors[input] = 0;

    /// <summary>The layers.</summary>
    public IReadOnlyList<LayerSpec> Specs => _specs;

    /// <summary>Their weights; null for layers without.</summary>
    public IReadOnlyList<RealWeights?> Weights => _weights;

    /// <summary>Where training differs from the file, one line each.</summary>
    public IReadOnlyList<string> Remarks => _remarks;

    /// <summary>Reads a network up to its logits.</summary>
    /// <param name="graph">The network, of real numbers.</param>
    /// <returns>Its layers.</returns>
    /// <exception cref="UserException">It has what the trainer has not; the message says what and where.</exception>
    public static LayerReader Of(ImportedGraph graph)
    {
        LayerReader reader = new(graph.Input);
        NetworkEnd end = NetworkEnd.Of(graph);
        foreach (GraphNode node in PadFolding.Fold(graph).Nodes.Where(n => !end.After.Contains(n.Output)))
        {
            reader.Add(node);
        }

        return reader._specs.LastOrDefault() is DenseSpec { Activation: Activation.Linear } ? reader
            : throw new UserException("its last layer is not a dense one (Gemm); a network that is trained on ends with one");
    }

    private void Add(GraphNode node)
    {
        TensorShape shape = node.Inputs[0].Shape;
        switch (node)
        {
            case ReshapeNode:
                _tensors[node.Output] = _tensors[node.Inputs[0]];
                return;
            case FunctionNode { Function: SigmoidFunction }:
                Activate(node, Activation.Sigmoid);
                return;
            case FunctionNode { Function: TanhFunction }:
                Activate(node, Activation.Tanh);
                return;
            case DenseNode dense when dense.Weights.Terms == shape.Count:
                Add(node, new DenseSpec(dense.Weights.Outputs, ActivationOf(node, dense.Limits)), dense.Weights);
                break;
            case ConvolutionNode c:
                bool isSequence = shape.Width == 1 && c.Window.Columns == 1;
                ConvolutionOptions options = new(WindowOf(node, c.Window, isSequence), IsNormalised: false, ActivationOf(node, c.Limits));
                Add(node, new ConvolutionSpec(c.Weights.Outputs, isSequence ? ConvolutionKind.Sequence : ConvolutionKind.Picture, options), c.Weights);
                break;
            case DepthwiseNode d:
                Add(node, new DepthwiseSpec(new ConvolutionOptions(WindowOf(node, d.Window, false), IsNormalised: false, ActivationOf(node, d.Limits))), d.Weights);
                break;
            case PoolNode pool when pool.Limits == GraphLimits.None:
                WindowSpec window = WindowOf(node, pool.Window, false);
                Add(node, pool.IsAverage ? new AveragePoolSpec(window) : new MaxPoolSpec(window), null);
                break;
            case MeanNode mean when (mean.OverRows || shape.Height == 1) && (mean.OverColumns || shape.Width == 1):
                Add(node, new AveragePoolSpec((WindowSpec?)null), null);
                break;
            case AddNode add:
                Add(add);
                break;
            default:
                throw new UserException($"{node.Place}: {NotTrained}");
        }
    }

    private void Add(GraphNode node, LayerSpec spec, GraphWeights? weights)
    {
        int back = _specs.Count - _tensors[node.Inputs[0]];
        _weights.Add(weights is null ? null : weights as RealWeights ?? throw new UserException($"{node.Place}: its weights are integers already; give the network in floating point"));
        _specs.Add(back == 0 ? spec : new BranchSpec(spec, back));
        _tensors[node.Output] = _specs.Count;
    }

    private void Add(AddNode node)
    {
        int first = _tensors[node.Inputs[0]], second = _tensors[node.Inputs[1]], last = _specs.Count, other = first == last ? second : first;
        Activation activation = ActivationOf(node, node.Limits);
        if (Math.Max(first, second) != last)
        {
            throw new UserException($"{node.Place}: neither of its tensors is that of the layer before it, and so it {NotTrained}");
        }

        _specs.Add(new AddSpec(last - other, activation));
        _weights.Add(null);
        _tensors[node.Output] = _specs.Count;
    }

    // A function behind a layer with weights is its activation.
    private void Activate(GraphNode node, Activation activation)
    {
        int last = _specs.Count - 1;
        LayerSpec? activated = last < 0 || _tensors[node.Inputs[0]] != _specs.Count ? null : Activated(_specs[last], activation);
        _specs[Math.Max(0, last)] = activated ?? throw new UserException($"{node.Place}: follows no layer with weights, and {NotTrained}");
        _tensors[node.Output] = _specs.Count;
    }

    private static LayerSpec? Activated(LayerSpec spec, Activation activation) => spec switch
    {
        DenseSpec { Activation: Activation.Linear } d => d with { Activation = activation },
        ConvolutionSpec { Options.Activation: Activation.Linear } c => c with { Options = c.Options with { Activation = activation } },
        DepthwiseSpec { Options.Activation: Activation.Linear } d => d with { Options = d.Options with { Activation = activation } },
        BranchSpec b when Activated(b.Layer, activation) is { } layer => b with { Layer = layer },
        _ => null,
    };

    private Activation ActivationOf(GraphNode node, GraphLimits limits)
    {
        if (limits == GraphLimits.None)
        {
            return Activation.Linear;
        }

        if (limits.Low != 0)
        {
            throw new UserException($"{node.Place}: limits of {limits.Low} to {limits.High}: {NotTrained}; ReLU can be");
        }

        if (float.IsFinite(limits.High))
        {
            _remarks.Add($"{node.Place}: trained with ReLU instead of a limit of {limits.High}");
        }

        return Activation.Relu;
    }

    private static WindowSpec WindowOf(GraphNode node, Window window, bool isSequence)
    {
        TensorShape input = node.Inputs[0].Shape;
        Data.Shape shape = new(3, input.Height, input.Width, input.Channels);
        WindowSpec plain = new(window.Rows, isSequence ? null : window.Columns, window.Down, isSequence ? null : window.Across);
        foreach (WindowSpec spec in new[] { plain, plain with { Padding = Padding.Same }, plain with { Padding = Padding.Sides, Pad = Math.Max(window.Top, window.Left) } })
        {
            try
            {
                if (spec.Over(shape) == window)
                {
                    return spec;
                }
            }
            catch (UserException)
            {
                // Without its padding, or with more, a window may not fit.
            }
        }

        throw new UserException($"{node.Place}: its padding (above {window.Top}, before {window.Left}, below {window.Bottom}, after {window.Right}) is neither the same on all sides nor SAME_UPPER, and {NotTrained}");
    }
}
