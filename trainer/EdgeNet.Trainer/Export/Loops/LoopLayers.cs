using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.Loops;

/// <summary>What each kind of layer does, as code: it reads arrays of bytes and fills one. Array q is its input, v its output.</summary>
internal static class LoopLayers
{
    /// <summary>Writes the body of a layer's method.</summary>
    /// <param name="model">The model.</param>
    /// <param name="index">0 for the first layer.</param>
    /// <param name="arrays">Receives its numbers.</param>
    public static string Body(ModelFile model, int index, LoopArrays arrays)
    {
        LayerInfo layer = model.Layers[index];
        bool isLast = index == model.Layers.Length - 1;
        string q = LoopCode.Tensor(model, layer.First), second = layer.Second == ModelFormat.NoTensor ? "" : $", r = {LoopCode.Tensor(model, layer.Second)}";
        string arraysOf = layer.First == 0 && model.Input.Planes > 1 ? $"int[] q = {q};\n{(isLast ? "" : $"byte[] v = {LoopCode.Tensor(model, index + 1)};")}"
            : $"byte[] q = {q}{second}{(isLast ? "" : $", v = {LoopCode.Tensor(model, index + 1)}")};";
        string body = layer switch
        {
            DenseInfo dense => LoopWeights.Dense(model, dense, index, isLast, arrays),
            ConvolutionInfo convolution => LoopWeights.Convolution(model, convolution, index, arrays),
            DepthwiseInfo depthwise => LoopWeights.Depthwise(model, depthwise, index, arrays),
            MaxPoolInfo pool => LoopWindow.Positions(pool, "", LoopWindow.Channels(pool, "int most = 0;", "most = q[at] > most ? q[at] : most;", $"v[to + c] = {Limited(pool, "most")};")),
            AveragePoolInfo pool => AveragePool(pool),
            MeanInfo mean => LoopWindow.Positions(mean, "", LoopWindow.Channels(mean, "int sum = 0;", FormattableString.Invariant($"sum += q[at] - {mean.Zero};"), $"v[to + c] = {Limited(mean, Scaled(mean, "sum", FormattableString.Invariant($"{mean.Multiplier}, {mean.Shift}")))};")),
            AddInfo add => EachValue(layer, FormattableString.Invariant($"(((q[i] - {add.FirstZero}) * {CSharpText.Literal((long)add.FirstMultiplier)}) + ((r[i] - {add.SecondZero}) * {CSharpText.Literal((long)add.SecondMultiplier)}) + {CSharpText.Literal(1L << (add.Shift - 1))}) >> {add.Shift}")),
            AddTwiceInfo add => EachValue(layer, Scaled(layer, FormattableString.Invariant($"(int)({Scaled(layer, $"(q[i] - {add.FirstZero}) << 20", $"{add.FirstMultiplier}, {add.FirstShift}")} + {Scaled(layer, $"(r[i] - {add.SecondZero}) << 20", $"{add.SecondMultiplier}, {add.SecondShift}")})"), FormattableString.Invariant($"{add.Multiplier}, {add.Shift}"))),
            TableInfo table => Table(model, table, index, arrays),
            ConcatenationInfo concatenation => Concatenation(concatenation),
            PadInfo pad => Pad(pad),
            ReshapeInfo => FormattableString.Invariant($"Array.Copy(q, 0, v, 0, {layer.Outputs});"),
            AnswerInfo => FormattableString.Invariant($$"""
                for (int i = 0; i < {{layer.Outputs}}; i++)
                {
                    logits[i] = q[i] - {{layer.Activation.ZeroPoint}};
                }
                """),
            _ => throw new InvalidOperationException($"no code for a layer of kind {layer.KindName}"),
        };
        return $"{arraysOf.TrimEnd()}\n{body}";
    }

    /// <summary>A number plus the zero point within the limits of a layer, as a byte.</summary>
    public static string Limited(LayerInfo layer, string number)
    {
        ActivationInfo activation = layer.Activation;
        bool isPool = layer is MaxPoolInfo or AveragePoolInfo;
        return FormattableString.Invariant($"Limited({number}{(activation.ZeroPoint == 0 || isPool ? "" : $" + {activation.ZeroPoint}")}, {activation.Low}, {activation.High})");
    }

    /// <summary>A sum on the scale of the layer's output.</summary>
    public static string Scaled(LayerInfo layer, string sum, string multiplierAndShift) =>
        $"{(layer.Activation.Rounding == ModelFormat.RoundTwice ? "ScaledTwice" : "Scaled")}({sum}, {multiplierAndShift})";

    // Halves are rounded up, or away from the byte 128.
    private static string AveragePool(AveragePoolInfo pool)
    {
        bool isTwice = pool.Activation.Rounding == ModelFormat.RoundTwice;
        string mean = isTwice ? $"""
            sum -= places * 128;
            v[to + c] = {Limited(pool, "(sum >= 0 ? (sum + (places / 2)) / places : -((places / 2 - sum) / places)) + 128")};
            """ : $"v[to + c] = {Limited(pool, "(sum + (places / 2)) / places")};";
        return LoopWindow.Positions(pool, "", "int places = (y1 - y0) * (x1 - x0);\n" + LoopWindow.Channels(pool, "int sum = 0;", "sum += q[at];", mean));
    }

    private static string EachValue(LayerInfo layer, string number) => FormattableString.Invariant($$"""
        for (int i = 0; i < {{layer.Outputs}}; i++)
        {
            v[i] = {{Limited(layer, $"({number})")}};
        }
        """);

    private static string Table(ModelFile model, TableInfo table, int index, LoopArrays arrays)
    {
        arrays.Add("byte", $"table{index}", model.Data[table.EntriesAt..(table.EntriesAt + table.EntryCount)]);
        string entry = table.IsPerChannel ? FormattableString.Invariant($"((i % {table.Output.Channels}) * {ModelFormat.TableLength}) + q[i]") : "q[i]";
        return FormattableString.Invariant($$"""
            for (int i = 0; i < {{table.Outputs}}; i++)
            {
                v[i] = table{{index}}[{{entry}}];
            }
            """);
    }

    private static string Concatenation(ConcatenationInfo layer)
    {
        int first = layer.Input.Count / layer.Parts, second = layer.SecondInput.Count / layer.Parts;
        return FormattableString.Invariant($$"""
            for (int i = 0; i < {{layer.Parts}}; i++)
            {
                Array.Copy(q, i * {{first}}, v, i * {{first + second}}, {{first}});
                Array.Copy(r, i * {{second}}, v, (i * {{first + second}}) + {{first}}, {{second}});
            }
            """);
    }

    private static string Pad(PadInfo layer)
    {
        int row = layer.Input.Width * layer.Input.Channels, wide = layer.Output.Width * layer.Output.Channels, start = (layer.Top * wide) + (layer.Left * layer.Input.Channels);
        return FormattableString.Invariant($$"""
            for (int i = 0; i < {{layer.Outputs}}; i++)
            {
                v[i] = {{layer.Value}};
            }

            for (int i = 0; i < {{layer.Input.Height}}; i++)
            {
                Array.Copy(q, i * {{row}}, v, (i * {{wide}}) + {{start}}, {{row}});
            }
            """);
    }
}
