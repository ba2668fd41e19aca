using System.Globalization;
using System.Text;
using EdgeNet.Core;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Export;

/// <summary>
/// Writes a small network as C# without loops: the weights are constants in the code, three or four in each long, so that they take
/// no heap on a board and an interpreter spends four instructions on each. The answers are those of EdgeNet.Core, bit for bit.
/// </summary>
public static class StraightLineCode
{
    // nanoFramework keeps the number of a method's locals in a byte, and 64 KB of code in an assembly.
    private const int MaxInputs = 200;
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
        StringBuilder code = new();
        code.Append(CultureInfo.InvariantCulture, $$"""
            using System;

            namespace {{space}};

            /// <summary>The model "{{CSharpText.Comment(model.Meta("name"))}}" ({{CSharpText.Comment(model.Meta("build"))}}) as straight-line code, written by edgenet export --csharp. One thread at a time.</summary>
            internal static class {{name}}
            {
                /// <summary>Number of values an input has.</summary>
                public const int InputCount = {{model.Input.Count}};

                /// <summary>The labels.</summary>
                public static readonly string[] Labels = { {{string.Join(", ", model.Labels.Select(CSharpText.Literal))}} };

                private static readonly int[] logits = new int[{{model.Labels.Length}}];

            """);
        for (int l = 0; l < layers.Length; l++)
        {
            AppendFields(code, model, layers, l);
        }

        code.Append(CultureInfo.InvariantCulture, $$"""

                /// <summary>Classifies raw values{{(pixels ? ": pixels 0..255, as a camera gives them" : " in the units of the training data")}}.</summary>
                /// <param name="raw">InputCount values.</param>
                /// <returns>Index of the label with the largest logit.</returns>
                public static int Classify({{(pixels ? "byte" : "float")}}[] raw)
                {
                    if (raw.Length != InputCount)
                    {
                        throw new ArgumentException("the network takes " + InputCount + " values and was given " + raw.Length);
                    }

            {{string.Concat(layers.Select((_, l) => $"        Layer{l}({(l == 0 ? "raw" : $"values{l - 1}")});\n"))}}
                    int best = 0;
                    for (int o = 1; o < logits.Length; o++)
                    {
                        best = logits[o] > logits[best] ? o : best;
                    }

                    return best;
                }

                /// <summary>An output of the last run, on the scale common to all outputs.</summary>
                /// <param name="output">Its index.</param>
                /// <returns>The logit.</returns>
                public static int Logit(int output)
                {
                    return logits[output];
                }

            """);
        for (int l = 0; l < layers.Length; l++)
        {
            AppendLayer(code, model, layers[l], l, l == layers.Length - 1, pixels);
        }

        return code.Append(CultureInfo.InvariantCulture, $$"""

                // What is at or beyond a limit. On nanoFramework "not a number" is greater than any limit, so it comes first.
                private static int Limit(float scaled, int index)
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
        int maxInput = model.Input.MaxValue;
        foreach (LayerInfo info in model.Layers)
        {
            // Inputs of more than eight bits leave no room for a second lane.
            MatrixInfo matrix = info is DenseInfo dense ? dense.Matrix
                : throw new UserException($"straight-line code is for dense layers, and this model has a {info.KindName} layer. Deploy it as a file, or export it without --csharp");
            LanePlan? plan = maxInput > 255 ? null : new[] { 4, 3 }.Select(lanes => LanePlan.Of(matrix, model.Data, maxInput, lanes)).MinBy(p => p.Columns(matrix) * info.Inputs * 4 + (p.Starts.Length * info.Outputs * 10));
            yield return new Layer(matrix, plan?.Lanes ?? 1, plan?.Bits ?? 64, plan is null ? [0, info.Inputs] : Array.ConvertAll(plan.Starts, s => (int)s));
            maxInput = info.Activation.MaxOutput;
        }
    }

    private static void Check(Layer[] layers)
    {
        foreach (Layer layer in layers)
        {
            if (layer.Matrix.Terms > MaxInputs)
            {
                throw new UserException($"a layer takes {layer.Matrix.Terms} inputs; straight-line code is for layers of at most {MaxInputs}. Deploy the model as a file, or export it without --csharp");
            }
        }

        int bytes = layers.Sum(l => l.Columns * l.Matrix.Terms * BytesATerm);
        if (bytes > MaxCodeBytes)
        {
            throw new UserException($"the code would have about {bytes:N0} bytes on a board, where {MaxCodeBytes:N0} are reasonable. Deploy the model as a file, or export it without --csharp");
        }
    }

    private static void AppendFields(StringBuilder code, ModelFile model, Layer[] layers, int index)
    {
        MatrixInfo matrix = layers[index].Matrix;
        if (index < layers.Length - 1)
        {
            code.Append(CultureInfo.InvariantCulture, $"    private static readonly byte[] values{index} = new byte[{matrix.Outputs}];\n");
        }

        if (matrix.Activation.HasTable)
        {
            code.Append(CultureInfo.InvariantCulture, $"    private static readonly byte[] table{index} =\n    {{\n        ")
                .AppendJoin(", ", model.Data.AsSpan(matrix.TableAt, ModelFormat.TableLength).ToArray()).Append("\n    };\n");
        }
    }

    private static void AppendLayer(StringBuilder code, ModelFile model, Layer layer, int index, bool last, bool pixels)
    {
        MatrixInfo matrix = layer.Matrix;
        string type = index > 0 || pixels ? "byte" : "float";
        code.Append(CultureInfo.InvariantCulture, $"\n    private static void Layer{index}({type}[] x)\n    {{\n");
        code.Append(index == 0 && !IsIdentity(model.Input, pixels) ? "        float t;\n" : "");
        for (int i = 0; i < matrix.Terms; i++)
        {
            // By way of int: a byte widened to long at once is unsigned on nanoFramework's stack, and with it the sums that the compiler leaves there.
            code.Append(index > 0 ? Invariant($"        long x{i} = (int)x[{i}];\n") : Input(model.Input, i, pixels));
        }

        code.Append(last ? "        long a;\n" : "        long a, y;\n");
        code.Append(layer.Lanes > 1 ? "        long lane;\n" : "");
        bool segmented = layer.Starts.Length > 2;
        if (segmented)
        {
            code.AppendJoin("", Enumerable.Range(0, matrix.Outputs).Select(o => Invariant($"        int s{o} = {Bias(model, matrix, o)};\n")));
        }

        for (int segment = 0; segment < layer.Starts.Length - 1; segment++)
        {
            for (int column = 0; column < layer.Columns; column++)
            {
                code.Append("        a = ").AppendJoin("\n            + ", Terms(model, layer, segment, column)).Append(";\n");
                AppendLanes(code, model, layer, index, column, last, segmented);
            }
        }

        if (segmented)
        {
            for (int o = 0; o < matrix.Outputs; o++)
            {
                code.Append(Output(model, matrix, index, o, Invariant($"s{o}"), last));
            }
        }

        code.Append("    }\n");
    }

    private static List<string> Terms(ModelFile model, Layer layer, int segment, int column)
    {
        List<string> terms = [];
        byte[] row = new byte[layer.Matrix.Outputs];
        for (int i = layer.Starts[segment]; i < layer.Starts[segment + 1]; i++)
        {
            WeightRows.Read(model.Data, layer.Matrix, i, row);
            long packed = 0;
            for (int o = Math.Min(layer.Matrix.Outputs, (column + 1) * layer.Lanes) - 1; o >= column * layer.Lanes; o--)
            {
                packed = (layer.Lanes == 1 ? 0 : packed << layer.Bits) + (sbyte)row[o];
            }

            if (packed != 0)
            {
                terms.Add(Invariant($"(x{i} * {packed}L)"));
            }
        }

        return terms.Count > 0 ? terms : ["0L"];
    }

    // The lowest lane with its sign; what it borrowed from the others goes back to them.
    private static void AppendLanes(StringBuilder code, ModelFile model, Layer layer, int index, int column, bool last, bool segmented)
    {
        int first = column * layer.Lanes, end = Math.Min(layer.Matrix.Outputs, first + layer.Lanes);
        for (int o = first; o < end; o++)
        {
            string lane = "a";
            if (o + 1 < end)
            {
                code.Append(CultureInfo.InvariantCulture, $"        lane = (a << {64 - layer.Bits}) >> {64 - layer.Bits};\n");
                lane = "lane";
            }

            code.Append(segmented ? Invariant($"        s{o} += (int){lane};\n")
                : Output(model, layer.Matrix, index, o, Invariant($"((int){lane} + {Bias(model, layer.Matrix, o)})"), last));
            if (o + 1 < end)
            {
                code.Append(CultureInfo.InvariantCulture, $"        a = (a - lane) >> {layer.Bits};\n");
            }
        }
    }

    private static string Output(ModelFile model, MatrixInfo matrix, int index, int output, string sum, bool last)
    {
        int multiplier = LittleEndian.Int32At(model.Data, matrix.MultiplierAt + (4 * output)), shift = model.Data[matrix.ShiftAt + output];
        string scaled = Invariant($"((({sum} * {multiplier}L) >> {shift - 1}) + 1) >> 1");
        if (last)
        {
            return Invariant($"        logits[{output}] = (int)({scaled});\n");
        }

        string shifted = matrix.Activation.ZeroPoint == 0 ? scaled : Invariant($"({scaled}) + {matrix.Activation.ZeroPoint}");
        ActivationInfo activation = matrix.Activation;
        string limited = Invariant($"(y < {activation.Low} ? {activation.Low} : y > {activation.High} ? {activation.High} : (int)y)");
        string value = matrix.Activation.HasTable ? Invariant($"table{index}[{limited}]") : $"(byte){limited}";
        return Invariant($"        y = {shifted};\n        values{index}[{output}] = {value};\n");
    }

    private static string Input(InputInfo input, int index, bool pixels)
    {
        int pair = input.PerFeature ? index : 0;
        if (IsIdentity(input, pixels))
        {
            return Invariant($"        long x{index} = (int)x[{index}];\n");
        }

        return Invariant($"        t = (x[{index}] * {Literal(input.Scale[pair])}) + {Literal(input.Offset[pair])};\n")
            + Invariant($"        long x{index} = t > 0f && t < {input.MaxValue}f ? (int)(t + 0.5f) : Limit(t, {index});\n");
    }

    private static bool IsIdentity(InputInfo input, bool pixels) => pixels && !input.PerFeature && input.Scale[0] == 1f && input.Offset[0] == 0f && input.MaxValue == 255;

    private static int Bias(ModelFile model, MatrixInfo matrix, int output) => LittleEndian.Int32At(model.Data, matrix.BiasAt + (4 * output));

    private static string Literal(float value) => value.ToString("R", CultureInfo.InvariantCulture) + "f";

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);

    private sealed record Layer(MatrixInfo Matrix, int Lanes, int Bits, int[] Starts)
    {
        public int Columns => (Matrix.Outputs + Lanes - 1) / Lanes;
    }
}
