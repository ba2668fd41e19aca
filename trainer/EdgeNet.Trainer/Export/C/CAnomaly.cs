using System.Globalization;
using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.C;

/// <summary>The distance of an input from what is normal, as section ANOM of docs/model-format.md says.</summary>
internal static class CAnomaly
{
    /// <summary>Writes the function that computes the score behind the logits, and those that tell it.</summary>
    public static void Append(CSource source, AnomalyInfo anomaly)
    {
        int count = source.Model.Input.Count;
        string name = source.Name, sums = source.Sums;
        bool reconstructs = anomaly.Kind == ModelFormat.DistanceToReconstruction;
        if (!reconstructs)
        {
            source.AppendArray("uint16_t", $"{name}_centres", anomaly.CopyCentres(source.Model.Data, count).Select(c => (int)c));
        }

        source.AppendArray("uint16_t", $"{name}_normal_weights", anomaly.CopyWeights(source.Model.Data, count).Select(w => (int)w));
        string value = source.Tensor(0) + "[i]" + (source.Model.Input.Planes == 2 ? $" | (int32_t){name}_memory.high[i] << 8" : "");
        string centre = !reconstructs ? $"int32_t centre = {source.WordAt($"{name}_centres + at")};" : string.Create(CultureInfo.InvariantCulture, $$"""
            int64_t made = (((int64_t){{sums}}[i] * {{anomaly.Multiplier}} + {{1L << (anomaly.LogitShift - 1)}}LL) >> {{anomaly.LogitShift}}) + {{CText.Literal(anomaly.Offset)}};
            int32_t centre = made < 0 ? 0 : made > 65535 ? 65535 : (int32_t)made;
            """);
        string threshold = anomaly.StandsAlone ? string.Create(CultureInfo.InvariantCulture, $"\n    {sums}[0] = {anomaly.Threshold};") : "";
        string score = string.Create(CultureInfo.InvariantCulture, $"{sums}[{AnomalyRunner.ScoreAt(anomaly, source.Model.Labels.Length)}]");
        source.Append(string.Create(CultureInfo.InvariantCulture, $$"""
            /* The root of the least sum of squared distances{{(reconstructs ? " to what the network makes of the input" : $", over {anomaly.Centres} centres")}}. */
            static void {{name}}_measure(void)
            {
                int64_t least = INT64_MAX, root = 0;
                int32_t at = 0;
                for (int c = 0; c < {{anomaly.Centres}}; c++) {
                    int64_t sum = 0;
                    for (int i = 0; i < {{count}}; i++, at++) {
                        int32_t value = {{value}};
                        {{CText.Indent(centre, 12)}}
                        int64_t part = (int64_t)(value * {{1 << anomaly.FractionBits}} - centre) * (int32_t){{source.WordAt($"{name}_normal_weights + at")}} >> {{anomaly.Shift}};
                        sum += part * part;
                    }
                    least = sum < least ? sum : least;
                }
                for (int64_t bit = (int64_t)1 << 60; bit != 0; bit >>= 2) {
                    int64_t tried = root + bit;
                    root >>= 1;
                    if (least >= tried) {
                        least -= tried;
                        root += bit;
                    }
                }{{threshold}}
                {{score}} = (int32_t)root;
            }

            /* How unlike the training data the last input was, as a whole number: an anomaly is above {{anomaly.Threshold}}. */
            static inline int32_t {{name}}_anomaly_score(void)
            {
                return {{score}};
            }

            /* The same for people: 1 at the threshold, 2 for an input twice as far from normal. */
            static inline float {{name}}_anomaly_level(void)
            {
                return {{name}}_single({{name}}_single((float){{score}}) / {{name}}_single((float){{anomaly.Threshold}}));
            }

            static inline int {{name}}_is_anomaly(void)
            {
                return {{score}} > {{anomaly.Threshold}};
            }
            """));
    }
}
