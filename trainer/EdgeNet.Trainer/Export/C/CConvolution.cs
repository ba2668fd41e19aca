using System.Globalization;
using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.C;

/// <summary>
/// A convolution. Sums begin as those of a window that sees nothing but the padding value; every value inside of the picture then adds the products of its
/// difference from that. So nothing outside is looked at, and what is as the padding is skipped: it means zero.
/// </summary>
internal static class CConvolution
{
    /// <summary>Writes the layer's numbers.</summary>
    /// <returns>The statements of its function.</returns>
    public static string Body(CSource source, ConvolutionInfo layer, int number)
    {
        CMatrix matrix = new(source, layer.Matrix, number);
        matrix.AppendArrays(layer.PaddingValue);
        CWindow window = new(layer);
        int channels = layer.Input.Channels;
        string less = layer.PaddingValue == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" - {layer.PaddingValue}");
        string row = string.Create(CultureInfo.InvariantCulture, $$"""
            int at = {{window.Seen(window.FirstColumn)}};
            const {{matrix.WeightType}} *w = {{matrix.Weights}} + (y * {{layer.Window.Width}} + {{window.FirstColumn}}) * {{channels * matrix.RowBytes}};
            for (int i = 0; i < {{window.Columns}} * {{channels}}; i++, w += {{matrix.RowBytes}}) {
                int v = {{source.Tensor(layer.First)}}[at + i]{{less}};
                if (v == 0) {
                    continue;
                }
                {{CText.Indent(matrix.Add(), 4)}}
            }
            """);
        return window.Positions($$"""
            {{matrix.Begin()}}
            {{window.Rows(row)}}
            {{matrix.Finish(source.Tensor(number), "to + ")}}
            """);
    }
}
