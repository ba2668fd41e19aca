using System.Globalization;
using EdgeNet.Core;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Export.C;

/// <summary>
/// Writes a network as one C99 header that needs nothing else: constants for its weights, a function per layer, and functions that classify. The logits
/// are those of EdgeNet.Core, bit for bit. It allocates nothing; all memory that it uses is one variable.
/// </summary>
public static class CHeader
{
    /// <summary>By this text a header is known as an exported one.</summary>
    public const string Origin = "written by edgenet export --c";

    /// <summary>Writes the header.</summary>
    /// <param name="model">The model.</param>
    /// <param name="name">What all its names begin with: a C identifier.</param>
    /// <returns>C99 that is C++ as well.</returns>
    /// <exception cref="UserException">The model has a layer that cannot be written.</exception>
    /// <exception cref="ArgumentException">The model reads a stream through a pipeline, which is not written.</exception>
    public static string Write(ModelFile model, string name)
    {
        if (model.HasSignal)
        {
            throw new ArgumentException("the network reads a sensor's stream through a pipeline", nameof(model));
        }

        CSource body = new(model, name);
        for (int i = 0; i < model.Layers.Length; i++)
        {
            CLayers.Append(body, i);
        }

        if (model.Anomaly is not null)
        {
            CAnomaly.Append(body, model.Anomaly);
        }

        body.Append(COutput.Best(body));
        AppendRun(body);
        CInput.Append(body);
        COutput.Append(body);
        return Start(body) + Memory(body) + CArithmetic.UsedBy(body.Text, name) + body.Text + $"\n#endif\n";
    }

    /// <summary>Bytes of all memory that the header's functions use, apart from the stack.</summary>
    /// <param name="model">The model.</param>
    /// <returns>A multiple of 4.</returns>
    public static int RamBytes(ModelFile model) => (4 * SumCount(model)) + Members(model).Sum(m => m.Bytes);

    private static void AppendRun(CSource source)
    {
        IEnumerable<string> calls = Enumerable.Range(1, source.Model.Layers.Length).Select(l => FormattableString.Invariant($"    {source.Name}_layer{l}();\n"));
        string measure = source.Model.Anomaly is null ? "" : $"    {source.Name}_measure();\n";
        source.Append($"static int {source.Name}_run(void)\n{{\n{string.Concat(calls)}{measure}    return {source.Name}_best();\n}}");
    }

    private static string Start(CSource source)
    {
        ModelFile model = source.Model;
        string macro = source.Macro;
        return string.Create(CultureInfo.InvariantCulture, $$"""
            /* {{CText.Title(model)}}, {{Origin}}. C99 or C++. One thread at a time; include it in one source file.
               {{source.Name}}_classify classifies. On an AVR the constants stay in flash. */
            #ifndef {{macro}}_H
            #define {{macro}}_H

            #include <stdint.h>

            #if (-1 >> 1) != -1
            #error "this code needs a compiler that shifts negative numbers arithmetically"
            #endif

            #ifdef __AVR__
            #include <avr/pgmspace.h>
            #define {{macro}}_FLASH PROGMEM
            #define {{macro}}_BYTE(place) pgm_read_byte(place)
            #define {{macro}}_WORD(place) pgm_read_word(place)
            #define {{macro}}_LONG(place) pgm_read_dword(place)
            #define {{macro}}_FLOAT(place) pgm_read_float(place)
            #else
            #define {{macro}}_FLASH
            #define {{macro}}_BYTE(place) (*(place))
            #define {{macro}}_WORD(place) (*(place))
            #define {{macro}}_LONG(place) (*(place))
            #define {{macro}}_FLOAT(place) (*(place))
            #endif

            #define {{macro}}_INPUTS {{model.Input.Count}}
            #define {{macro}}_OUTPUTS {{model.Labels.Length}}
            #define {{macro}}_RAM_BYTES {{RamBytes(model)}} /* all memory that is used, apart from the stack */

            """);
    }

    private static string Memory(CSource source) => string.Create(CultureInfo.InvariantCulture, $$"""

        static struct {
            int32_t sums[{{SumCount(source.Model)}}]; /* of a layer; after the last one the logits */
        {{string.Concat(Members(source.Model).Select(m => m.Text))}}} {{source.Name}}_memory;

        typedef char {{source.Name}}_ram_is_exact[sizeof {{source.Name}}_memory == {{source.Macro}}_RAM_BYTES ? 1 : -1];

        """);

    // Multiples of 4, so that no compiler adds to them.
    private static IEnumerable<(string Text, int Bytes)> Members(ModelFile model)
    {
        for (int slot = 0; slot < model.Plan.SlotCount; slot++)
        {
            int bytes = (model.Plan.BytesOf(slot) + 3) & ~3;
            yield return (FormattableString.Invariant($"    uint8_t slot{slot}[{bytes}];{(slot == 0 ? " /* values between layers: each slot is used again once nothing reads it */" : "")}\n"), bytes);
        }

        if (model.Input.Planes == 2)
        {
            int bytes = (model.Input.Count + 3) & ~3;
            yield return (FormattableString.Invariant($"    uint8_t high[{bytes}]; /* bits 8 to 15 of the input */\n"), bytes);
        }

        if (model.Range is not null)
        {
            yield return ("    int32_t outside;\n", 4);
        }
    }

    // Averages and means add up channels.
    private static int SumCount(ModelFile model)
    {
        int most = model.Anomaly is null ? model.Labels.Length : AnomalyRunner.ScoreAt(model.Anomaly, model.Labels.Length) + 1;
        return model.Layers.Aggregate(most, (sums, layer) => Math.Max(sums, layer.Matrix?.Outputs ?? (layer is AveragePoolInfo or MeanInfo ? layer.Output.Channels : 0)));
    }
}
