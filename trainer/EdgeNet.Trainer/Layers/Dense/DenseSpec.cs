using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Layers.Dense;

/// <summary>"dense 32 relu": every output sees every input.</summary>
/// <param name="Units">Number of outputs.</param>
/// <param name="Activation">What is done with the sums; null in the last layer as it is typed, whose function follows from task and loss.</param>
public sealed record DenseSpec(int Units, Activation? Activation) : LayerSpec
{
    /// <inheritdoc/>
    public override string Text => Activation is null or Layers.Activation.Softmax ? $"dense {Units}" : $"dense {Units} {LayerWords.WordOf(Activation.Value)}";

    /// <inheritdoc/>
    public override int MaxInputBits => 16;

    /// <summary>Reads the words after "dense".</summary>
    /// <param name="words">The words.</param>
    /// <returns>The layer; a hidden one is ReLU unless it says otherwise.</returns>
    /// <exception cref="UserException">A word is not what it should be.</exception>
    public static DenseSpec Read(LayerWords words)
    {
        int units = words.Number("units", 1, ModelFormat.MaxOutputs);
        Activation? activation = words.ReadActivation();
        if (words.IsLast && activation is not null)
        {
            throw words.Error("is not allowed in the last layer, whose function follows from the task and --loss; omit it");
        }

        words.End();
        return new DenseSpec(units, words.IsLast ? null : activation ?? Layers.Activation.Relu);
    }

    /// <inheritdoc/>
    public override Shape OutputOf(Shape input) => input.Count <= ModelFormat.MaxTerms ? Shape.Features(Units)
        : throw new UserException($"a dense layer reads at most {ModelFormat.MaxTerms:N0} values, not {input.Count:N0} ({input}); make them fewer with a pool or a larger stride before it, or with smaller pictures (--input-size)");

    /// <inheritdoc/>
    public override int ParametersOf(Shape input) => (input.Count + 1) * Units;

    /// <inheritdoc/>
    public override FloatLayer Create(Shape input, Initialization initialization, SeededRandom random)
    {
        Activation activation = Activation ?? Layers.Activation.Linear;
        return new DenseLayer(input, FloatMatrix.Draw(input.Count, Units, Units, activation, initialization, random), activation);
    }
}
