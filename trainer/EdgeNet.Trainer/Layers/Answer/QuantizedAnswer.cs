using EdgeNet.Core;

namespace EdgeNet.Trainer.Layers.Answer;

/// <summary>The end of a network whose outputs are bytes: each less the zero point is a logit.</summary>
/// <param name="Count">Values that it reads, at most 4,096; each gives an output.</param>
/// <param name="ZeroPoint">The byte that means 0.</param>
public sealed record QuantizedAnswer(int Count, int ZeroPoint) : QuantizedLayer, ILogitsLayer
{
    /// <inheritdoc/>
    public override LayerFields Fields => new(ModelFormat.Answer, Activation.Linear, 0, 8, ZeroPoint, 0, 255, Count, []);

    int[] ILogitsLayer.Logits(int[] input) => Array.ConvertAll(input, q => q - ZeroPoint);

    internal override int[] Run(int[][] inputs, out int saturated) => throw new InvalidOperationException("an answer is the last layer: it gives logits");
}
