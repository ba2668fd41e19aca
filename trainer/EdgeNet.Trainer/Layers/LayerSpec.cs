using EdgeNet.Data;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Layers;

/// <summary>What a user says about a layer, such as "dense 32 relu". Each kind of layer derives its own from this.</summary>
public abstract record LayerSpec
{
    /// <summary>The words that Architecture.Parse reads.</summary>
    public abstract string Text { get; }

    /// <summary>The most bits that a value of the network's input may have where the layer reads it.</summary>
    public virtual int MaxInputBits => 8;

    /// <summary>The tensors that the layer reads: 0 is the network's input, n the output of layer n.</summary>
    /// <param name="tensor">The tensor before it.</param>
    /// <returns>That one first; at most one more.</returns>
    /// <exception cref="UserException">There is no such tensor; the message says why, without naming the layer.</exception>
    public virtual int[] Reads(int tensor) => [tensor];

    /// <summary>Shape of what the layer gives.</summary>
    /// <param name="inputs">Shapes of the tensors that it reads.</param>
    /// <returns>The shape.</returns>
    /// <exception cref="UserException">The layer cannot read those; the message says why, without naming the layer.</exception>
    public virtual Shape OutputOf(Shape[] inputs) => OutputOf(inputs[0]);

    /// <summary>Shape of what the layer gives.</summary>
    /// <param name="input">Shape of what it reads.</param>
    /// <returns>The shape.</returns>
    /// <exception cref="UserException">The layer cannot read that; the message says why, without naming the layer.</exception>
    public abstract Shape OutputOf(Shape input);

    /// <summary>Number of weights and biases.</summary>
    /// <param name="input">Shape of what it reads.</param>
    /// <returns>0 or more.</returns>
    public virtual int ParametersOf(Shape input) => 0;

    /// <summary>Makes the layer with its first weights.</summary>
    /// <param name="input">Shape of what it reads.</param>
    /// <param name="initialization">Spread of the weights.</param>
    /// <param name="random">Where they are drawn from.</param>
    /// <returns>The layer.</returns>
    public abstract FloatLayer Create(Shape input, Initialization initialization, SeededRandom random);

    /// <inheritdoc/>
    public sealed override string ToString() => Text;
}
