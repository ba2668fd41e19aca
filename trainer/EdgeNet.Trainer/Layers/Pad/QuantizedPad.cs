using EdgeNet.Core;
using EdgeNet.Data;

namespace EdgeNet.Trainer.Layers.Pad;

/// <summary>A frame around a picture.</summary>
/// <param name="Input">The picture.</param>
/// <param name="Top">Rows above, 0 to 255.</param>
/// <param name="Left">Columns before, 0 to 255.</param>
/// <param name="Bottom">Rows below, 0 to 255.</param>
/// <param name="Right">Columns after, 0 to 255.</param>
/// <param name="Value">What the frame consists of.</param>
/// <param name="ZeroPoint">The byte that means 0.</param>
public sealed record QuantizedPad(Shape Input, int Top, int Left, int Bottom, int Right, byte Value, int ZeroPoint) : QuantizedLayer
{
    /// <summary>The largest value of picture and frame, or more.</summary>
    public int Largest { get; init; } = 255;

    /// <inheritdoc/>
    public override LayerFields Fields => new(ModelFormat.Pad, Activation.Linear, 0, 8, ZeroPoint, 0, Largest, Input.Channels, [(byte)Top, (byte)Left, (byte)Bottom, (byte)Right, Value, 0, 0, 0]);

    internal override int[] Run(int[][] inputs, out int saturated)
    {
        saturated = 0;
        int width = Left + Input.Width + Right, row = Input.Width * Input.Channels;
        int[] y = new int[(Top + Input.Height + Bottom) * width * Input.Channels];
        Array.Fill(y, Value);
        for (int r = 0; r < Input.Height; r++)
        {
            Array.Copy(inputs[0], r * row, y, (((Top + r) * width) + Left) * Input.Channels, row);
        }

        return y;
    }
}
