using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.Loops;

/// <summary>How raw values become the network's input, as code.</summary>
internal static class LoopInput
{
    /// <summary>Types of raw values: bytes are for pixels. Those of a picture may also be floats, unless they are the bytes that the network reads.</summary>
    public static string[] RawTypes(InputInfo input) => input.Rank == 1 ? ["float"] : InputQuantizer.IsIdentity(input) ? ["byte"] : ["byte", "float"];

    /// <summary>Writes a method for each type.</summary>
    /// <param name="model">The model.</param>
    /// <param name="arrays">Receives scales and offsets where values have their own.</param>
    public static string Write(ModelFile model, LoopArrays arrays)
    {
        InputInfo input = model.Input;
        bool isWide = input.Planes > 1;
        string x = LoopCode.Tensor(model, 0);
        if (input.Rank > 1 && InputQuantizer.IsIdentity(input))
        {
            return FormattableString.Invariant($"\n    private static void Quantise(byte[] raw)\n    {{\n        Array.Copy(raw, 0, {x}, 0, {input.Count});\n    }}\n");
        }

        string scale = CSharpText.Literal(input.Scale[0]), offset = CSharpText.Literal(input.Offset[0]);
        if (input.PerFeature)
        {
            arrays.Add("scales", input.Scale);
            arrays.Add("offsets", input.Offset);
            (scale, offset) = ("scales[i]", "offsets[i]");
        }

        string cast = isWide ? "" : "(byte)";
        return string.Concat(RawTypes(input).Select(type => FormattableString.Invariant($$"""

                private static void Quantise({{type}}[] raw)
                {
                    for (int i = 0; i < {{input.Count}}; i++)
                    {
                        float scaled = (raw[i] * {{scale}}) + {{offset}};
                        {{x}}[i] = {{cast}}(scaled > 0f && scaled < {{input.MaxValue}}f ? (int)(scaled + 0.5f) : Limit(scaled, i));
                    }
                }

            """))) + FormattableString.Invariant($$"""

                // What is at or beyond a limit. On nanoFramework "not a number" is greater than any limit, so it comes first.
                private static int Limit(float scaled, int index)
                {
                    if (float.IsNaN(scaled))
                    {
                        throw new ArgumentException("input value " + index + " is not a number");
                    }

                    return scaled <= 0f ? 0 : {{input.MaxValue}};
                }

            """);
    }
}
