using EdgeNet.Data;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Layers.AveragePool;

/// <summary>"average 2": the mean of each window, channel by channel; "average all": the mean of the whole picture.</summary>
/// <param name="Window">The window; places outside the picture do not count. Null for the whole picture.</param>
public sealed record AveragePoolSpec(WindowSpec? Window) : LayerSpec
{
    /// <inheritdoc/>
    public override string Text => $"average {Window?.PoolText ?? "all"}";

    /// <summary>Reads the words after "average".</summary>
    /// <param name="words">The words.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="UserException">A word is not what it should be.</exception>
    public static AveragePoolSpec Read(LayerWords words)
    {
        if (!words.Take("all"))
        {
            return new AveragePoolSpec(WindowSpec.ReadPool(words));
        }

        words.End();
        return new AveragePoolSpec((WindowSpec?)null);
    }

    /// <inheritdoc/>
    public override Shape OutputOf(Shape input) => WindowOver(input).OutputOf(input, input.Channels);

    /// <inheritdoc/>
    public override FloatLayer Create(Shape input, Initialization initialization, SeededRandom random) => new AveragePoolLayer(input, WindowOver(input));

    private Window WindowOver(Shape input)
    {
        if (Window is null && Math.Max(input.Height, input.Width) > WindowSpec.Most)
        {
            throw new UserException($"it averages at most {WindowSpec.Most}x{WindowSpec.Most} places, not {input.Height}x{input.Width}");
        }

        return (Window ?? new WindowSpec(input.Height, input.Width, 1, 1)).OverPicture(input);
    }
}
