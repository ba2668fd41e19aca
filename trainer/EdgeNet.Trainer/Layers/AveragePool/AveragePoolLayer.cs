using EdgeNet.Data;
using EdgeNet.Trainer.Quantization.Arithmetic;

namespace EdgeNet.Trainer.Layers.AveragePool;

/// <summary>Average pooling: the mean of each window, channel by channel.</summary>
/// <param name="input">Shape of what it reads.</param>
/// <param name="window">The window; places outside the picture do not count.</param>
public sealed class AveragePoolLayer(Shape input, Window window) : FloatLayer(input, window.OutputOf(input, input.Channels))
{
    /// <summary>The window; places outside the picture do not count.</summary>
    public Window Window => window;

    /// <inheritdoc/>
    public override int MeanOf => window.Rows * window.Columns;

    /// <inheritdoc/>
    public override float[] Run(float[][] inputs) =>
        [.. window.Inside(Input).SelectMany(places => Enumerable.Range(0, Input.Channels).Select(c => places.Average(at => inputs[0][at + c])))];

    internal override LayerRunner<T> CreateRunner<T>(Parameters? parameters, Tensor[] inputs, Tensor output) => new AveragePoolRunner<T>(Input, window, inputs[0], output);

    internal override LayerQuantizer CreateQuantizer(TensorScale[] inputs, LayerPrecision precision, bool givesLogits) => new PoolQuantizer(Input, window, inputs[0], bits => new QuantizedAveragePool(Input, window, bits));
}
