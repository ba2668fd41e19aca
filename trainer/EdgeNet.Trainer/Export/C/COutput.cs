using System.Globalization;
using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.C;

/// <summary>Functions that tell what the last answer was: logits, values for people, labels, how certain it is.</summary>
internal static class COutput
{
    /// <summary>Writes them.</summary>
    public static void Append(CSource source)
    {
        OutputInfo output = source.Model.Output;
        string name = source.Name;
        if (output.HasTable)
        {
            source.AppendArray("uint16_t", $"{name}_output_table", output.Table.Select(t => (int)t));
        }

        source.Append($$"""
            /* An output of the last run, on the scale common to all outputs. */
            static inline int32_t {{name}}_logit(int output)
            {
                return {{source.Sums}}[output];
            }
            """);
        if (output.GivesBytes)
        {
            COutputBytes.Append(source);
        }

        source.Append(ValueOf(source));
        source.Append($$"""
            static inline const char *{{name}}_label(int output)
            {
                static const char *const labels[{{source.Macro}}_OUTPUTS] = {
                    {{string.Join(",\n        ", source.Model.Labels.Select(CText.Literal))}},
                };
                return labels[output];
            }
            """);
        if (output.Task == ModelFormat.MultiLabel)
        {
            source.Append($$"""
                /* Whether an output of the last run is a yes. */
                static inline int {{name}}_is_on(int output)
                {
                    return {{source.Sums}}[output] > 0;
                }
                """);
        }

        if (source.Model.Range is not null)
        {
            source.Append($$"""
                /* Whether a raw value of the last run was outside of the trained range: then the answer is unsure. */
                static inline int {{name}}_is_outside(void)
                {
                    return {{name}}_memory.outside;
                }
                """);
        }

        if (output.Task <= ModelFormat.MultiLabel)
        {
            source.Append(Confidence(source));
        }
    }

    /// <summary>The function that finds the answer.</summary>
    public static string Best(CSource source) => $$"""
        static inline int {{source.Name}}_best(void)
        {
            int best = 0;
            for (int o = 1; o < {{source.Macro}}_OUTPUTS; o++) {
                best = {{source.Sums}}[o] > {{source.Sums}}[best] ? o : best;
            }
            return best;
        }
        """;

    private static string ValueOf(CSource source)
    {
        OutputInfo output = source.Model.Output;
        string name = source.Name, logit = $"{source.Sums}[output]", shift = output.TableShift.ToString(CultureInfo.InvariantCulture);
        string linear = $"{name}_single({name}_single((float){logit}) * {CText.Literal(output.LogitScale)})";
        string entry = $$"""
            int32_t index = ({{logit}} >> {{shift}}) + 128;
                uint16_t entry = {{source.WordAt($"{name}_output_table + (index < 0 ? 0 : index > 255 ? 255 : index)")}};
            """;
        string value = output.Function switch
        {
            ModelFormat.Softmax => $$"""
                int32_t largest = {{source.Sums}}[{{name}}_best()], sum = 0, own = 0;
                    for (int o = 0; o < {{source.Macro}}_OUTPUTS; o++) {
                        int64_t index = ((int64_t)largest - {{source.Sums}}[o]) >> {{shift}};
                        uint16_t entry = {{source.WordAt($"{name}_output_table + (index > 255 ? 255 : index)")}};
                        sum += entry;
                        own = o == output ? entry : own;
                    }
                    float value = {{name}}_single((float)own / {{name}}_single((float)sum));
                """,
            ModelFormat.Sigmoid => $"{entry}\n    float value = {name}_single((float)entry / 65535.0f);",
            ModelFormat.Tanh => $"{entry}\n    float value = {name}_single({name}_single((float)entry / 32767.5f) - 1.0f);",
            ModelFormat.Relu => $"float value = {logit} < 0 ? 0.0f : {linear};",
            ModelFormat.LiteRtSoftmax => $"float value = {name}_single((float){name}_byte(output) / 256.0f);",
            ModelFormat.Lookup => $"float value = (float){name}_byte(output);",
            _ => $"float value = {linear};",
        };
        return $$"""
            /* An output of the last run for people: a probability, or a value in the unit of the training data. */
            static inline float {{name}}_value(int output)
            {
                {{value}}
                return {{name}}_single({{name}}_single(value * {{CText.Literal(output.ValueScale)}}) + {{CText.Literal(output.ValueOffset)}});
            }
            """;
    }

    private static string Confidence(CSource source)
    {
        string name = source.Name;
        string[] doubts = [.. source.Model.Range is null ? [] : new[] { $"{name}_memory.outside" }, .. source.Model.Anomaly is null ? [] : new[] { $"{name}_is_anomaly()" }];
        string unsure = doubts.Length == 0 ? "" : $"\n    if ({string.Join(" || ", doubts)}) {{\n        return 0;\n    }}";
        string body = source.Model.Output.Task == ModelFormat.Classification ? $"return {name}_percent({name}_value({name}_best()));" : $$"""
            int least = 100;
                for (int o = 0; o < {{source.Macro}}_OUTPUTS; o++) {
                    int yes = {{name}}_percent({{name}}_value(o));
                    int certainty = yes > 50 ? yes : 100 - yes;
                    least = certainty < least ? certainty : least;
                }
                return least;
            """;
        return $$"""
            static inline int {{name}}_percent(float share)
            {
                return share <= 0.0f ? 0 : share >= 1.0f ? 100 : (int){{name}}_single({{name}}_single(share * 100.0f) + 0.5f);
            }

            /* How certain the last answer is, 0 to 100{{(doubts.Length == 0 ? "" : "; 0 if it is unsure")}}. */
            static inline int {{name}}_confidence_percent(void)
            {{{unsure}}
                {{body}}
            }
            """;
    }
}
