using System.Globalization;
using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.C;

/// <summary>An addition of two tensors, value by value, each brought to the scale of the output.</summary>
internal static class CAdd
{
    /// <summary>The statements of its function.</summary>
    public static string Body(CSource source, AddInfo layer, int number)
    {
        long first = layer.FirstMultiplier, second = layer.SecondMultiplier;
        long start = (1L << (layer.Shift - 1)) - (first * layer.FirstZero) - (second * layer.SecondZero);
        return string.Create(CultureInfo.InvariantCulture, $$"""
            for (int i = 0; i < {{layer.Output.Count}}; i++) {
                int64_t sum = (int64_t){{source.Tensor(layer.First)}}[i] * {{first}} + (int64_t){{source.Tensor(layer.Second)}}[i] * {{second}} + {{start}}LL;
                {{source.Tensor(number)}}[i] = {{source.Name}}_limit((sum >> {{layer.Shift}}) + {{layer.Activation.ZeroPoint}}, {{layer.Activation.Low}}, {{layer.Activation.High}});
            }
            """);
    }
}
