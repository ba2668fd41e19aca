using System.Numerics;
using System.Text;
using EdgeNet.Core;

namespace EdgeNet.Trainer.Export;

/// <summary>
/// A convolution or a dense layer over packed values: one multiplication for the products of a long. The rows of a window that are all
/// background are skipped, and of a window that sees nothing else no output is computed. A dense layer is a window as large as its input.
/// </summary>
internal sealed class DotProductCode
{
    private const int BytesATerm = 13;

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
    /// <param name="input">What it reads.</param>
    public DotProductCode(ModelFile model, int index, PackedTensor input)
    {
        _model = model;
        _index = index;
        _layer = model.Layers[index];
        _input = input;
        _window = (_layer as ConvolutionInfo)?.Window;
        _height = _window?.Height ?? _layer.Input.Height;
        _width = _window?.Width ?? _layer.Input.Width;
        _weights = DotLanes.Weights(model.Data, _layer.Matrix);
        int largest = model.MaxInput(_layer);
        _centres = Array.ConvertAll(_weights, w => DotLanes.Centre(w, largest));
        _output = new OutputText(model, index, BigInteger.One << (input.Lanes.Bits - 1), Array.ConvertAll(_centres, c => -c));
        _startOf = [.. Enumerable.Range(0, _layer.Output.Height * _layer.Output.Width).Select(StartOf)];
        _usual = _startOf.GroupBy(s => s).MaxBy(g => g.Count())!.Key;
        Background = _layer is DenseInfo ? new int[_weights.Length] : [.. _weights.Select((_, o) => _output.ValueOf(o, _starts[_usual][o]))];
    }

    /// <summary>What it gives where it sees nothing but background, one per channel.</summary>
    public int[] Background { get; }

    /// <summary>About how many bytes its code has on a board.</summary>
    public int CodeBytes => _weights.Length * ((_height * _width * _input.Groups * BytesATerm) + OutputText.CodeBytes);

    /// <summary>Writes it.</summary>
    /// <param name="fields">Receives its fields.</param>
    /// <param name="methods">Receives its method.</param>
    /// <param name="output">What it fills; null if it gives the logits.</param>
    public void Append(StringBuilder fields, StringBuilder methods, PackedTensor? output)
    {
        bool isOne = _startOf.Length == 1;
        string indent = isOne ? "        " : "                ";
        methods.Append(FormattableString.Invariant($"\n    private static {(output is null ? "int" : "void")} Layer{_index}()\n    {{\n        long[] x = values{_index - 1};\n"));
        if (output is not null)
        {
            _output.AppendFields(fields);
            methods.Append(FormattableString.Invariant($"        long[] y = values{_index};\n"));
            _output.AppendLocals(methods);
        }

        methods.Append("        long ").AppendJoin(", ", Enumerable.Range(0, _width * _input.Groups).Select(i => FormattableString.Invariant($"x{i}"))).Append(";\n");
        if (isOne)
        {
            AppendSums(methods, indent);
            AppendOutputs(methods, output, indent, at => $"{(output?.First ?? 0) + at}");
        }
        else
        {
            AppendLoop(fields, methods, output!, indent);
        }

        methods.Append("    }\n");
    }

    private void AppendLoop(StringBuilder fields, StringBuilder code, PackedTensor output, string indent)
    {
        int down = _window!.StrideDown * _input.RowLongs, across = _window.StrideAcross * _input.Groups;
        bool isUniform = _starts.Count == 1;
        if (!isUniform)
        {
            // Numbers of starts, the usual one 0.
            int[] numbers = [.. _startOf.Select(s => s == _usual ? 0 : s < _usual ? s + 1 : s)];
            fields.Append(FormattableString.Invariant($"    private static readonly byte[] starts{_index} =\n    {{\n        ")).AppendJoin(", ", numbers).Append("\n    };\n");
            fields.Append(FormattableString.Invariant($"    private static readonly long[][] sums{_index} =\n    {{\n"));
            for (int s = 0; s < _starts.Count; s++)
            {
                fields.Append(s == _usual ? "" : $"        new long[] {{ {string.Join(", ", Enumerable.Range(0, _weights.Length).Select(o => CSharpText.Literal(Start(s, o))))} }},\n");
            }

            fields.Append("    };\n");
            code.Append(FormattableString.Invariant($"        byte[] starts = starts{_index};\n        int place = 0, start;\n"));
        }

        code.Append(FormattableString.Invariant($"        int row = 0, to = {output.First};\n        bool seen;\n"));
        code.Append(FormattableString.Invariant($"        for (int h = {_layer.Output.Height}; h != 0; h--)\n        {{\n            int at = row;\n            for (int w = {_layer.Output.Width}; w != 0; w--)\n            {{\n"));
        AppendSums(code, indent);
        code.Append($"{indent}if (seen{(isUniform ? "" : " || start != 0")})\n{indent}{{\n");
        AppendOutputs(code, output, indent + "    ", at => Index("to", at));
        code.Append($"{indent}}}\n{indent}else\n{indent}{{\n");
        for (int group = 0; group < output.Groups; group++)
        {
            code.Append($"{indent}    y[{Index("to", group)}] = 0L;\n");
        }

        code.Append(FormattableString.Invariant($"{indent}}}\n\n{indent}at += {across};\n{indent}to += {output.Groups};\n            }}\n\n"));
        code.Append(FormattableString.Invariant($"            row += {down};\n            to += {output.RowLongs - (output.Shape.Width * output.Groups)};\n        }}\n"));
    }

    private void AppendSums(StringBuilder code, string indent)
    {
        bool isOne = _startOf.Length == 1;
        code.Append($"{indent}long ").AppendJoin(", ", Enumerable.Range(0, _weights.Length).Select(o => FormattableString.Invariant($"s{o} = {CSharpText.Literal(Start(_usual, o))}"))).Append(";\n");
        if (_starts.Count > 1)
        {
            code.Append(FormattableString.Invariant($"{indent}start = starts[place++];\n{indent}if (start != 0)\n{indent}{{\n{indent}    long[] sums = sums{_index}[start - 1];\n"));
            code.AppendJoin("", Enumerable.Range(0, _weights.Length).Select(o => FormattableString.Invariant($"{indent}    s{o} = sums[{o}];\n"))).Append($"{indent}}}\n\n");
        }

        code.Append(isOne ? "" : $"{indent}seen = false;\n");
        for (int row = 0; row < _height; row++)
        {
            AppendRow(code, row, indent, isOne);
        }
    }

    // The products of a row of the window, unless all of it is background.
    private void AppendRow(StringBuilder code, int row, string indent, bool isOne)
    {
        int longs = _width * _input.Groups;
        for (int i = 0; i < longs; i++)
        {
            int at = (row * _input.RowLongs) + i;
            code.Append(FormattableString.Invariant($"{indent}x{i} = x[{(isOne ? $"{at}" : Index("at", at))}];\n"));
        }

        code.Append($"{indent}if ((").AppendJoin(" | ", Enumerable.Range(0, longs).Select(i => FormattableString.Invariant($"x{i}"))).Append($") != 0L)\n{indent}{{\n");
        code.Append(isOne ? "" : $"{indent}    seen = true;\n");
        for (int o = 0; o < _weights.Length; o++)
        {
            IEnumerable<string> products = Enumerable.Range(0, longs).Select(i => (Index: i, Packed: Packed(o, row, i))).Where(p => p.Packed != 0)
                .Select(p => FormattableString.Invariant($" + (x{p.Index} * {CSharpText.Literal(p.Packed)})"));
            code.Append(FormattableString.Invariant($"{indent}    s{o} = s{o}")).AppendJoin("", products).Append(";\n");
        }

        code.Append($"{indent}}}\n\n");
    }

    private void AppendOutputs(StringBuilder code, PackedTensor? output, string indent, Func<int, string> to)
    {
        string[] sums = [.. Enumerable.Range(0, _weights.Length).Select(o => FormattableString.Invariant($"(s{o} >> {_input.Lanes.TopShift})"))];
        if (output is null)
        {
            _output.AppendLogits(code, sums);
            return;
        }

        for (int group = 0; group < output.Groups; group++)
        {
            _output.AppendPacked(code, output, group, sums, $"y[{to(group)}]", indent);
        }
    }

    private static string Index(string from, int more) => more == 0 ? from : FormattableString.Invariant($"{from} + {more}");

    private long Packed(int output, int row, int i)
    {
        int channels = _layer.Input.Channels, lanes = _input.Lanes.Count;
        int from = i % _input.Groups * lanes;
        int term = (((row * _width) + (i / _input.Groups)) * channels) + from;
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
