using EdgeNet.Data;
using EdgeNet.Trainer.Quantization.Arithmetic;

namespace EdgeNet.Trainer.Layers.Add;

/// <summary>The sum of two tensors of the same shape.</summary>
/// <param name="shape">Their shape.</param>
/// <param name="activation">What is done with the sums: Linear or ReLU.</param>
public sealed class AddLayer(Shape shape, Activation activation) : FloatLayer(shape, shape)
{
    /// <inheritdoc/>
    public override Activation Activation => activation;

    /// <inheritdoc/>
    public override bool Requantises => true;

    internal override bool NeedsSharedStep => true;

    /// <inheritdoc/>
    public override float[] Run(float[][] inputs) => ActivationFunctions.Apply(activation, [.. inputs[0].Zip(inputs[1], (a, b) => a + b)]);

    internal override LayerRunner<T> CreateRunner<T>(Parameters? parameters, Tensor[] inputs, Tensor output) => new AddRunner<T>(activation, inputs, output);

    internal override LayerQuantizer CreateQuantizer(TensorScale[] inputs, LayerPrecision precision, bool givesLogits) => new AddQuantizer(Input, activation, inputs, precision);
}
