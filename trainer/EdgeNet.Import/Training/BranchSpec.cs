using EdgeNet.Data;
using EdgeNet.Trainer.Layers;

namespace EdgeNet.Import.Training;

/// <summary>A layer that reads a tensor further back than that of the layer before it: where a foreign network branches.</summary>
/// <param name="Layer">The layer.</param>
/// <param name="Back">How many layers back, at least 1.</param>
internal sealed record BranchSpec(LayerSpec Layer, int Back) : LayerSpec
{
    /// <inheritdoc/>
    public override string Text => $"{Layer} (reads what layer -{Back} reads)";

    /// <inheritdoc/>
    public override int MaxInputBits => Layer.MaxInputBits;

    /// <inheritdoc/>
    public override int[] Reads(int tensor) => [tensor - Back];

    /// <inheritdoc/>
    public override Shape OutputOf(Shape input) => Layer.OutputOf(input);

    /// <inheritdoc/>
    public override int ParametersOf(Shape input) => Layer.ParametersOf(input);

    /// <inheritdoc/>
    public override FloatLayer Create(Shape input, Initialization initialization, SeededRandom random) => Layer.Create(input, initialization, random);
}
