using EdgeNet.Data;
using EdgeNet.Trainer.Quantization.Arithmetic;

namespace EdgeNet.Trainer.Layers.Depthwise;

/// <summary>A depthwise convolution: every channel has a filter of its own.</summary>
public sealed class DepthwiseLayer : FloatLayer
{
    private readonly Window _window;
    private readonly FloatMatrix _matrix;
    private readonly Activation _activation;

    /// <summary>Creates a layer.</summary>
    /// <param name="input">Shape of what it reads.</param>
    /// <param name="window">The window.</param>
    /// <param name="matrix">Its weights: a term per row and column of the window, an output per channel.</param>
    /// <param name="activation">What is done with the sums.</param>
    public DepthwiseLayer(Shape input, Window window, FloatMatrix matrix, Activation activation)
        : base(input, window.OutputOf(input, matrix.Outputs))
    {
        _window = window;
        _matrix = matrix;
        _activation = activation;
    }

    /// <summary>The window.</summary>
    public Window Window => _window;

    /// <inheritdoc/>
    public override Activation Activation => _activation;

    /// <inheritdoc/>
    public override FloatMatrix Matrix => _matrix;

    /// <inheritdoc/>
    public override float[] Run(float[][] inputs)
    {
        List<float> sums = [];
        float[] window = new float[_matrix.Terms];
        foreach (int[] places in _window.Places(Input))
        {
            for (int c = 0; c < Input.Channels; c++)
            {
                Windows.ReadChannel(inputs[0], places, c, 0f, window);
                sums.Add(_matrix.Sums(window)[c]);
            }
        }

        return ActivationFunctions.Apply(_activation, [.. sums]);
    }

    internal override FloatLayer With(FloatMatrix matrix) => new DepthwiseLayer(Input, _window, matrix, _activation);

    internal override LayerRunner<T> CreateRunner<T>(Parameters? parameters, Tensor[] inputs, Tensor output) =>
        new DepthwiseRunner<T>(Input, _window, _activation, parameters!, inputs[0], output);

    internal override LayerQuantizer CreateQuantizer(TensorScale[] inputs, LayerPrecision precision, bool givesLogits) =>
        new DepthwiseQuantizer(Input, _window, _matrix, _activation, inputs[0], precision);
}
