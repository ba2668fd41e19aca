using System.Numerics;
using EdgeNet.Import.Graphs;
using EdgeNet.Trainer.Layers;

namespace EdgeNet.Import.Quantization;

/// <summary>
/// Runs a foreign network in floating point, one sample at a time. Values of a tensor that has a step are rounded to it and limited, as an integer can hold them,
/// so a network that is partly quantised gives what its makers meant. One thread uses a runner.
/// </summary>
public sealed class GraphRunner
{
    private readonly ImportedGraph _graph;
    private readonly Dictionary<GraphTensor, float[]> _values = [];
    private readonly Action[] _steps;

    /// <summary>Prepares to run a network.</summary>
    /// <param name="graph">The network.</param>
    public GraphRunner(ImportedGraph graph)
    {
        _graph = graph;
        _values[graph.Input] = new float[graph.Input.Shape.Count];
        _steps = [.. graph.Nodes.Select(Prepare)];
    }

    /// <summary>Runs it.</summary>
    /// <param name="input">The network's real input, in the order of its tensor.</param>
    /// <returns>Its output, until it is run again.</returns>
    public ReadOnlySpan<float> Run(ReadOnlySpan<float> input)
    {
        input.CopyTo(_values[_graph.Input]);
        Round(_graph.Input);
        for (int n = 0; n < _steps.Length; n++)
        {
            _steps[n]();
            Round(_graph.Nodes[n].Output);
        }

        return Values(_graph.Output);
    }

    /// <summary>What a tensor held in the last run.</summary>
    /// <param name="tensor">One of the network's.</param>
    /// <returns>Its values.</returns>
    public ReadOnlySpan<float> Values(GraphTensor tensor) => _values[tensor];

    private Action Prepare(GraphNode node)
    {
        float[][] x = Array.ConvertAll(node.Inputs, i => _values[i]);
        float[] y = _values[node.Output] = new float[node.Output.Shape.Count];
        return node switch
        {
            ConvolutionNode n => Convolution(n, x[0], y),
            DepthwiseNode n => Depthwise(n, x[0], y),
            DenseNode n => Dense(n, x[0], y),
            PoolNode n => () => Pool(n, x[0], y),
            MeanNode n => () => Mean(n, x[0], y),
            AddNode n => () => Add(n, x, y),
            ConcatenationNode n => () => Concatenate(n, x, y),
            PadNode n => () => Pad(n, x[0], y),
            ReshapeNode => () => x[0].CopyTo(y, 0),
            FunctionNode n => () => Apply(n, x[0], y),
            SoftmaxNode n => () => Softmax(n, x[0], y),
            _ => throw new InvalidOperationException($"no way to run {node.Place}"),
        };
    }

    private void Round(GraphTensor tensor)
    {
        if (tensor.Step is not { } step)
        {
            return;
        }

        int low = step.IsSigned ? sbyte.MinValue : byte.MinValue, high = step.IsSigned ? sbyte.MaxValue : byte.MaxValue;
        float[] values = _values[tensor];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (Math.Clamp(MathF.Round(values[i] / step.Scale) + step.ZeroPoint, low, high) - step.ZeroPoint) * step.Scale;
        }
    }

    private static RealWeights Real(GraphWeights weights, GraphTensor input) => weights switch
    {
        RealWeights real => real,
        IntegerWeights w => new RealWeights(w.Outputs, w.Terms, [.. w.Weights.Select((v, i) => v * Scale(w, i / w.Terms))], [.. w.Biases.Select((b, o) => (float)((double)b * Scale(w, o) * input.Step!.Scale))]),
        _ => throw new InvalidOperationException("weights of an unknown kind"),
    };

    private static float Scale(IntegerWeights weights, int output) => weights.Scales[weights.Scales.Length == 1 ? 0 : output];

    private static Action Convolution(ConvolutionNode node, float[] x, float[] y)
    {
        RealWeights weights = Real(node.Weights, node.Inputs[0]);
        (int width, int channels, Window w) = (node.Inputs[0].Shape.Width, node.Inputs[0].Shape.Channels, node.Window);
        float[] read = new float[weights.Terms];
        return () =>
        {
            for (int p = 0; p * weights.Outputs < y.Length; p++)
            {
                (int top, int left, Range rows, Range columns) = View(node, w, p);
                read.AsSpan().Clear();
                for (int row = rows.Start.Value; row < rows.End.Value; row++)
                {
                    int first = columns.Start.Value, count = columns.End.Value - first;
                    x.AsSpan(((row * width) + first) * channels, count * channels).CopyTo(read.AsSpan((((row - top) * w.Columns) + first - left) * channels));
                }

                Products(weights, read, y.AsSpan(p * weights.Outputs, weights.Outputs), node.Limits);
            }
        };
    }

    private static Action Dense(DenseNode node, float[] x, float[] y)
    {
        RealWeights weights = Real(node.Weights, node.Inputs[0]);
        return () =>
        {
            // Each row of terms has outputs of its own.
            for (int row = 0; row * weights.Terms < x.Length; row++)
            {
                Products(weights, x.AsSpan(row * weights.Terms, weights.Terms), y.AsSpan(row * weights.Outputs, weights.Outputs), node.Limits);
            }
        };
    }

    private static void Products(RealWeights weights, ReadOnlySpan<float> x, Span<float> y, GraphLimits limits)
    {
        for (int o = 0; o < y.Length; o++)
        {
            y[o] = Limit(weights.Biases[o] + Dot(weights.Weights.AsSpan(o * weights.Terms, weights.Terms), x), limits);
        }
    }

    private static float Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        Vector<float> sums = Vector<float>.Zero;
        int i = 0;
        for (; i <= a.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            sums += new Vector<float>(a[i..]) * new Vector<float>(b[i..]);
        }

        float sum = Vector.Sum(sums);
        for (; i < a.Length; i++)
        {
            sum += a[i] * b[i];
        }

        return sum;
    }

    private static Action Depthwise(DepthwiseNode node, float[] x, float[] y)
    {
        RealWeights weights = Real(node.Weights, node.Inputs[0]);
        (int width, int channels, Window w) = (node.Inputs[0].Shape.Width, weights.Outputs, node.Window);
        return () =>
        {
            for (int p = 0; p * channels < y.Length; p++)
            {
                (int top, int left, Range rows, Range columns) = View(node, w, p);
                for (int c = 0; c < channels; c++)
                {
                    float sum = weights.Biases[c];
                    for (int row = rows.Start.Value; row < rows.End.Value; row++)
                    {
                        for (int column = columns.Start.Value; column < columns.End.Value; column++)
                        {
                            sum += x[(((row * width) + column) * channels) + c] * weights.Weights[(c * weights.Terms) + ((row - top) * w.Columns) + column - left];
                        }
                    }

                    y[(p * channels) + c] = Limit(sum, node.Limits);
                }
            }
        };
    }

    private static void Pool(PoolNode node, float[] x, float[] y)
    {
        (int width, int channels) = (node.Inputs[0].Shape.Width, node.Output.Shape.Channels);
        for (int p = 0; p * channels < y.Length; p++)
        {
            (_, _, Range rows, Range columns) = View(node, node.Window, p);
            int places = (rows.End.Value - rows.Start.Value) * (columns.End.Value - columns.Start.Value);
            for (int c = 0; c < channels; c++)
            {
                float sum = 0, most = float.NegativeInfinity;
                for (int row = rows.Start.Value; row < rows.End.Value; row++)
                {
                    for (int column = columns.Start.Value; column < columns.End.Value; column++)
                    {
                        float value = x[(((row * width) + column) * channels) + c];
                        sum += value;
                        most = Math.Max(most, value);
                    }
                }

                y[(p * channels) + c] = Limit(node.IsAverage ? sum / places : most, node.Limits);
            }
        }
    }

    private static void Mean(MeanNode node, float[] x, float[] y)
    {
        (int width, int channels) = (node.Inputs[0].Shape.Width, node.Inputs[0].Shape.Channels);
        int width2 = node.Output.Shape.Width;
        double[] sums = new double[y.Length];
        for (int i = 0; i < x.Length; i++)
        {
            int row = node.OverRows ? 0 : i / (width * channels), column = node.OverColumns ? 0 : i / channels % width;
            sums[(((row * width2) + column) * channels) + (i % channels)] += x[i];
        }

        for (int i = 0; i < y.Length; i++)
        {
            y[i] = (float)(sums[i] * y.Length / x.Length);
        }
    }

    private static void Add(AddNode node, float[][] x, float[] y)
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = Limit(x[0][i] + x[1][i], node.Limits);
        }
    }

    private static void Concatenate(ConcatenationNode node, float[][] x, float[] y)
    {
        int all = StrideAlong(node.Output, node.Axis), first = 0;
        for (int i = 0; i < x.Length; i++)
        {
            int own = StrideAlong(node.Inputs[i], node.Axis);
            for (int at = 0; at < x[i].Length; at += own)
            {
                x[i].AsSpan(at, own).CopyTo(y.AsSpan((at / own * all) + first));
            }

            first += own;
        }
    }

    // Values that lie one after the other before the next place of a dimension outside of this one begins.
    private static int StrideAlong(GraphTensor tensor, int axis) => axis switch
    {
        0 => tensor.Shape.Count,
        1 => tensor.Shape.Width * tensor.Shape.Channels,
        _ => tensor.Shape.Channels,
    };

    private static void Pad(PadNode node, float[] x, float[] y)
    {
        int width = node.Inputs[0].Shape.Width * node.Inputs[0].Shape.Channels, channels = node.Inputs[0].Shape.Channels;
        Array.Fill(y, node.Value);
        for (int row = 0; row < node.Inputs[0].Shape.Height; row++)
        {
            x.AsSpan(row * width, width).CopyTo(y.AsSpan((((row + node.Top) * node.Output.Shape.Width) + node.Left) * channels));
        }
    }

    private static void Apply(FunctionNode node, float[] x, float[] y)
    {
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = (float)node.Function.Apply(x[i], i % node.Output.Shape.Channels);
        }
    }

    private static void Softmax(SoftmaxNode node, float[] x, float[] y)
    {
        double sum = 0, most = x.Max();
        for (int i = 0; i < y.Length; i++)
        {
            sum += Math.Exp((x[i] - most) * node.Beta);
        }

        for (int i = 0; i < y.Length; i++)
        {
            y[i] = (float)(Math.Exp((x[i] - most) * node.Beta) / sum);
        }
    }

    private static float Limit(float value, GraphLimits limits) => Math.Min(Math.Max(value, limits.Low), limits.High);

    // Where a window begins at a position, and the rows and columns of it that are inside the picture.
    private static (int Top, int Left, Range Rows, Range Columns) View(GraphNode node, Window window, int position)
    {
        int top = (position / node.Output.Shape.Width * window.Down) - window.Top, left = (position % node.Output.Shape.Width * window.Across) - window.Left;
        return (top, left, Math.Max(0, top)..Math.Min(node.Inputs[0].Shape.Height, top + window.Rows), Math.Max(0, left)..Math.Min(node.Inputs[0].Shape.Width, left + window.Columns));
    }
}
