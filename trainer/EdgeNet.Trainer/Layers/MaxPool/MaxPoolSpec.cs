using EdgeNet.Data;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Layers.MaxPool;

/// <summary>"pool 2": the largest value of each window, channel by channel. A last row or column that no whole window covers is left out, unless the window is padded.</summary>
/// <param name="Window">The window; places outside the picture do not count.</param>
public sealed record MaxPoolSpec(WindowSpec Window) : LayerSpec
{
    /// <inheritdoc/>
    public override string Text => $"pool {Window.PoolText}";

    /// <summary>Reads the words after "pool".</summary>
    /// <param name="words">The words.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="UserException">A word is not what it should be.</exception>
    public static MaxPoolSpec Read(LayerWords words) => new(WindowSpec.ReadPool(words));

    /// <inheritdoc/>
    public override Shape OutputOf(Shape input) => Window.OverPicture(input).OutputOf(input, input.Channels);

    /// <inheritdoc/>
    public override FloatLayer Create(Shape input, Initialization initialization, SeededRandom random) => new MaxPoolLayer(input, Window.Over(input));
}
