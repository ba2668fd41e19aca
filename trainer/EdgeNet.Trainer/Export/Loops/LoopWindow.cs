using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.Loops;

/// <summary>The loops by which a window moves over a picture.</summary>
internal static class LoopWindow
{
    /// <summary>Writes them.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="setup">What comes first.</param>
    /// <param name="body">
    /// What happens at each position: the window's first row and column are top and left, its rows y0 to y1 and columns x0 to x1 are inside of the picture,
    /// and the output begins at index to.
    /// </param>
    public static string Positions(WindowLayerInfo layer, string setup, string body)
    {
        LayerWindow window = layer.Window;
        return FormattableString.Invariant($$"""
            {{setup.Trim()}}
            int to = 0;
            for (int row = 0; row < {{layer.Output.Height}}; row++)
            {
                int top = (row * {{window.StrideDown}}) - {{window.Top}};
                int y0 = top < 0 ? -top : 0, y1 = {{layer.Input.Height}} - top < {{window.Height}} ? {{layer.Input.Height}} - top : {{window.Height}};
                for (int column = 0; column < {{layer.Output.Width}}; column++)
                {
                    int left = (column * {{window.StrideAcross}}) - {{window.Left}};
                    int x0 = left < 0 ? -left : 0, x1 = {{layer.Input.Width}} - left < {{window.Width}} ? {{layer.Input.Width}} - left : {{window.Width}};
            {{LoopCode.Indented(body, 8)}}        to += {{layer.Output.Channels}};
                }
            }
            """);
    }

    /// <summary>Loops over the places of the window, for each channel c.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="before">What happens before them,</param>
    /// <param name="each">at each place, whose value is at index at of the array q; the window's place is x + y * its width,</param>
    /// <param name="after">and after them.</param>
    public static string Channels(WindowLayerInfo layer, string before, string each, string after)
    {
        int channels = layer.Input.Channels;
        return FormattableString.Invariant($$"""
            for (int c = 0; c < {{channels}}; c++)
            {
                {{before}}
                for (int y = y0; y < y1; y++)
                {
                    int at = ((((top + y) * {{layer.Input.Width}}) + left + x0) * {{channels}}) + c;
                    for (int x = x0; x < x1; x++)
                    {
                        {{each}}
                        at += {{channels}};
                    }
                }

            {{LoopCode.Indented(after, 4)}}}
            """);
    }
}
