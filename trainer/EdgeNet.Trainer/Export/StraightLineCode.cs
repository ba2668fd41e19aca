using System.Globalization;
using System.Numerics;
using System.Text;
using EdgeNet.Core;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Export;

/// <summary>
/// Writes a small network as C# without loops: the weights are constants in the code, several in each long, so that they take no heap on a
/// board and an interpreter spends four instructions on each long. Values pass from layer to layer in locals where a method has room for
/// them. The answers are those of EdgeNet.Core, bit for bit.
/// </summary>
public static class StraightLineCode
{
    // nanoFramework keeps the number of a method's locals in a byte, and 64 KB of code in an assembly.
    private const int MaxInputs = 200;
    private const int MaxLocals = 230;
    private const int MaxCodeBytes = 45_000;
    private const int BytesATerm = 14;

    /// <summary>Writes the source of a class.</summary>
    /// <param name="model">The model.</param>
    /// <param name="name">Name of the class.</param>
    /// <param name="space">Its namespace.</param>
    /// <returns>C# 10 that nanoFramework runs.</returns>
    /// <exception cref="UserException">The network is too large for this; deploy it as a file.</exception>
    public static string Write(ModelFile model, string name, string space)
    {
        Layer[] layers = [.. Plan(model)];
        Check(layers);
        bool pixels = model.Input.Rank > 1;
        bool inOneMethod = layers.Sum(l => l.Matrix.Terms + 6) <= MaxLocals;
        string type = pixels ? "byte" : "float";
        StringBuilder code = new();
        code.Append(CultureInfo.InvariantCulture, $$"""
            using System;

            namespace {{space}};

            /// <summary>{{CSharpText.Title(model)}} as straight-line code, written by edgenet export --csharp. One thread at a time.</summary>
            internal static class {{name}}
            {
                /// <summary>Number of input values.</summary>
                public const int InputCount = {{model.Input.Count}};

                /// <summary>The labels.</summary>
                public static readonly string[] Labels = { {{string.Join(", ", model.Labels.Select(CSharpText.Literal))}} };

                private static readonly int[] logits = new int[{{model.Labels.Length}}];

            """);
        for (int l = 0; l < layers.Length; l++)
        {
            AppendFields(code, model, layers, l, inOneMethod);
        }

        code.Append(CultureInfo.InvariantCulture, $$"""

                /// <summary>Classifies raw values{{(pixels ? ": pixels 0..255, as a camera gives them" : " in the units of the training data")}}.</summary>
                /// <param name="raw">InputCount values.</param>
                /// <returns>Index of the label with the largest logit.</returns>
                public static int Classify({{type}}[] raw)
                {
                    if (raw.Length != InputCount)
                    {
                        throw new ArgumentException("the network expects " + InputCount + " values, not " + raw.Length);
                    }


            """);
        for (int l = 0; l < layers.Length; l++)
        {
            bool last = l == layers.Length - 1;
            if (!inOneMethod)
            {
                code.Append(CultureInfo.InvariantCulture, $"        {(last ? "return " : "")}Layer{l}({(l == 0 ? "raw" : $"values{l - 1}")});\n");
            }
            else
            {
                AppendInputs(code, model, layers[l], l, pixels, fromArray: false);
                AppendSums(code, model, layers[l], l, last, inOneMethod);
            }
        }

        code.Append("    }\n");
        for (int l = 0; l < layers.Length && !inOneMethod; l++)
        {
            bool last = l == layers.Length - 1;
            code.Append(CultureInfo.InvariantCulture, $"\n    private static {(last ? "int" : "void")} Layer{l}({(l == 0 ? $"{type}[] raw" : "byte[] x")})\n    {{\n");
            AppendInputs(code, model, layers[l], l, pixels, fromArray: true);
            AppendSums(code, model, layers[l], l, last, inOneMethod);
            code.Append("    }\n");
        }

        return code.Append(CultureInfo.InvariantCulture, $$"""

                /// <summary>An output of the last run, on the scale common to all outputs. Where each output is a yes or a no, it is yes above 0.</summary>
                /// <param name="output">Its index.</param>
                /// <returns>The logit.</returns>
                public static int Logit(int output)
                {
                    return logits[output];
                }

                // What is at or beyond a limit. On nanoFramework "not a number" is greater than any limit, so it comes first.
                private static long Limit(float scaled, int index)
                {
                    if (float.IsNaN(scaled))
                    {
                        throw new ArgumentException("input value " + index + " is not a number");
                    }

                    return scaled <= 0f ? 0 : {{model.Input.MaxValue}};
                }
            }

            """).ToString().Replace("\r\n", "\n", StringComparison.Ordinal);
    }

    private static IEnumerable<Layer> Plan(ModelFile model)
    {
        for (int l = 0; l < model.Layers.Length; l++)
        {
            LayerInfo info = model.Layers[l];
            if (info.First != l)
            {
                throw new UserException($"straight-line code needs every layer to read the previous one, but layer {l + 1} of this model reads another tensor. Deploy it as a file, or export it without --csharp");
            }

            MatrixInfo matrix = info is DenseInfo dense ? dense.Matrix
                : throw new UserException($"straight-line code supports only dense layers, but this model has a {info.KindName} layer. Deploy it as a file, or export it without --csharp");
            yield return new Layer(matrix, new UnsignedLanes(matrix, model.Data, model.MaxInput(info)));
        }
    }

    private static void Check(Layer[] layers)
    {
        foreach (Layer layer in layers)
        {
            if (layer.Matrix.Terms > MaxInputs)
            {
                throw new UserException($"a layer has {layer.Matrix.Terms} inputs; straight-line code supports at most {MaxInputs}. Deploy the model as a file, or export it without --csharp");
            }
        }

        int bytes = layers.Sum(l => l.Lanes.Columns * l.Matrix.Terms * BytesATerm);
        if (bytes > MaxCodeBytes)
        {
            throw new UserException($"the code would have about {bytes:N0} bytes on a board; at most {MaxCodeBytes:N0} are allowed. Deploy the model as a file, or export it without --csharp");
        }
    }

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
            code.AppendJoin("", Enumerable.Range(0, layer.Matrix.Terms).Select(i => Invariant($"        long v{index}_{i} = (int)x[{i}];\n")));
        }
    }

    private static void AppendSums(StringBuilder code, ModelFile model, Layer layer, int index, bool last, bool inOneMethod)
    {
        MatrixInfo matrix = layer.Matrix;
        ActivationInfo activation = matrix.Activation;
        int lanes = layer.Lanes.Lanes, bits = layer.Lanes.Bits;

        // In locals, because that is what an interpreter loads in the least time.
        code.Append(Invariant($"        long a{index}, mask{index} = {(1L << bits) - 1}L;\n"));
        code.Append(last ? "        int[] l = logits;\n        long y, most = long.MinValue;\n        int best = 0;\n"
            : Invariant($"        long low{index} = {activation.Low}L, high{index} = {activation.High}L;\n"));
        code.Append(last || inOneMethod ? "" : "        long y;\n");
        for (int column = 0; column < layer.Lanes.Columns; column++)
        {
            int first = column * lanes, end = Math.Min(matrix.Outputs, first + lanes);
            code.Append(Invariant($"        a{index} = ")).AppendJoin("\n            + ", Terms(model, layer, index, first, end)).Append(";\n");
            for (int o = first; o < end; o++)
            {
                int shift = (o - first) * bits;
                string lane = shift == 0 ? $"a{index}" : Invariant($"(a{index} >> {shift})");
                bool masked = o < end - 1 || shift + bits == 64;
                string sum = masked ? Invariant($"({lane} & mask{index})") : lane;
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
                terms.Add(Invariant($"(v{index}_{i} * {Literal(packed)})"));
            }
        }

        if (start != 0 || terms.Count == 0)
        {
            terms.Add(Literal(start));
        }

        return terms;
    }

    private static string Output(ModelFile model, Layer layer, int index, int output, string sum, bool last, bool inOneMethod)
    {
        ActivationInfo activation = layer.Matrix.Activation;
        string scaled = Scaled(model, layer, output, sum);
        if (last)
        {
            return Invariant($"        y = {scaled};\n        l[{output}] = (int)y;\n        if (y > most)\n        {{\n            best = {output};\n            most = y;\n        }}\n\n");
        }

        string name = inOneMethod ? Invariant($"v{index + 1}_{output}") : "y";
        string limited = Invariant($"        {(inOneMethod ? "long " : "")}{name} = {scaled};\n")
            + Invariant($"        if ({name} < low{index}) {name} = low{index};\n        else if ({name} > high{index}) {name} = high{index};\n");
        string value = activation.HasTable ? Invariant($"table{index}[(int){name}]") : Invariant($"(byte){name}");
        return limited + (!inOneMethod ? Invariant($"        values{index}[{output}] = {value};\n")
            : activation.HasTable ? Invariant($"        {name} = {value};\n") : "");
    }

    // A lane's sum, still with its offset, as the layer's output before its limits.
    private static string Scaled(ModelFile model, Layer layer, int output, string sum)
    {
        MatrixInfo matrix = layer.Matrix;
        ActivationInfo activation = matrix.Activation;
        long multiplier = LittleEndian.Int32At(model.Data, matrix.MultiplierAt + (4 * output));
        long bias = (long)LittleEndian.Int32At(model.Data, matrix.BiasAt + (4 * output)) - layer.Lanes.Offsets[output];
        int shift = model.Data[matrix.ShiftAt + output];
        string biased = bias == 0 ? sum : $"({sum} + {Literal(bias)})";
        if (activation.Rounding == ModelFormat.RoundTwice && shift > 31)
        {
            int rest = shift - 31;
            string once = $"((({biased} * {Literal(multiplier)}) + {Literal(1L << 30)}) >> 31)";
            return $"(({once} + {Literal(1L << (rest - 1))} - ({once} < 0L ? 1L : 0L)) >> {rest}) + {Literal(activation.ZeroPoint)}";
        }

        // sum * multiplier + start, shifted: one addition for bias, offset, half and zero point. A multiplier of more than 32 bits is loaded in one instruction.
        BigInteger largest = (BigInteger.One << layer.Lanes.Bits) + BigInteger.Abs(bias);
        for (int more = 3; more >= 0; more -= 3)
        {
            BigInteger start = (((BigInteger)bias * multiplier) << more) + (BigInteger.One << (shift + more - 1)) + ((BigInteger)activation.ZeroPoint << (shift + more));
            if (shift + more < 63 && BigInteger.Abs(start) + ((largest * multiplier) << more) < long.MaxValue)
            {
                return $"(({sum} * {Literal(multiplier << more)}) + {Literal((long)start)}) >> {shift + more}";
            }
        }

        return $"(((({biased} * {Literal(multiplier)}) >> {shift - 1}) + 1L) >> 1) + {Literal(activation.ZeroPoint)}";
    }

    private static string Input(InputInfo input, int index, bool pixels)
    {
        if (IsIdentity(input, pixels))
        {
            return Invariant($"        long v0_{index} = (int)raw[{index}];\n");
        }

        int pair = input.PerFeature ? index : 0;
        if (Constant(input, index) is not null)
        {
            // Whatever it is, unless it is not a number.
            return pixels ? "" : Invariant($"        t = raw[{index}] * 0f;\n        if (t != 0f) Limit(t, {index});\n");
        }

        string offset = input.Offset[pair] == 0f ? "" : " + " + Literal(input.Offset[pair]);
        return Invariant($"        t = (raw[{index}] * {Literal(input.Scale[pair])}){offset};\n")
            + Invariant($"        long v0_{index} = t > 0f && t < {input.MaxValue}f ? (long)(t + 0.5f) : Limit(t, {index});\n");
    }

    // What an input always becomes; null if it depends on the raw value.
    private static int? Constant(InputInfo input, int index)
    {
        int pair = input.PerFeature ? index : 0;
        return input.Scale[pair] != 0f ? null : (int)Math.Floor(Math.Clamp(input.Offset[pair], 0f, input.MaxValue) + 0.5f);
    }

    private static bool IsIdentity(InputInfo input, bool pixels) => pixels && !input.PerFeature && input.Scale[0] == 1f && input.Offset[0] == 0f && input.MaxValue == 255;

    private static string Literal(float value) => value.ToString("R", CultureInfo.InvariantCulture) + "f";

    private static string Literal(long value) => value == long.MinValue ? "long.MinValue" : value.ToString(CultureInfo.InvariantCulture) + "L";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private sealed record Layer(MatrixInfo Matrix, UnsignedLanes Lanes);
}
