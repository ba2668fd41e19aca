using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Layers.Add;

/// <summary>"add 2": adds what went into the two layers before to what came out of them.</summary>
/// <param name="Back">How many layers back the second tensor went in.</param>
/// <param name="Activation">What is done with the sums: Linear or ReLU.</param>
public sealed record AddSpec(int Back, Activation Activation) : LayerSpec
{
    /// <inheritdoc/>
    public override string Text => Activation == Activation.Linear ? $"add {Back}" : $"add {Back} {LayerWords.WordOf(Activation)}";

    /// <summary>Reads the words after "add".</summary>
    /// <param name="words">The words.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="UserException">A word is not what it should be.</exception>
    public static AddSpec Read(LayerWords words)
    {
        int back = words.Number("layers to go back", 1, ModelFormat.MaxLayers - 1);
        Activation activation = words.ReadActivation() ?? Activation.Linear;
        if (activation is not (Activation.Linear or Activation.Relu))
        {
            throw words.Error("is not allowed here; sums of two tensors are linear or relu");
        }

        words.End();
        return new AddSpec(back, activation);
    }

    /// <inheritdoc/>
    public override int[] Reads(int tensor) => tensor >= Back ? [tensor, tensor - Back]
        : throw new UserException($"it goes back {Back} {(Back == 1 ? "layer" : "layers")}, further than to the network's input");

    /// <inheritdoc/>
    public override Shape OutputOf(Shape input) => input;

    /// <inheritdoc/>
    public override Shape OutputOf(Shape[] inputs)
    {
        (Shape first, Shape second) = (inputs[0], inputs[1]);
        return (first.Height, first.Width, first.Channels) == (second.Height, second.Width, second.Channels) ? first
            : throw new UserException($"it adds tensors of different shapes: {first}, and {second} from {Back} {(Back == 1 ? "layer" : "layers")} back; give the layers between them as many filters, no stride, and \"same\"");
    }

    /// <inheritdoc/>
    public override FloatLayer Create(Shape input, Initialization initialization, SeededRandom random) => new AddLayer(input, Activation);
}
