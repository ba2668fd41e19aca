using System.Globalization;
using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.C;

/// <summary>The mean of each window, channel by channel, with a scale of its own.</summary>
internal static class CMean
{
    /// <summary>The statements of its function.</summary>
    public static string Body(CSource source, MeanInfo layer, int number)
    {
        CWindow window = new(layer);
        int channels = layer.Output.Channels;
        string scale = layer.Activation.Rounding == ModelFormat.RoundTwice ? "scale_twice" : "scale";
        string sum = string.Create(CultureInfo.InvariantCulture, $$"""
            int at = {{window.Seen("x")}};
            for (int c = 0; c < {{channels}}; c++) {
                {{source.Sums}}[c] += {{source.Tensor(layer.First)}}[at + c];
            }
            """);
        return window.Positions(string.Create(CultureInfo.InvariantCulture, $$"""
            for (int c = 0; c < {{channels}}; c++) {
                {{source.Sums}}[c] = {{-layer.Zero * layer.Window.Height * layer.Window.Width}};
            }
            {{window.EachPlace(sum)}}
            for (int c = 0; c < {{channels}}; c++) {
                {{source.Tensor(number)}}[to + c] = {{source.Name}}_limit({{source.Name}}_{{scale}}({{source.Sums}}[c], {{layer.Multiplier}}, {{layer.Shift}}) + {{layer.Activation.ZeroPoint}}, {{layer.Activation.Low}}, {{layer.Activation.High}});
            }
            """));
    }
}
