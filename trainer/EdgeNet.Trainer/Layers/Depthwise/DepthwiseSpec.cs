using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Layers.Convolution;

namespace EdgeNet.Trainer.Layers.Depthwise;

/// <summary>"depthwise 3x3": every channel has a filter of its own, which sees no other channel.</summary>
/// <param name="Options">Window, batch normalisation and activation.</param>
public sealed record DepthwiseSpec(ConvolutionOptions Options) : LayerSpec
{
    /// <inheritdoc/>
    public override string Text => $"depthwise {Options.Window.Size}{Options.Rest}";

    /// <summary>Reads the words after "depthwise".</summary>
    /// <param name="words">The words.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="UserException">A word is not what it should be.</exception>
    public static DepthwiseSpec Read(LayerWords words)
    {
        (int rows, int? columns) = words.Size("size of the kernel", WindowSpec.Most);
        return new DepthwiseSpec(ConvolutionOptions.Read(words, (rows, columns)));
    }

    /// <inheritdoc/>
    public override Shape OutputOf(Shape input)
    {
        Window window = Options.Window.OverPicture(input);
        int terms = window.Rows * window.Columns;
        Shape output = window.OutputOf(input, input.Channels);
        return input.Channels > ModelFormat.MaxOutputs ? throw new UserException($"it reads at most {ModelFormat.MaxOutputs} channels, not {input.Channels}")
            : terms > ModelFormat.MaxTerms ? throw new UserException($"a filter would sum {terms:N0} products, at most {ModelFormat.MaxTerms:N0} are allowed; choose a smaller kernel")
            : output.Count > ModelFormat.MaxTensor ? throw new UserException($"it would give {output.Count:N0} values ({output}), at most {ModelFormat.MaxTensor:N0} are allowed; choose a larger stride")
            : output;
    }

    /// <inheritdoc/>
    public override int ParametersOf(Shape input)
    {
        Window window = Options.Window.Over(input);
        return ((window.Rows * window.Columns) + (Options.IsNormalised ? 2 : 1)) * input.Channels;
    }

    /// <inheritdoc/>
    public override FloatLayer Create(Shape input, Initialization initialization, SeededRandom random)
    {
        Window window = Options.Window.Over(input);
        int terms = window.Rows * window.Columns;
        return new DepthwiseLayer(input, window, Options.Draw(terms, input.Channels, terms, initialization, random), Options.Activation);
    }
}
