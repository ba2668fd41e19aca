using System.Globalization;
using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.C;

/// <summary>The last layer of a network whose outputs are bytes: each less the zero point is a logit.</summary>
internal static class CAnswer
{
    /// <summary>The statements of its function.</summary>
    public static string Body(CSource source, AnswerInfo layer) => string.Create(CultureInfo.InvariantCulture, $$"""
        for (int o = 0; o < {{layer.Outputs}}; o++) {
            {{source.Sums}}[o] = (int32_t){{source.Tensor(layer.First)}}[o] - {{layer.Activation.ZeroPoint}};
        }
        """);
}
