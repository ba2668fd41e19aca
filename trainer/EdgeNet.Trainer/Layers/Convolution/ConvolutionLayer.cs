using EdgeNet.Data;
using EdgeNet.Trainer.Quantization.Arithmetic;

namespace EdgeNet.Trainer.Layers.Convolution;

/// <summary>A convolution: every filter sees all channels of each window.</summary>
public sealed class ConvolutionLayer : FloatLayer
{
    private readonly Window _window;
    private readonly FloatMatrix _matrix;
    private readonly Activation _activation;

    /// <summary>Creates a layer.</summary>
    /// <param name="input">Shape of what it reads.</param>
    /// <param name="window">The window.</param>
    /// <param name="matrix">Its weights: a term per row, column and channel of the window, an output per filter.</param>
    /// <param name="activation">What is done with the sums.</param>
    public ConvolutionLayer(Shape input, Window window, FloatMatrix matrix, Activation activation)
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
        float[] window = new float[_matrix.Terms];
        List<float> sums = [];
        foreach (int[] places in _window.Places(Input))
        {
            Windows.Read(inputs[0], places, Input.Channels, 0f, window);
            sums.AddRange(_matrix.Sums(window));
        }

        return ActivationFunctions.Apply(_activation, [.. sums]);
    }

    internal override FloatLayer With(FloatMatrix matrix) => new ConvolutionLayer(Input, _window, matrix, _activation);

    internal override LayerRunner<T> CreateRunner<T>(Parameters? parameters, Tensor[] inputs, Tensor output) =>
        new ConvolutionRunner<T>(Input, _window, _activation, parameters!, inputs[0], output);

    internal override LayerQuantizer CreateQuantizer(TensorScale[] inputs, LayerPrecision precision, bool givesLogits) =>
        new ConvolutionQuantizer(Input, _window, _matrix, _activation, inputs[0], precision);
}
