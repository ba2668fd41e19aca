using System.Globalization;
using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.C;

/// <summary>Average pooling: the mean of each window, channel by channel. Places outside of the picture do not count.</summary>
internal static class CAveragePool
{
    /// <summary>The statements of its function.</summary>
    public static string Body(CSource source, AveragePoolInfo layer, int number)
    {
        CWindow window = new(layer);
        int channels = layer.Output.Channels;
        string sum = string.Create(CultureInfo.InvariantCulture, $$"""
            int at = {{window.Seen("x")}};
            for (int c = 0; c < {{channels}}; c++) {
                {{source.Sums}}[c] += {{source.Tensor(layer.First)}}[at + c];
            }
            """);
        // LiteRT's rounding begins at the middle of a byte, which is its int8 value 0.
        bool isTwice = layer.Activation.Rounding == ModelFormat.RoundTwice;
        bool isLimited = layer.Activation.Low > 0 || layer.Activation.High < source.Model.MaxInput(layer);
        string mean = isTwice ? $"({source.Sums}[c] < 0 ? {source.Sums}[c] - places / 2 : {source.Sums}[c] + places / 2) / places + 128" : $"{source.Sums}[c] / places";
        string limited = !isLimited ? $"(uint8_t)({mean})"
            : string.Create(CultureInfo.InvariantCulture, $"{source.Name}_limit({mean}, {layer.Activation.Low}, {layer.Activation.High})");
        return window.Positions(string.Create(CultureInfo.InvariantCulture, $$"""
            int32_t places = {{window.Places}};
            for (int c = 0; c < {{channels}}; c++) {
                {{source.Sums}}[c] = {{(isTwice ? "-128 * places" : "places / 2")}};
            }
            {{window.EachPlace(sum)}}
            for (int c = 0; c < {{channels}}; c++) {
                {{source.Tensor(number)}}[to + c] = {{limited}};
            }
            """));
    }
}
