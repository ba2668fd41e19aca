using System.Numerics;
using System.Text;
using EdgeNet.Core;

namespace EdgeNet.Trainer.Export;

/// <summary>
/// A convolution or a dense layer over packed values: one multiplication for the products of a long. Places that are background are
/// skipped, and where a window sees nothing else no output is computed. A dense layer is a window as large as its input.
/// </summary>
internal sealed class DotProductCode
{
    // nanoFramework keeps the number of a method's locals in a byte.
    private const int MaxOutputs = 150;
    private const int BytesATerm = 13;
    private const int BytesASum = 4;

    private readonly ModelFile _model;
    private readonly int _index;
    private readonly LayerInfo _layer;
    private readonly PackedTensor _input;
    private readonly int[][] _weights;
    private readonly long[] _centres;
    private readonly OutputText _output;
    private readonly int _height;
    private readonly int _width;
    private readonly LayerWindow? _window;
    private readonly List<long[]> _starts = [];
    private readonly int[] _startOf;

    // The start that most windows have.
    private readonly int _usual;

    /// <summary>Plans.</summary>
    /// <param name="model">The model.</param>
    /// <param name="index">Index of the layer.</param>
    /// <param name="weights">Its weights, output by output.</param>
    /// <param name="input">What it reads.</param>
    public DotProductCode(ModelFile model, int index, int[][] weights, PackedTensor input)
    {
        _model = model;
        _index = index;
        _layer = model.Layers[index];
        _input = input;
        _window = (_layer as ConvolutionInfo)?.Window;
        _height = _window?.Height ?? _layer.Input.Height;
        _width = _window?.Width ?? _layer.Input.Width;
        _weights = weights;
        int largest = model.MaxInput(_layer);
        _centres = Array.ConvertAll(_weights, w => DotLanes.Centre(w, largest));
        _output = new OutputText(model, index, BigInteger.One << (input.Lanes.Bits - 1), Array.ConvertAll(_centres, c => -c));
        _startOf = [.. Enumerable.Range(0, _layer.Output.Height * _layer.Output.Width).Select(StartOf)];
        _usual = _startOf.GroupBy(s => s).MaxBy(g => g.Count())!.Key;
        Background = _layer is DenseInfo ? new int[_weights.Length] : [.. _weights.Select((_, o) => _output.ValueOf(o, _starts[_usual][o]))];
    }

    /// <summary>Whether a layer's outputs are few enough for the locals of a method.</summary>
    public static bool Allows(LayerInfo layer) => layer.Matrix.Outputs <= MaxOutputs;

    /// <summary>What it gives where it sees nothing but background, one per channel.</summary>
    public int[] Background { get; }

    /// <summary>About how many bytes its code has on a board.</summary>
    public int CodeBytes => _weights.Length * ((_height * _width * ((_input.Groups * BytesATerm) + BytesASum)) + OutputText.CodeBytes);

    /// <summary>Writes it.</summary>
    /// <param name="fields">Receives its fields.</param>
    /// <param name="methods">Receives its method.</param>
    /// <param name="output">What it fills; null if it gives the logits.</param>
    public void Append(StringBuilder fields, StringBuilder methods, PackedTensor? output)
    {
        methods.Append(FormattableString.Invariant($"\n    private static {(output is null ? "int" : "void")} Layer{_index}()\n    {{\n        long[] x = values{_index - 1};\n        int[] rows = seen{_index - 1};\n        int "));
        methods.AppendJoin(", ", Enumerable.Range(0, _height).Select(r => FormattableString.Invariant($"m{r}"))).Append(", n;\n");
        methods.Append("        long ").AppendJoin(", ", Enumerable.Range(0, _input.Groups).Select(i => FormattableString.Invariant($"x{i}"))).Append(";\n");
        if (output is not null)
        {
            _output.AppendFields(fields);
            methods.Append(FormattableString.Invariant($"        long[] y = values{_index};\n        int seen = 0;\n"));
            _output.AppendLocals(methods, output.Groups);
            methods.Append(FormattableString.Invariant($"        Array.Clear(y, 0, {output.Length});\n"));
        }

        if (_startOf.Length == 1)
        {
            AppendOne(methods, output);
        }
        else
        {
            AppendLoop(fields, methods, output!);
        }

        methods.Append("    }\n");
    }

    // A single window, whose places have constant indices.
    private void AppendOne(StringBuilder code, PackedTensor? output)
    {
        const string Indent = "        ";
        for (int row = 0; row < _height; row++)
        {
            code.Append(FormattableString.Invariant($"{Indent}m{row} = rows[{row}];\n"));
        }

        AppendSums(code, Indent, at => FormattableString.Invariant($"{at}"));
        if (output is null)
        {
            _output.AppendLogits(code, Sums());
            return;
        }

        _output.AppendPlace(code, output, Sums(), FormattableString.Invariant($"{output.First}"), 0, FormattableString.Invariant($"{1 << output.Left}"), Indent);
        code.Append(FormattableString.Invariant($"{Indent}seen{_index}[{output.Top}] = seen;\n"));
    }

    private void AppendLoop(StringBuilder fields, StringBuilder code, PackedTensor output)
    {
        const string Indent = "                    ";
        bool isUniform = _starts.Count == 1;
        AppendStarts(fields, code);
        code.Append(FormattableString.Invariant($"        int bit, row = 0, to = {output.First};\n        for (int h = 0; h < {_layer.Output.Height}; h++)\n        {{\n            int at = row;\n"));
        for (int row = 0; row < _height; row++)
        {
            code.Append(FormattableString.Invariant($"            m{row} = rows[{PackedTensor.Index(_window!.StrideDown == 1 ? "h" : $"(h * {_window.StrideDown})", row)}];\n"));
        }

        code.Append(FormattableString.Invariant($"            seen = 0;\n            bit = {1 << output.Left};\n            for (int w = {_layer.Output.Width}; w != 0; w--)\n            {{\n"));
        code.Append(isUniform ? "" : "                start = starts[place++];\n");
        string any = string.Join(" | ", Enumerable.Range(0, _height).Select(r => FormattableString.Invariant($"m{r}")));
        code.Append(FormattableString.Invariant($"                if ((({any}) & {(1 << _width) - 1}) != 0{(isUniform ? "" : " || start != 0")})\n                {{\n"));
        AppendSums(code, Indent, at => PackedTensor.Index("at", at));
        _output.AppendPlace(code, output, Sums(), "to", 0, "bit", Indent);
        code.Append(FormattableString.Invariant($"                }}\n\n                at += {_window!.StrideAcross * _input.Groups};\n                to += {output.Groups};\n                bit = bit << 1;\n"));
        for (int row = 0; row < _height; row++)
        {
            code.Append(FormattableString.Invariant($"                m{row} = m{row} >> {_window.StrideAcross};\n"));
        }

        code.Append(FormattableString.Invariant($"            }}\n\n            seen{_index}[{PackedTensor.Index("h", output.Top)}] = seen;\n            row += {_window.StrideDown * _input.RowLongs};\n            to += {output.RowLongs - (output.Shape.Width * output.Groups)};\n        }}\n"));
    }

    // Windows that reach into the border start with other sums: the usual start has number 0.
    private void AppendStarts(StringBuilder fields, StringBuilder code)
    {
        if (_starts.Count == 1)
        {
            return;
        }

        fields.Append(FormattableString.Invariant($"    private static readonly byte[] starts{_index} =\n    {{\n        ")).AppendJoin(", ", _startOf.Select(s => s == _usual ? 0 : s < _usual ? s + 1 : s)).Append("\n    };\n");
        fields.Append(FormattableString.Invariant($"    private static readonly long[][] sums{_index} =\n    {{\n"));
        for (int s = 0; s < _starts.Count; s++)
        {
            fields.Append(s == _usual ? "" : $"        new long[] {{ {string.Join(", ", Enumerable.Range(0, _weights.Length).Select(o => CSharpText.Literal(Start(s, o))))} }},\n");
        }

        fields.Append("    };\n");
        code.Append(FormattableString.Invariant($"        byte[] starts = starts{_index};\n        int place = 0, start;\n"));
    }

    private void AppendSums(StringBuilder code, string indent, Func<int, string> index)
    {
        code.Append($"{indent}long ").AppendJoin(", ", Enumerable.Range(0, _weights.Length).Select(o => FormattableString.Invariant($"s{o} = {CSharpText.Literal(Start(_usual, o))}"))).Append(";\n");
        if (_starts.Count > 1)
        {
            code.Append(FormattableString.Invariant($"{indent}if (start != 0)\n{indent}{{\n{indent}    long[] sums = sums{_index}[start - 1];\n"));
            code.AppendJoin("", Enumerable.Range(0, _weights.Length).Select(o => FormattableString.Invariant($"{indent}    s{o} = sums[{o}];\n"))).Append($"{indent}}}\n\n");
        }

        int all = (1 << _width) - 1;
        for (int row = 0; row < _height; row++)
        {
            code.Append(FormattableString.Invariant($"{indent}n = m{row} & {all};\n"));
            code.Append($"{indent}if (n != 0)\n{indent}{{\n");
            for (int column = 0; column < _width; column++)
            {
                code.Append(FormattableString.Invariant($"{indent}    if ((n & {1 << column}) != 0)\n{indent}    {{\n"));
                AppendProducts(code, row, column, indent + "        ", index);
                code.Append($"{indent}    }}\n\n");
            }

            code.Append($"{indent}}}\n\n");
        }
    }

    private void AppendProducts(StringBuilder code, int row, int column, string indent, Func<int, string> index)
    {
        for (int i = 0; i < _input.Groups; i++)
        {
            code.Append(FormattableString.Invariant($"{indent}x{i} = x[{index((row * _input.RowLongs) + (column * _input.Groups) + i)}];\n"));
        }

        for (int o = 0; o < _weights.Length; o++)
        {
            string products = string.Concat(Enumerable.Range(0, _input.Groups).Select(i => (Index: i, Packed: Packed(o, row, column, i))).Where(p => p.Packed != 0)
                .Select(p => FormattableString.Invariant($" + (x{p.Index} * {CSharpText.Literal(p.Packed)})")));
            code.Append(products.Length == 0 ? "" : FormattableString.Invariant($"{indent}s{o} = s{o}{products};\n"));
        }
    }

    private string[] Sums() => [.. Enumerable.Range(0, _weights.Length).Select(o => FormattableString.Invariant($"(s{o} >> {_input.Lanes.TopShift})"))];

    private long Packed(int output, int row, int column, int group)
    {
        int channels = _layer.Input.Channels, lanes = _input.Lanes.Count;
        int from = group * lanes;
        int term = (((row * _width) + column) * channels) + from;
        return _input.Lanes.Pack(_weights[output].AsSpan(term, Math.Min(lanes, channels - from)));
    }

    // What a sum of packed products starts with: the background, less the centre, and half a step of the top lane so that what is below it may be negative.
    private long Start(int start, int output) =>
        unchecked(((_starts[start][output] - _centres[output]) << _input.Lanes.TopShift) + (1L << (_input.Lanes.TopShift - 1)));

    // What the sums of a window are where it sees nothing but background, and the padding around it.
    private int StartOf(int place)
    {
        int top = ((place / _layer.Output.Width) * (_window?.StrideDown ?? 1)) - (_window?.Top ?? 0);
        int left = ((place % _layer.Output.Width) * (_window?.StrideAcross ?? 1)) - (_window?.Left ?? 0);
        int channels = _layer.Input.Channels, padding = (_layer as ConvolutionInfo)?.PaddingValue ?? 0;
        long[] sums = new long[_weights.Length];
        for (int t = 0; t < _weights[0].Length; t++)
        {
            int y = top + (t / channels / _width), x = left + (t / channels % _width);
            bool isInside = y >= 0 && y < _layer.Input.Height && x >= 0 && x < _layer.Input.Width;
            int value = isInside ? _input.Background[t % channels] : padding;
            for (int o = 0; o < sums.Length && value != 0; o++)
            {
                sums[o] += (long)value * _weights[o][t];
            }
        }

        int known = _starts.FindIndex(s => s.AsSpan().SequenceEqual(sums));
        if (known < 0)
        {
            _starts.Add(sums);
        }

        return known < 0 ? _starts.Count - 1 : known;
    }
}
