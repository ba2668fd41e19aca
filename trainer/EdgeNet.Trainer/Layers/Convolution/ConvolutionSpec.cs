using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Layers.Convolution;

/// <summary>"conv 8 3x3 stride 2": every filter sees all channels of a window that moves over the picture.</summary>
/// <param name="Filters">Number of filters: channels of the output.</param>
/// <param name="Kind">How it is typed.</param>
/// <param name="Options">Window, batch normalisation and activation.</param>
public sealed record ConvolutionSpec(int Filters, ConvolutionKind Kind, ConvolutionOptions Options) : LayerSpec
{
    /// <inheritdoc/>
    public override string Text => Kind switch
    {
        ConvolutionKind.Point => $"pointwise {Filters}{Options.Rest}",
        ConvolutionKind.Sequence => $"conv1d {Filters} {Options.Window.Size}{Options.Rest}",
        _ => $"conv {Filters} {Options.Window.Size}{Options.Rest}",
    };

    /// <summary>Reads the words after "conv".</summary>
    /// <param name="words">The words.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="UserException">A word is not what it should be.</exception>
    public static ConvolutionSpec Read(LayerWords words)
    {
        int filters = words.Number("filters", 1, ModelFormat.MaxOutputs);
        (int rows, int? columns) = words.Size("size of the kernel", WindowSpec.Most);
        return new ConvolutionSpec(filters, ConvolutionKind.Picture, ConvolutionOptions.Read(words, (rows, columns ?? rows)));
    }

    /// <summary>Reads the words after "conv1d".</summary>
    /// <param name="words">The words.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="UserException">A word is not what it should be.</exception>
    public static ConvolutionSpec ReadSequence(LayerWords words)
    {
        int filters = words.Number("filters", 1, ModelFormat.MaxOutputs);
        return new ConvolutionSpec(filters, ConvolutionKind.Sequence, ConvolutionOptions.Read(words, (words.Number("steps of the kernel", 1, WindowSpec.Most), null)));
    }

    /// <summary>Reads the words after "pointwise".</summary>
    /// <param name="words">The words.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="UserException">A word is not what it should be.</exception>
    public static ConvolutionSpec ReadPoint(LayerWords words) =>
        new(words.Number("filters", 1, ModelFormat.MaxOutputs), ConvolutionKind.Point, ConvolutionOptions.Read(words, (1, 1), hasPadding: false));

    /// <inheritdoc/>
    public override Shape OutputOf(Shape input)
    {
        Shape output = WindowOf(input).OutputOf(input, Filters);
        int terms = TermsOf(input);
        return terms > ModelFormat.MaxTerms ? throw new UserException($"a filter would sum {terms} products, at most {ModelFormat.MaxTerms} are allowed; choose a smaller kernel or fewer channels before it")
            : output.Count > ModelFormat.MaxTensor ? throw new UserException($"it would give {output.Count} values ({output}), at most {ModelFormat.MaxTensor} are allowed; choose fewer filters or a larger stride")
            : output;
    }

    /// <inheritdoc/>
    public override int ParametersOf(Shape input) => (TermsOf(input) + (Options.IsNormalised ? 2 : 1)) * Filters;

    /// <inheritdoc/>
    public override FloatLayer Create(Shape input, Initialization initialization, SeededRandom random)
    {
        Window window = WindowOf(input);
        int terms = TermsOf(input);
        FloatMatrix matrix = Options.Draw(terms, Filters, Filters * window.Rows * window.Columns, initialization, random);
        return new ConvolutionLayer(input, window, matrix, Options.Activation);
    }

    private int TermsOf(Shape input)
    {
        Window window = WindowOf(input);
        return window.Rows * window.Columns * input.Channels;
    }

    private Window WindowOf(Shape input)
    {
        if (Kind != ConvolutionKind.Sequence)
        {
            return input.Rank > 1 ? Options.Window.Over(input) : throw new UserException($"it needs a picture, not {input} values without rows and columns; convolve those with \"conv1d\", or say with --input-size that a table's columns are pixels");
        }

        if (input.Rank == 3 && input.Width > 1)
        {
            throw new UserException($"it needs a sequence, not a picture with channels ({input}); convolve that with \"conv\"");
        }

        // A step is a whole row of a grey picture: the same as a kernel as wide as the picture.
        return input.Width > WindowSpec.Most ? throw new UserException($"a step of the sequence has at most {WindowSpec.Most} values, not {input.Width}")
            : Options.Window.Over(input with { Width = 1 }) with { Columns = input.Width };
    }
}
