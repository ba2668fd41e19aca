using System.Globalization;
using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.C;

/// <summary>An addition as LiteRT computes it: what each byte brings to the sum is looked up.</summary>
internal static class CAddTwice
{
    /// <summary>Writes the layer's tables.</summary>
    /// <returns>The statements of its function.</returns>
    public static string Body(CSource source, AddTwiceInfo layer, int number)
    {
        string first = FormattableString.Invariant($"{source.Name}_layer{number}_first"), second = FormattableString.Invariant($"{source.Name}_layer{number}_second");
        source.AppendArray("int32_t", first, Enumerable.Range(0, ModelFormat.TableLength).Select(q => (int)layer.FirstScaled(q)));
        source.AppendArray("int32_t", second, Enumerable.Range(0, ModelFormat.TableLength).Select(q => (int)layer.SecondScaled(q)));
        return string.Create(CultureInfo.InvariantCulture, $$"""
            for (int i = 0; i < {{layer.Output.Count}}; i++) {
                int32_t sum = {{source.LongAt($"{first} + {source.Tensor(layer.First)}[i]")}} + {{source.LongAt($"{second} + {source.Tensor(layer.Second)}[i]")}};
                {{source.Tensor(number)}}[i] = {{source.Name}}_limit({{source.Name}}_scale_twice(sum, {{layer.Multiplier}}, {{layer.Shift}}) + {{layer.Activation.ZeroPoint}}, {{layer.Activation.Low}}, {{layer.Activation.High}});
            }
            """);
    }
}
