using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.Loops;

/// <summary>The layers with weights as code.</summary>
internal static class LoopWeights
{
    /// <summary>A dense layer.</summary>
    public static string Dense(ModelFile model, DenseInfo dense, int index, bool isLast, LoopArrays arrays)
    {
        AddNumbers(model, dense, index, 0, arrays);
        return FormattableString.Invariant($$"""
            sbyte[] weights = weights{{index}};
            int term = 0;
            for (int o = 0; o < {{dense.Outputs}}; o++)
            {
                int sum = biases{{index}}[o];
                for (int i = 0; i < {{dense.Matrix.Terms}}; i++)
                {
                    sum += weights[term++] * q[i];
                }

                {{(isLast ? $"logits[o] = (int){Scaled(dense, index, "o")}" : $"v[o] = {Activated(dense, index, "o")}")}};
            }
            """);
    }

    /// <summary>A convolution.</summary>
    public static string Convolution(ModelFile model, ConvolutionInfo layer, int index, LoopArrays arrays)
    {
        int zero = ZeroOf(layer.Window, layer.PaddingValue), channels = layer.Input.Channels, row = layer.Window.Width * channels;
        AddNumbers(model, layer, index, zero, arrays);
        return LoopWindow.Positions(layer, $"sbyte[] weights = weights{index};", FormattableString.Invariant($$"""
            int terms = (x1 - x0) * {{channels}}, start = (((top + y0) * {{layer.Input.Width}}) + left + x0) * {{channels}};
            for (int o = 0; o < {{layer.Output.Channels}}; o++)
            {
                int sum = biases{{index}}[o], at = start, term = (((o * {{layer.Window.Height}}) + y0) * {{row}}) + (x0 * {{channels}});
                for (int y = y0; y < y1; y++)
                {
                    for (int i = 0; i < terms; i++)
                    {
                        sum += weights[term + i] * {{Less("q[at + i]", zero)}};
                    }

                    at += {{layer.Input.Width * channels}};
                    term += {{row}};
                }

                v[to + o] = {{Activated(layer, index, "o")}};
            }

            """));
    }

    /// <summary>A depthwise convolution.</summary>
    public static string Depthwise(ModelFile model, DepthwiseInfo layer, int index, LoopArrays arrays)
    {
        int zero = ZeroOf(layer.Window, layer.PaddingValue);
        AddNumbers(model, layer, index, zero, arrays);
        string each = FormattableString.Invariant($"sum += weights[(((c * {layer.Window.Height}) + y) * {layer.Window.Width}) + x] * {Less("q[at]", zero)};");
        return LoopWindow.Positions(layer, $"sbyte[] weights = weights{index};", LoopWindow.Channels(layer, $"int sum = biases{index}[c];", each, $"v[to + c] = {Activated(layer, index, "c")};"));
    }

    // What is outside of the picture is left out: it is subtracted inside, and biases have it.
    private static int ZeroOf(LayerWindow window, int padding) => window.IsPadded ? padding : 0;

    private static string Less(string value, int zero) => zero == 0 ? value : FormattableString.Invariant($"({value} - {zero})");

    private static void AddNumbers(ModelFile model, LayerInfo layer, int index, int zero, LoopArrays arrays)
    {
        MatrixInfo matrix = layer.Matrix;
        int[][] weights = OutputWeights.Of(model.Data, matrix);
        arrays.Add("sbyte", $"weights{index}", weights.SelectMany(row => row.Select(w => (sbyte)w)).ToArray());
        arrays.Add("int", $"biases{index}", weights.Select((row, o) => LittleEndian.Int32At(model.Data, matrix.BiasAt + (4 * o)) + (zero * row.Sum())).ToArray());
        arrays.Add("int", $"multipliers{index}", Enumerable.Range(0, matrix.Outputs).Select(o => LittleEndian.Int32At(model.Data, matrix.MultiplierAt + (4 * o))).ToArray());
        arrays.Add("byte", $"shifts{index}", model.Data[matrix.ShiftAt..(matrix.ShiftAt + matrix.Outputs)]);
        if (matrix.Activation.HasTable)
        {
            arrays.Add("byte", $"table{index}", model.Data[matrix.TableAt..(matrix.TableAt + ModelFormat.TableLength)]);
        }
    }

    private static string Scaled(LayerInfo layer, int index, string output) => LoopLayers.Scaled(layer, "sum", FormattableString.Invariant($"multipliers{index}[{output}], shifts{index}[{output}]"));

    private static string Activated(LayerInfo layer, int index, string output)
    {
        string value = LoopLayers.Limited(layer, Scaled(layer, index, output));
        return layer.Activation.HasTable ? FormattableString.Invariant($"table{index}[{value}]") : value;
    }
}
