using System.Globalization;
using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.C;

/// <summary>The same values in another shape.</summary>
internal static class CReshape
{
    /// <summary>The statements of its function.</summary>
    public static string Body(CSource source, ReshapeInfo layer, int number) => string.Create(CultureInfo.InvariantCulture, $$"""
        for (int i = 0; i < {{layer.Output.Count}}; i++) {
            {{source.Tensor(number)}}[i] = {{source.Tensor(layer.First)}}[i];
        }
        """);
}
