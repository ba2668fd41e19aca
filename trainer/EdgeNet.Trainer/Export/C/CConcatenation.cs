using System.Globalization;
using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.C;

/// <summary>Two tensors side by side: a part of the first, a part of the second, by turns.</summary>
internal static class CConcatenation
{
    /// <summary>The statements of its function.</summary>
    public static string Body(CSource source, ConcatenationInfo layer, int number)
    {
        int first = layer.Inputs / layer.Parts, second = layer.SecondInput.Count / layer.Parts;
        string y = source.Tensor(number);
        return string.Create(CultureInfo.InvariantCulture, $$"""
            for (int part = 0; part < {{layer.Parts}}; part++) {
                for (int i = 0; i < {{first}}; i++) {
                    {{y}}[part * {{first + second}} + i] = {{source.Tensor(layer.First)}}[part * {{first}} + i];
                }
                for (int i = 0; i < {{second}}; i++) {
                    {{y}}[part * {{first + second}} + {{first}} + i] = {{source.Tensor(layer.Second)}}[part * {{second}} + i];
                }
            }
            """);
    }
}
