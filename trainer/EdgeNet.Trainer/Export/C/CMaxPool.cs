using System.Globalization;
using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.C;

/// <summary>Max pooling: the largest value of each window, channel by channel.</summary>
internal static class CMaxPool
{
    /// <summary>The statements of its function.</summary>
    public static string Body(CSource source, MaxPoolInfo layer, int number)
    {
        CWindow window = new(layer);
        int channels = layer.Output.Channels;
        string x = source.Tensor(layer.First), y = source.Tensor(number);
        string largest = string.Create(CultureInfo.InvariantCulture, $$"""
            int at = {{window.Seen("x")}};
            for (int c = 0; c < {{channels}}; c++) {
                {{y}}[to + c] = {{x}}[at + c] > {{y}}[to + c] ? {{x}}[at + c] : {{y}}[to + c];
            }
            """);
        string limit = source.Model.MaxInput(layer) <= layer.Activation.High ? "" : string.Create(CultureInfo.InvariantCulture, $$"""

            for (int c = 0; c < {{channels}}; c++) {
                {{y}}[to + c] = {{y}}[to + c] > {{layer.Activation.High}} ? {{layer.Activation.High}} : {{y}}[to + c];
            }
            """);
        return window.Positions(string.Create(CultureInfo.InvariantCulture, $$"""
            for (int c = 0; c < {{channels}}; c++) {
                {{y}}[to + c] = {{layer.Activation.Low}};
            }
            {{window.EachPlace(largest)}}
            """) + limit);
    }
}
