using EdgeNet.Import.Graphs;
using EdgeNet.Trainer.Layers;

namespace EdgeNet.Import.LiteRt;

/// <summary>Reads operators with weights.</summary>
internal static class WeightOperators
{
    public static GraphNode Dense(LiteRtBuilder builder, LiteRtNode node)
    {
        GraphTensor input = builder.Read(node, 0);
        LiteRtTensor weights = builder.StoredWeights(node, outputDimension: 0);
        if (node.Byte(1) != 0 || weights.Dimensions is not [int outputs, int terms])
        {
            throw node.Refuse("its weights are not stored as outputs x terms");
        }

        if (input.Shape.Count % terms != 0)
        {
            throw node.Refuse($"{terms:N0} terms for {input.Shape.Count:N0} values");
        }

        builder.CountWeights(node, outputs, terms);
        GraphWeights read = builder.Weights(node, input, outputs, terms, [.. Enumerable.Range(0, outputs * terms)]);
        GraphTensor output = builder.Give(node);
        CheckShape(node, output, output.Shape.Count == (long)input.Shape.Count / terms * outputs);

        // LiteRT computes the factor of a dense layer with one scale from a product in single precision, that of others in double precision.
        return new DenseNode(node.Place, [input], output, read is IntegerWeights { Scales.Length: 1 } integers ? integers with { RoundsScale = true } : read, Limits(node, 0));
    }

    public static GraphNode Convolution(LiteRtBuilder builder, LiteRtNode node)
    {
        GraphTensor input = builder.Read(node, 0);
        LiteRtTensor stored = builder.StoredWeights(node, outputDimension: 0);
        if (stored.Dimensions is not [int outputs, int rows, int columns, int channels] || input.Shape.Channels % channels != 0 || outputs % (input.Shape.Channels / channels) != 0)
        {
            throw node.Refuse($"weights of shape {stored.ShapeText} do not fit {input.Shape.Channels} channels");
        }

        // With groups, an output reads some of the channels; the weights of all others are 0.
        Kernel kernel = new(rows, columns, node.Int32(5, 1), node.Int32(4, 1), input.Shape.Channels);
        int perGroup = outputs / (input.Shape.Channels / channels);
        Window window = WindowOperators.Of(node, input, kernel.Rows, kernel.Columns, node.Int32(2), node.Int32(1), node.Byte(0));
        int terms = builder.CountWeights(node, outputs, kernel.Terms);
        int[] places = new int[outputs * rows * columns * channels];
        for (int i = 0; i < places.Length; i++)
        {
            int channel = i % channels, place = i / channels % (rows * columns), output = i / channels / (rows * columns);
            places[i] = kernel.Index(output, place, (output / perGroup * channels) + channel);
        }

        GraphWeights weights = builder.Weights(node, input, outputs, terms, places);
        return new ConvolutionNode(node.Place, [input], WindowOperators.Give(builder, node, input, window, outputs), window, weights, Limits(node, 3));
    }

    public static GraphNode Depthwise(LiteRtBuilder builder, LiteRtNode node)
    {
        GraphTensor input = builder.Read(node, 0);
        LiteRtTensor stored = builder.StoredWeights(node, outputDimension: 3);
        if (stored.Dimensions is not [1, int rows, int columns, int outputs] || outputs % input.Shape.Channels != 0)
        {
            throw node.Refuse($"weights of shape {stored.ShapeText} do not fit {input.Shape.Channels} channels");
        }

        // Several outputs per channel are a convolution whose weights for other channels are 0.
        int multiplier = outputs / input.Shape.Channels;
        bool isDepthwise = multiplier == 1;
        Kernel kernel = new(rows, columns, node.Int32(6, 1), node.Int32(5, 1), isDepthwise ? 1 : input.Shape.Channels);
        Window window = WindowOperators.Of(node, input, kernel.Rows, kernel.Columns, node.Int32(2), node.Int32(1), node.Byte(0));
        int terms = builder.CountWeights(node, outputs, kernel.Terms);
        int[] places = new int[rows * columns * outputs];
        for (int i = 0; i < places.Length; i++)
        {
            int output = i % outputs;
            places[i] = kernel.Index(output, i / outputs, isDepthwise ? 0 : output / multiplier);
        }

        GraphWeights weights = builder.Weights(node, input, outputs, terms, places);
        GraphTensor result = WindowOperators.Give(builder, node, input, window, outputs);
        GraphLimits limits = Limits(node, 4);
        return isDepthwise ? new DepthwiseNode(node.Place, [input], result, window, weights, limits) : new ConvolutionNode(node.Place, [input], result, window, weights, limits);
    }

    /// <summary>The limits of the activation that is part of an operator.</summary>
    /// <param name="node">The operator.</param>
    /// <param name="option">Number of the option.</param>
    public static GraphLimits Limits(LiteRtNode node, int option) => node.Byte(option) switch
    {
        0 => GraphLimits.None,
        1 => GraphLimits.Relu,
        2 => GraphLimits.OneAroundZero,
        3 => GraphLimits.Relu6,
        int other => throw node.Refuse($"activation {other} inside of the operator; ReLU, ReLU6 and ReLU from -1 to 1 can be there, others as operators of their own"),
    };

    /// <summary>Refuses a result whose shape contradicts the operator.</summary>
    public static void CheckShape(LiteRtNode node, GraphTensor output, bool isRight)
    {
        if (!isRight)
        {
            throw node.Refuse($"its result has the shape {output.Shape.Height}x{output.Shape.Width}x{output.Shape.Channels}, which does not follow from what it reads");
        }
    }

    // A kernel with its dilation: the places between are zeros.
    private sealed record Kernel(int Height, int Width, int Down, int Across, int Channels)
    {
        public int Rows => Spread(Height, Down);

        public int Columns => Spread(Width, Across);

        public long Terms => (long)Rows * Columns * Channels;

        // Within 32 bits once the weights have been counted.
        public int Index(int output, int place, int channel) =>
            (output * (int)Terms) + ((((place / Width * Down * Columns) + (place % Width * Across)) * Channels) + channel);

        // Kernels have at most 255 rows and columns, which the window checks.
        private static int Spread(int size, int step) => step is >= 1 and <= byte.MaxValue && size <= byte.MaxValue ? ((size - 1) * step) + 1 : short.MaxValue;
    }
}
