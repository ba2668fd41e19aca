using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Trainer.Layers.Dense;

namespace EdgeNet.Trainer.Layers.Depthwise;

/// <summary>A depthwise convolution in integers.</summary>
/// <param name="Input">Shape of what it reads.</param>
/// <param name="Window">Its window.</param>
/// <param name="Numbers">Its weights: an output per channel.</param>
/// <param name="Activation">Its activation.</param>
/// <param name="ZeroPoint">Added after requantisation.</param>
/// <param name="Bits">Bits of an output, 1 to 8.</param>
/// <param name="Padding">What is read outside the picture.</param>
public sealed record QuantizedDepthwise(Shape Input, Window Window, QuantizedMatrix Numbers, Activation Activation, int ZeroPoint, int Bits, byte Padding) : QuantizedLayer
{
    /// <summary>Limits of an output, such as those of an activation that is part of the layer; null for all values of its bits.</summary>
    public OutputLimits? Limits { get; init; }

    /// <summary>How a sum is rounded.</summary>
    public Rounding Rounding { get; init; }

    /// <inheritdoc/>
    public override LayerFields Fields => Channel(0).Fields with { Kind = ModelFormat.Depthwise, WeightBits = Numbers.WeightBits, Channels = Numbers.Outputs, Own = [.. Window.Bytes, Padding, 0, 0, 0] };

    /// <inheritdoc/>
    public override QuantizedMatrix Matrix => Numbers;

    internal override int[] Run(int[][] inputs, out int saturated)
    {
        int[][] positions = Window.Places(Input);
        int[] window = new int[Numbers.Terms], y = new int[positions.Length * Numbers.Outputs];
        saturated = 0;
        for (int c = 0; c < Numbers.Outputs; c++)
        {
            QuantizedDense channel = Channel(c);
            for (int p = 0; p < positions.Length; p++)
            {
                Windows.ReadChannel(inputs[0], positions[p], c, Padding, window);
                y[(p * Numbers.Outputs) + c] = channel.Run([window], out int some)[0];
                saturated += some;
            }
        }

        return y;
    }

    // A channel's filter is a dense layer of one output.
    private QuantizedDense Channel(int c) => new(new QuantizedMatrix(Numbers.Terms, 1, [.. Enumerable.Range(0, Numbers.Terms).Select(t => Numbers.Weights[(t * Numbers.Outputs) + c])],
        [Numbers.Bias[c]], [Numbers.Multiplier[c]], [Numbers.Shift[c]], Numbers.Table), Activation, ZeroPoint)
    { Bits = Bits, Limits = Limits, Rounding = Rounding };
}
