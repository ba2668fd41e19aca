using System.Globalization;
using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.C;

/// <summary>A depthwise convolution: as a convolution, but a value adds only to the sum of its own channel, so all channels are added side by side.</summary>
internal static class CDepthwise
{
    /// <summary>Writes the layer's numbers.</summary>
    /// <returns>The statements of its function.</returns>
    public static string Body(CSource source, DepthwiseInfo layer, int number)
    {
        CMatrix matrix = new(source, layer.Matrix, number);
        matrix.AppendArrays(layer.PaddingValue);
        CWindow window = new(layer);
        string less = layer.PaddingValue == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $" - {layer.PaddingValue}");
        string seen = $"{source.Tensor(layer.First)}[at + o]";
        string place = string.Create(CultureInfo.InvariantCulture, $$"""
            int at = {{window.Seen("x")}};
            const {{matrix.WeightType}} *w = {{matrix.Weights}} + (y * {{layer.Window.Width}} + x) * {{matrix.RowBytes}};
            {{matrix.AddEach(less.Length == 0 ? seen : $"({seen}{less})")}}
            """);
        return window.Positions($$"""
            {{matrix.Begin()}}
            {{window.EachPlace(place)}}
            {{matrix.Finish(source.Tensor(number), "to + ")}}
            """);
    }
}
