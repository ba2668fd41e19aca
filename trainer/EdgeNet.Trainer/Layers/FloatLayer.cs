using EdgeNet.Data;
using EdgeNet.Trainer.Quantization.Arithmetic;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Layers;

/// <summary>A layer of a network in floating point. Each kind of layer derives its own from this. Which tensors it reads is the network's business.</summary>
public abstract class FloatLayer
{
    internal FloatLayer(Shape input, Shape output)
    {
        Input = input;
        Output = output;
    }

    /// <summary>Shape of the first tensor that it reads.</summary>
    public Shape Input { get; }

    /// <summary>Shape of what it gives.</summary>
    public Shape Output { get; }

    /// <summary>What it does with its sums; Linear where the kind has no activation.</summary>
    public virtual Activation Activation => Activation.Linear;

    /// <summary>Its weights; null if the kind has none.</summary>
    public virtual FloatMatrix? Matrix => null;

    /// <summary>Whether its outputs are requantised and so may have bits of their own; if not, they have those of what it reads.</summary>
    public virtual bool Requantises => Matrix is not null;

    /// <summary>Whether the tensors that it reads must have one step for all their values.</summary>
    internal virtual bool NeedsSharedStep => false;

    /// <summary>The most values that an output is the mean of, rounded to the step of what the layer reads; 0 where outputs are no means.</summary>
    public virtual int MeanOf => 0;

    /// <summary>Number of weights and biases.</summary>
    public int Parameters => Matrix?.Count ?? 0;

    /// <summary>Computes the layer one number at a time: the reference that the vector engine is compared with.</summary>
    /// <param name="inputs">The tensors that it reads.</param>
    /// <returns>Output.Count values.</returns>
    public abstract float[] Run(float[][] inputs);

    /// <summary>The same layer with other weights.</summary>
    internal virtual FloatLayer With(FloatMatrix matrix) => throw new InvalidOperationException("a layer without weights was given some");

    /// <summary>Prepares the layer to run and to learn.</summary>
    /// <param name="parameters">Its weights, which several runners may share; null if it has none.</param>
    /// <param name="inputs">The tensors that it reads.</param>
    /// <param name="output">The tensor that it writes.</param>
    internal abstract LayerRunner<T> CreateRunner<T>(Parameters? parameters, Tensor[] inputs, Tensor output)
        where T : struct, IFloatVector<T>;

    /// <summary>Prepares the layer to become integers.</summary>
    /// <param name="inputs">What the integers of the tensors mean that it reads.</param>
    /// <param name="precision">The bits of its numbers.</param>
    /// <param name="givesLogits">Whether it is the last layer.</param>
    internal abstract LayerQuantizer CreateQuantizer(TensorScale[] inputs, LayerPrecision precision, bool givesLogits);
}
