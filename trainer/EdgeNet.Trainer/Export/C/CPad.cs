using System.Globalization;
using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.C;

/// <summary>A frame around a picture.</summary>
internal static class CPad
{
    /// <summary>The statements of its function.</summary>
    public static string Body(CSource source, PadInfo layer, int number)
    {
        int row = layer.Input.Width * layer.Input.Channels, outputRow = layer.Output.Width * layer.Output.Channels;
        string y = source.Tensor(number);
        return string.Create(CultureInfo.InvariantCulture, $$"""
            for (int i = 0; i < {{layer.Output.Count}}; i++) {
                {{y}}[i] = {{layer.Value}};
            }
            for (int row = 0; row < {{layer.Input.Height}}; row++) {
                for (int i = 0; i < {{row}}; i++) {
                    {{y}}[(row + {{layer.Top}}) * {{outputRow}} + {{layer.Left * layer.Output.Channels}} + i] = {{source.Tensor(layer.First)}}[row * {{row}} + i];
                }
            }
            """);
    }
}
