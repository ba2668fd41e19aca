using System.Globalization;
using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.C;

/// <summary>Functions that set the input and classify: of raw values as the model was trained on, and of quantised ones.</summary>
internal static class CInput
{
    // Of a table that somebody fills in by hand.
    private const int MostColumns = 64;

    /// <summary>Writes them. They call the function that runs all layers.</summary>
    public static void Append(CSource source)
    {
        AppendSet(source);
        AppendFloats(source);
        if (source.Model.Input.Rank > 1)
        {
            AppendBytes(source);
        }

        AppendQuantized(source);
    }

    /// <summary>Name of the function that takes raw values as floats: the only one for columns of a table, the second one for pictures.</summary>
    public static string FloatsName(CSource source) => source.Name + (source.Model.Input.Rank > 1 ? "_classify_floats" : "_classify");

    // Each step is rounded to single precision, as docs/model-format.md says.
    private static void AppendSet(CSource source)
    {
        InputInfo input = source.Model.Input;
        string name = source.Name, scale = CText.Literal(input.Scale[0]), offset = CText.Literal(input.Offset[0]);
        if (input.PerFeature)
        {
            source.AppendArray("float", $"{name}_scales", Array.ConvertAll(input.Scale, CText.Literal));
            source.AppendArray("float", $"{name}_offsets", Array.ConvertAll(input.Offset, CText.Literal));
            (scale, offset) = (source.FloatAt($"{name}_scales + i"), source.FloatAt($"{name}_offsets + i"));
        }

        source.Append(string.Create(CultureInfo.InvariantCulture, $$"""
            /* Sets a value of the input to the whole number nearest to raw * scale + offset. Returns 0 for what is not a number. */
            static inline int {{name}}_set(int i, float raw)
            {
                float scaled = {{name}}_single({{name}}_single(raw * {{scale}}) + {{offset}});
                if (scaled != scaled) {
                    return 0;
                }
                {{CText.Indent(Store(source, $"scaled <= 0.0f ? 0 : scaled >= {Number(input.MaxValue)}.0f ? {Number(input.MaxValue)} : ({Type(input)}){name}_single(scaled + 0.5f)"), 4)}}
                return 1;
            }
            """));
    }

    private static void AppendFloats(CSource source)
    {
        string name = source.Name;
        string watch = "", start = "";
        if (source.Model.OpenSection(ModelFormat.RangeSection) is { } range)
        {
            // A count, zeros, then pairs.
            range.Skip(4, "count");
            string[] limits = [.. Enumerable.Range(0, 2 * source.Model.Input.Count).Select(_ => CText.Literal(range.Single("limit")))];
            source.AppendArray("float", $"{name}_lowest", limits.Where((_, i) => i % 2 == 0));
            source.AppendArray("float", $"{name}_highest", limits.Where((_, i) => i % 2 == 1));
            start = $"\n    {name}_memory.outside = 0;";
            watch = $$"""

                        if (raw[i] < {{source.FloatAt($"{name}_lowest + i")}} || raw[i] > {{source.FloatAt($"{name}_highest + i")}}) {
                            {{name}}_memory.outside = 1;
                        }
                """;
        }

        source.Append(string.Create(CultureInfo.InvariantCulture, $$"""
            /* Classifies {{Values(source)}} in the units of the training data. Returns the index of the label with the largest logit, the first of them
               if several are equal; -1 if a value is not a number.{{Columns(source)}} */
            static inline int {{FloatsName(source)}}(const float *raw)
            {{{start}}
                for (int i = 0; i < {{source.Model.Input.Count}}; i++) {
                    if (!{{name}}_set(i, raw[i])) {
                        return -1;
                    }{{watch}}
                }
                return {{name}}_run();
            }
            """));
    }

    private static void AppendBytes(CSource source)
    {
        InputInfo input = source.Model.Input;
        string name = source.Name;
        string set = $"{name}_set(i, raw[i]);";
        if (InputQuantizer.IsIdentity(input))
        {
            set = $"{source.Tensor(0)}[i] = raw[i];";
        }
        else if (!input.PerFeature && input.Planes == 1)
        {
            byte[] quantized = new byte[256];
            for (int raw = 0; raw < quantized.Length; raw++)
            {
                float scaled = (raw * input.Scale[0]) + input.Offset[0];
                quantized[raw] = (byte)(scaled <= 0f ? 0 : scaled >= input.MaxValue ? input.MaxValue : (int)(scaled + 0.5f));
            }

            source.AppendArray("uint8_t", $"{name}_quantized", quantized.Select(q => (int)q));
            set = $"{source.Tensor(0)}[i] = {source.ByteAt($"{name}_quantized + raw[i]")};";
        }

        source.Append(string.Create(CultureInfo.InvariantCulture, $$"""
            /* Classifies {{Values(source)}} of 0 to 255, as a camera gives them. Returns the index of the label with the largest logit, the first of them
               if several are equal. */
            static inline int {{name}}_classify(const uint8_t *raw)
            {
                for (int i = 0; i < {{input.Count}}; i++) {
                    {{set}}
                }
                return {{name}}_run();
            }
            """));
    }

    private static void AppendQuantized(CSource source)
    {
        InputInfo input = source.Model.Input;
        string check = input.Bits is 8 or 16 ? "" : string.Create(CultureInfo.InvariantCulture, $$"""

                    if (values[i] > {{input.MaxValue}}) {
                        return -1;
                    }
            """);
        string outside = source.Model.Range is null ? "" : $"\n    {source.Name}_memory.outside = 0;";
        source.Append(string.Create(CultureInfo.InvariantCulture, $$"""
            /* Classifies {{Values(source)}} that are quantised already: 0 to {{input.MaxValue}}.{{(check.Length > 0 ? " Returns -1 if one is larger." : "")}} */
            static inline int {{source.Name}}_classify_quantized(const {{(input.Planes == 1 ? "uint8_t" : "uint16_t")}} *values)
            {{{outside}}
                for (int i = 0; i < {{input.Count}}; i++) {{{check}}
                    {{CText.Indent(Store(source, "values[i]"), 8)}}
                }
                return {{source.Name}}_run();
            }
            """));
    }

    // What the values are, if the model knows.
    private static string Columns(CSource source)
    {
        string[] columns = source.Model.ReadColumns();
        return columns.Length is 0 or > MostColumns ? "" : "\n   " + string.Join(",\n   ", columns.Select((c, i) => FormattableString.Invariant($"raw[{i}] {CText.Comment(c)}"))) + ".";
    }

    // Inputs of more than 8 bits are two planes of bytes.
    private static string Store(CSource source, string value) => source.Model.Input.Planes == 1
        ? $"{source.Tensor(0)}[i] = {value};"
        : $"uint16_t quantized = {value};\n{source.Tensor(0)}[i] = (uint8_t)quantized;\n{source.Name}_memory.high[i] = (uint8_t)(quantized >> 8);";

    private static string Values(CSource source)
    {
        InputInfo input = source.Model.Input;
        return string.Create(CultureInfo.InvariantCulture, $"{input.Count} values{(input.Rank > 1 ? $" (row by row, {input.Height} x {input.Width} x {input.Channels})" : "")}");
    }

    private static string Type(InputInfo input) => input.Planes == 1 ? "uint8_t" : "uint16_t";

    private static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
