using EdgeNet.Data;
using EdgeNet.Trainer.Quantization.Arithmetic;

namespace EdgeNet.Trainer.Layers.MaxPool;

/// <summary>Max pooling: the largest value of each 2x2 square, channel by channel.</summary>
public sealed class MaxPoolLayer(Shape input) : FloatLayer(input, Squares.Of(input))
{
    /// <inheritdoc/>
    public override float[] Run(float[][] inputs)
    {
        int channels = Input.Channels;
        float[] y = new float[Output.Count];
        for (int i = 0; i < y.Length; i++)
        {
            int row = i / channels / Output.Width, column = i / channels % Output.Width;
            float At(int down, int across) => inputs[0][((((2 * row) + down) * Input.Width) + (2 * column) + across) * channels + (i % channels)];
            y[i] = Math.Max(Math.Max(At(0, 0), At(0, 1)), Math.Max(At(1, 0), At(1, 1)));
        }

        return y;
    }

    internal override LayerRunner<T> CreateRunner<T>(Parameters? parameters, Tensor[] inputs, Tensor output) =>
        new MaxPoolRunner<T>(new Squares(Input), inputs[0], output);

    internal override LayerQuantizer CreateQuantizer(TensorScale[] inputs, LayerPrecision precision, bool givesLogits) => new MaxPoolQuantizer(Input, inputs[0]);
}
