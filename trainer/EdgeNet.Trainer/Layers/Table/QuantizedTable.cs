using EdgeNet.Core;
using EdgeNet.Data;

namespace EdgeNet.Trainer.Layers.Table;

/// <summary>A function of each value, by table.</summary>
/// <param name="Shape">Shape of what it reads and gives.</param>
/// <param name="Entries">What each of 256 bytes becomes: one table for all channels, or 256 entries for channel 0, then those for channel 1, ... All are within the limits.</param>
/// <param name="ZeroPoint">The byte that means 0 in the output, within the limits.</param>
public sealed record QuantizedTable(Shape Shape, byte[] Entries, int ZeroPoint) : QuantizedLayer
{
    /// <summary>Limits of the entries.</summary>
    public OutputLimits Limits { get; init; } = OutputLimits.Of(8);

    /// <inheritdoc/>
    public override byte[] Entries { get; } = Entries;

    /// <inheritdoc/>
    public override LayerFields Fields => new(ModelFormat.Table, Activation.Linear, 0, 8, ZeroPoint, Limits.Low, Limits.High, Shape.Channels, [(byte)(IsPerChannel ? 1 : 0), 0, 0, 0]);

    private bool IsPerChannel => Entries.Length > ModelFormat.TableLength;

    internal override int[] Run(int[][] inputs, out int saturated)
    {
        saturated = 0;
        return [.. inputs[0].Select((q, i) => (int)Entries[IsPerChannel ? (i % Shape.Channels * ModelFormat.TableLength) + q : q])];
    }
}
