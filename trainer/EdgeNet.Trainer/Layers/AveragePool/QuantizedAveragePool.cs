using EdgeNet.Core;
using EdgeNet.Data;

namespace EdgeNet.Trainer.Layers.AveragePool;

/// <summary>Average pooling in integers: halves are rounded up.</summary>
/// <param name="Input">Shape of what it reads.</param>
/// <param name="Window">The window; places outside the picture do not count.</param>
/// <param name="Bits">Bits of its inputs and outputs, 1 to 8.</param>
public sealed record QuantizedAveragePool(Shape Input, Window Window, int Bits) : QuantizedLayer
{
    /// <inheritdoc/>
    public override LayerFields Fields => new(ModelFormat.AveragePool, Activation.Linear, 0, Bits, 0, 0, (1 << Bits) - 1, Input.Channels, Window.Bytes);

    internal override int[] Run(int[][] inputs, out int saturated)
    {
        saturated = 0;
        return [.. Window.Inside(Input).SelectMany(places => Enumerable.Range(0, Input.Channels).Select(c => (places.Sum(at => inputs[0][at + c]) + (places.Length / 2)) / places.Length))];
    }
}
