using EdgeNet.Data;
using EdgeNet.Trainer.Quantization.Arithmetic;

namespace EdgeNet.Trainer.Layers.Dense;

/// <summary>A dense layer: y[o] = activation(bias[o] + sum over i of x[i] * weights[i * outputs + o]).</summary>
public sealed class DenseLayer : FloatLayer
{
    private readonly FloatMatrix _matrix;
    private readonly Activation _activation;

    /// <summary>Creates a layer.</summary>
    /// <param name="input">Shape of what it reads.</param>
    /// <param name="matrix">Its weights; as many terms as the input has values.</param>
    /// <param name="activation">What is done with the sums.</param>
    public DenseLayer(Shape input, FloatMatrix matrix, Activation activation)
        : base(input, Shape.Features(matrix.Outputs))
    {
        _matrix = matrix;
        _activation = activation;
    }

    /// <inheritdoc/>
    public override Activation Activation => _activation;

    /// <inheritdoc/>
    public override FloatMatrix Matrix => _matrix;

    /// <inheritdoc/>
    public override float[] Run(float[][] inputs) => ActivationFunctions.Apply(_activation, _matrix.Sums(inputs[0]));

    internal override FloatLayer With(FloatMatrix matrix) => new DenseLayer(Input, matrix, _activation);

    internal override LayerRunner<T> CreateRunner<T>(Parameters? parameters, Tensor[] inputs, Tensor output) =>
        new DenseRunner<T>(_activation, parameters!, inputs[0], output);

    internal override LayerQuantizer CreateQuantizer(TensorScale[] inputs, LayerPrecision precision, bool givesLogits) =>
        new DenseQuantizer(_matrix, _activation, inputs[0], precision, givesLogits);
}
