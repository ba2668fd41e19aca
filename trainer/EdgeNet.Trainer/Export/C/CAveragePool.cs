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
            const uint8_t *seen = {{source.Tensor(layer.First)}} + ({{window.Seen("x")}});
            for (int c = 0; c < {{channels}}; c++) {
                {{source.Sums}}[c] += seen[c];
            }
            """);
        return window.Positions(string.Create(CultureInfo.InvariantCulture, $$"""
            int32_t places = {{window.Places}};
            for (int c = 0; c < {{channels}}; c++) {
                {{source.Sums}}[c] = places / 2;
            }
            {{window.EachPlace(sum)}}
            for (int c = 0; c < {{channels}}; c++) {
                {{source.Tensor(number)}}[to + c] = (uint8_t)({{source.Sums}}[c] / places);
            }
            """));
    }
}
