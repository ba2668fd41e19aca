using EdgeNet.Data;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Layers.MaxPool;

/// <summary>"pool 2": the largest value of each 2x2 square, channel by channel. A last odd row or column is left out.</summary>
public sealed record MaxPoolSpec : LayerSpec
{
    /// <inheritdoc/>
    public override string Text => "pool 2";

    /// <summary>Reads the words after "pool".</summary>
    /// <param name="words">The words.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="UserException">A word is not what it should be.</exception>
    public static MaxPoolSpec Read(LayerWords words)
    {
        words.Number("rows and columns of a square", 2, 2);
        words.End();
        return new MaxPoolSpec();
    }

    /// <inheritdoc/>
    public override Shape OutputOf(Shape input) => input is { Rank: > 1, Height: >= 2, Width: >= 2 }
        ? Squares.Of(input)
        : throw new UserException($"pooling needs a picture of at least 2x2, not {input} {(input.Rank == 1 ? "values without rows and columns" : "pixels")}");

    /// <inheritdoc/>
    public override FloatLayer Create(Shape input, Initialization initialization, SeededRandom random) => new MaxPoolLayer(input);
}
