using System.Globalization;
using System.Numerics;
using System.Text;
using EdgeNet.Core;

namespace EdgeNet.Trainer.Export;

/// <summary>
/// A network of dense layers without loops. Values pass from layer to layer in locals where a method has room for them.
/// </summary>
internal static class DenseCode
{
    // nanoFramework keeps the number of a method's locals in a byte.
    private const int MaxInputs = 200;
    private const int MaxLocals = 230;
    private const int BytesATerm = 14;

    /// <summary>Writes what the network's class consists of.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The parts; null if the network is too large for this, or has another kind of layer.</returns>
    public static CodeParts? Write(ModelFile model)
    {
        if (!Allows(model))
        {
            return null;
        }

        Layer[] layers = Array.ConvertAll(model.Layers, l => new Layer(l.Matrix, new UnsignedLanes(l.Matrix, model.Data, model.MaxInput(l))));
        if (layers.Sum(l => l.Lanes.Columns * l.Matrix.Terms * BytesATerm) > NetworkCode.MaxCodeBytes)
        {
            return null;
        }

        bool pixels = model.Input.Rank > 1;
        bool inOneMethod = layers.Sum(l => l.Matrix.Terms + 6) <= MaxLocals;
        StringBuilder fields = new(), classify = new(), methods = new();
        for (int l = 0; l < layers.Length; l++)
        {
            AppendFields(fields, model, layers, l, inOneMethod);
        }

        for (int l = 0; l < layers.Length; l++)
        {
            bool last = l == layers.Length - 1;
            if (!inOneMethod)
            {
                classify.Append(CultureInfo.InvariantCulture, $"        {(last ? "return " : "")}Layer{l}({(l == 0 ? "raw" : $"values{l - 1}")});\n");
                methods.Append(CultureInfo.InvariantCulture, $"\n    private static {(last ? "int" : "void")} Layer{l}({(l > 0 ? "byte[] x" : pixels ? "byte[] raw" : "float[] raw")})\n    {{\n");
                AppendInputs(methods, model, layers[l], l, pixels, fromArray: true);
                AppendSums(methods, model, layers[l], l, last, inOneMethod);
                methods.Append("    }\n");
            }
            else
            {
                AppendInputs(classify, model, layers[l], l, pixels, fromArray: false);
                AppendSums(classify, model, layers[l], l, last, inOneMethod);
            }
        }

        methods.Append(CultureInfo.InvariantCulture, $$"""

                // What is at or beyond a limit. On nanoFramework "not a number" is greater than any limit, so it comes first.
                private static long Limit(float scaled, int index)
                {
                    if (float.IsNaN(scaled))
                    {
                        throw new ArgumentException("input value " + index + " is not a number");
                    }

                    return scaled <= 0f ? 0 : {{model.Input.MaxValue}};
                }

            """);
        return new CodeParts(fields.ToString(), classify.ToString(), methods.ToString(), pixels ? "byte" : "float");
    }

    // Dense layers one after another.
    private static bool Allows(ModelFile model) => model.Layers.Select((layer, l) => layer is DenseInfo && layer.First == l && layer.Matrix.Terms <= MaxInputs).All(allows => allows);

    private static void AppendFields(StringBuilder code, ModelFile model, Layer[] layers, int index, bool inOneMethod)
    {
        MatrixInfo matrix = layers[index].Matrix;
        if (index < layers.Length - 1 && !inOneMethod)
        {
            code.Append(CultureInfo.InvariantCulture, $"    private static readonly byte[] values{index} = new byte[{matrix.Outputs}];\n");
        }

        if (matrix.Activation.HasTable)
        {
            code.Append(CultureInfo.InvariantCulture, $"    private static readonly byte[] table{index} =\n    {{\n        ")
                .AppendJoin(", ", model.Data.AsSpan(matrix.TableAt, ModelFormat.TableLength).ToArray()).Append("\n    };\n");
        }
    }

    // Declares the layer's inputs v0_0, v0_1, ... for the first layer, v1_0, ... for the second.
    private static void AppendInputs(StringBuilder code, ModelFile model, Layer layer, int index, bool pixels, bool fromArray)
    {
        if (index == 0)
        {
            code.Append(IsIdentity(model.Input, pixels) ? "" : "        float t;\n");
            code.AppendJoin("", Enumerable.Range(0, layer.Matrix.Terms).Select(i => Input(model.Input, i, pixels)));
        }
        else if (fromArray)
        {
            // By way of int: a byte widened to long at once is unsigned on nanoFramework's stack, and with it the sums that the compiler leaves there.
            code.AppendJoin("", Enumerable.Range(0, layer.Matrix.Terms).Select(i => FormattableString.Invariant($"        long v{index}_{i} = (int)x[{i}];\n")));
        }
    }

    private static void AppendSums(StringBuilder code, ModelFile model, Layer layer, int index, bool last, bool inOneMethod)
    {
        MatrixInfo matrix = layer.Matrix;
        ActivationInfo activation = matrix.Activation;
        int lanes = layer.Lanes.Lanes, bits = layer.Lanes.Bits;

        // In locals, because that is what an interpreter loads in the least time.
        code.Append(FormattableString.Invariant($"        long a{index}, mask{index} = {(1L << bits) - 1}L;\n"));
        code.Append(last ? "        int[] l = logits;\n        long y, most = long.MinValue;\n        int best = 0;\n"
            : FormattableString.Invariant($"        long low{index} = {activation.Low}L, high{index} = {activation.High}L;\n"));
        code.Append(last || inOneMethod ? "" : "        long y;\n");
        for (int column = 0; column < layer.Lanes.Columns; column++)
        {
            int first = column * lanes, end = Math.Min(matrix.Outputs, first + lanes);
            code.Append(FormattableString.Invariant($"        a{index} = ")).AppendJoin("\n            + ", Terms(model, layer, index, first, end)).Append(";\n");
            for (int o = first; o < end; o++)
            {
                int shift = (o - first) * bits;
                string lane = shift == 0 ? $"a{index}" : FormattableString.Invariant($"(a{index} >> {shift})");
                bool masked = o < end - 1 || shift + bits == 64;
                string sum = masked ? FormattableString.Invariant($"({lane} & mask{index})") : lane;
                code.Append(Output(model, layer, index, o, sum, last, inOneMethod));
            }
        }

        code.Append(last ? "\n        return best;\n" : "");
    }

    private static List<string> Terms(ModelFile model, Layer layer, int index, int first, int end)
    {
        // What the lanes start with: so much that no sum is negative, and the inputs that never change.
        long start = 0;
        int bits = layer.Lanes.Bits;
        for (int o = end - 1; o >= first; o--)
        {
            start = unchecked((start << bits) + layer.Lanes.Offsets[o]);
        }

        List<string> terms = [];
        byte[] row = new byte[layer.Matrix.Outputs];
        for (int i = 0; i < layer.Matrix.Terms; i++)
        {
            WeightRows.Read(model.Data, layer.Matrix, i, row);
            long packed = 0;
            for (int o = end - 1; o >= first; o--)
            {
                packed = unchecked((packed << bits) + (sbyte)row[o]);
            }

            if (index == 0 && Constant(model.Input, i) is int value)
            {
                start = unchecked(start + (packed * value));
            }
            else if (packed != 0)
            {
                terms.Add(FormattableString.Invariant($"(v{index}_{i} * {CSharpText.Literal(packed)})"));
            }
        }

        if (start != 0 || terms.Count == 0)
        {
            terms.Add(CSharpText.Literal(start));
        }

        return terms;
    }

    private static string Output(ModelFile model, Layer layer, int index, int output, string sum, bool last, bool inOneMethod)
    {
        ActivationInfo activation = layer.Matrix.Activation;
        string scaled = RequantizationText.Of(model, layer.Matrix, output, sum, BigInteger.One << layer.Lanes.Bits, layer.Lanes.Offsets[output]);
        if (last)
        {
            return FormattableString.Invariant($"        y = {scaled};\n        l[{output}] = (int)y;\n        if (y > most)\n        {{\n            best = {output};\n            most = y;\n        }}\n\n");
        }

        string name = inOneMethod ? FormattableString.Invariant($"v{index + 1}_{output}") : "y";
        string limited = FormattableString.Invariant($"        {(inOneMethod ? "long " : "")}{name} = {scaled};\n")
            + FormattableString.Invariant($"        if ({name} < low{index}) {name} = low{index};\n        else if ({name} > high{index}) {name} = high{index};\n");
        string value = activation.HasTable ? FormattableString.Invariant($"table{index}[(int){name}]") : FormattableString.Invariant($"(byte){name}");
        return limited + (!inOneMethod ? FormattableString.Invariant($"        values{index}[{output}] = {value};\n")
            : activation.HasTable ? FormattableString.Invariant($"        {name} = {value};\n") : "");
    }

    private static string Input(InputInfo input, int index, bool pixels)
    {
        if (IsIdentity(input, pixels))
        {
            return FormattableString.Invariant($"        long v0_{index} = (int)raw[{index}];\n");
        }

        int pair = input.PerFeature ? index : 0;
        if (Constant(input, index) is not null)
        {
            // Whatever it is, unless it is not a number.
            return pixels ? "" : FormattableString.Invariant($"        t = raw[{index}] * 0f;\n        if (t != 0f) Limit(t, {index});\n");
        }

        string offset = input.Offset[pair] == 0f ? "" : " + " + CSharpText.Literal(input.Offset[pair]);
        return FormattableString.Invariant($"        t = (raw[{index}] * {CSharpText.Literal(input.Scale[pair])}){offset};\n")
            + FormattableString.Invariant($"        long v0_{index} = t > 0f && t < {input.MaxValue}f ? (long)(t + 0.5f) : Limit(t, {index});\n");
    }

    // What an input always becomes; null if it depends on the raw value.
    private static int? Constant(InputInfo input, int index)
    {
        int pair = input.PerFeature ? index : 0;
        return input.Scale[pair] != 0f ? null : (int)Math.Floor(Math.Clamp(input.Offset[pair], 0f, input.MaxValue) + 0.5f);
    }

    private static bool IsIdentity(InputInfo input, bool pixels) => pixels && InputQuantizer.IsIdentity(input);

    private sealed record Layer(MatrixInfo Matrix, UnsignedLanes Lanes);
}
