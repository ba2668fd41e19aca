using System.Globalization;
using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.C;

/// <summary>The loops by which a window moves over a picture.</summary>
/// <param name="layer">The layer.</param>
internal sealed class CWindow(WindowLayerInfo layer)
{
    private readonly LayerWindow _window = layer.Window;

    private bool IsPadded => (_window.Top | _window.Left | _window.Bottom | _window.Right) != 0;

    /// <summary>The first column of the window that is inside of the picture.</summary>
    public string FirstColumn => IsPadded ? "x0" : "0";

    /// <summary>Columns of the window that are inside of the picture.</summary>
    public string Columns => IsPadded ? "(x1 - x0)" : Number(_window.Width);

    /// <summary>Places of the window that are inside of the picture.</summary>
    public string Places => IsPadded ? "((y1 - y0) * (x1 - x0))" : Number(_window.Height * _window.Width);

    /// <summary>Loops over all positions.</summary>
    /// <param name="body">What happens at each; its output begins at index to.</param>
    public string Positions(string body)
    {
        string inside = !IsPadded ? "" : string.Create(CultureInfo.InvariantCulture, $$"""

                    int y0 = top < 0 ? -top : 0, y1 = {{layer.Input.Height}} - top < {{_window.Height}} ? {{layer.Input.Height}} - top : {{_window.Height}};
                    int x0 = left < 0 ? -left : 0, x1 = {{layer.Input.Width}} - left < {{_window.Width}} ? {{layer.Input.Width}} - left : {{_window.Width}};
            """);
        return string.Create(CultureInfo.InvariantCulture, $$"""
            int to = 0;
            for (int row = 0; row < {{layer.Output.Height}}; row++) {
                for (int column = 0; column < {{layer.Output.Width}}; column++) {
                    int top = {{From("row", _window.StrideDown, _window.Top)}}, left = {{From("column", _window.StrideAcross, _window.Left)}};{{inside}}
                    {{CText.Indent(body, 8)}}
                    to += {{layer.Output.Channels}};
                }
            }
            """);
    }

    /// <summary>A loop over the rows y of the window that are inside of the picture.</summary>
    public string Rows(string body) => string.Create(CultureInfo.InvariantCulture, $$"""
        for (int y = {{(IsPadded ? "y0" : "0")}}; y < {{(IsPadded ? "y1" : Number(_window.Height))}}; y++) {
            {{CText.Indent(body, 4)}}
        }
        """);

    /// <summary>A loop over the places (y, x) of the window that are inside of the picture.</summary>
    public string EachPlace(string body) => Rows(string.Create(CultureInfo.InvariantCulture, $$"""
        for (int x = {{FirstColumn}}; x < {{(IsPadded ? "x1" : Number(_window.Width))}}; x++) {
            {{CText.Indent(body, 4)}}
        }
        """));

    /// <summary>Index of the first channel at row y of the window and some column of it.</summary>
    public string Seen(string column)
    {
        string place = $"(top + y) * {Number(layer.Input.Width)} + left{(column == "0" ? "" : " + " + column)}";
        return layer.Input.Channels == 1 ? place : $"({place}) * {Number(layer.Input.Channels)}";
    }

    private static string From(string position, int stride, int padding) => position + (stride == 1 ? "" : " * " + Number(stride)) + (padding == 0 ? "" : " - " + Number(padding));

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
