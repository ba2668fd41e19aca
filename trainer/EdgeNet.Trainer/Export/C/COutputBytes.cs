using System.Globalization;
using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.C;

/// <summary>The output functions that make a byte of each logit, as networks have that were imported from LiteRT.</summary>
internal static class COutputBytes
{
    /// <summary>Writes the table and the function.</summary>
    public static void Append(CSource source)
    {
        OutputInfo output = source.Model.Output;
        string name = source.Name;
        bool isSoftmax = output.Function == ModelFormat.LiteRtSoftmax;
        source.AppendArray(isSoftmax ? "int32_t" : "uint8_t", $"{name}_output_table", output.Entries);
        if (isSoftmax)
        {
            AppendSoftmax(source);
            return;
        }

        source.Append(string.Create(CultureInfo.InvariantCulture, $$"""
            /* An output of the last run as the byte that the network gives, 0 to 255. */
            static inline uint8_t {{name}}_byte(int output)
            {
                return {{source.ByteAt($"{name}_output_table + ({source.Sums}[output] + {source.Model.Layers[^1].Activation.ZeroPoint})")}};
            }
            """));
    }

    // The steps of LiteRtSoftmax in EdgeNet.Core, which docs/model-format.md describes.
    private static void AppendSoftmax(CSource source)
    {
        string name = source.Name, sums = source.Sums;
        source.Append($$"""
            /* a * b / 2^31, halves away from zero. */
            static inline int64_t {{name}}_product(int64_t a, int64_t b)
            {
                int64_t product = a * b;
                return (product + (product >= 0 ? (int64_t)1 << 30 : 1 - ((int64_t)1 << 30))) / ((int64_t)1 << 31);
            }

            static inline int64_t {{name}}_saturated(int64_t value)
            {
                return value > INT32_MAX ? INT32_MAX : value < INT32_MIN ? INT32_MIN : value;
            }

            /* An output of the last run as the byte that LiteRT's softmax gives, 0 to 255: exponentials with 31 bits behind the point, their sum, and its
               reciprocal by three Newton steps from 48/17 - 32/17 * half. */
            static inline uint8_t {{name}}_byte(int output)
            {
                int32_t largest = {{sums}}[{{name}}_best()];
                int64_t sum = 0, half, x, value;
                int zeros = 0, shift;
                for (int o = 0; o < {{source.Macro}}_OUTPUTS; o++) {
                    sum += ((int64_t){{source.LongAt($"{name}_output_table + (largest - {sums}[o])")}} + 2048) >> 12;
                }
                while (sum * ((int64_t)1 << zeros) < ((int64_t)1 << 31)) {
                    zeros++;
                }
                half = (sum * ((int64_t)1 << zeros) - ((int64_t)1 << 31) + INT32_MAX + 1) / 2;
                x = 1515870810 + {{name}}_product(half, -1010580540);
                for (int i = 0; i < 3; i++) {
                    x += {{name}}_saturated({{name}}_product(x, ((int64_t)1 << 29) - {{name}}_product(half, x)) * 4);
                }
                shift = 12 - zeros + 31 - 8;
                value = {{name}}_product({{name}}_saturated(x * 2), {{source.LongAt($"{name}_output_table + (largest - {sums}[output])")}});
                value = (value + ((int64_t)1 << (shift - 1))) >> shift;
                return value > 255 ? 255 : (uint8_t)value;
            }
            """);
    }
}
