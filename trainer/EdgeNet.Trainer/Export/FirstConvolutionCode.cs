using System.Numerics;
using System.Text;
using EdgeNet.Core;

namespace EdgeNet.Trainer.Export;

/// <summary>
/// A convolution over raw pixels, a row of windows at a time: the sums of all of them are in locals, several in each long, and every pixel
/// is looked at once. Pixels that are zero, most of a picture, cost no more than that.
/// </summary>
internal sealed class FirstConvolutionCode
{
    // nanoFramework keeps the number of a method's locals in a byte.
    private const int MaxSums = 220;
    private const int BytesATerm = 17;
    private const int BytesAPixel = 16;

    private readonly ModelFile _model;
    private readonly ConvolutionInfo _layer;
    private readonly UnsignedLanes _lanes;
    private readonly OutputText _output;
    private readonly (int Pixel, int Sum, long Weights)[] _contributions;

    /// <summary>Plans.</summary>
    /// <param name="model">The model; its first layer is a convolution.</param>
    /// <param name="weights">The weights of that layer, output by output.</param>
    public FirstConvolutionCode(ModelFile model, int[][] weights)
    {
        _model = model;
        _layer = (ConvolutionInfo)model.Layers[0];
        _lanes = new UnsignedLanes(_layer.Matrix, model.Data, model.Input.MaxValue);
        _output = new OutputText(model, 0, BigInteger.One << _lanes.Bits, Array.ConvertAll(_lanes.Offsets, o => (long)o));
        _contributions = [.. Contributions(weights)];
        Background = [.. Enumerable.Range(0, _layer.Output.Channels).Select(o => _output.ValueOf(o, 0))];
    }

    /// <summary>What it gives where all pixels are zero, one per channel.</summary>
    public int[] Background { get; }

    /// <summary>Whether the sums of a row of windows are few enough for the locals of a method.</summary>
    public bool Fits => _layer.Output.Width * _lanes.Columns <= MaxSums;

    /// <summary>About how many bytes its code has on a board.</summary>
    public int CodeBytes => (_contributions.Length * BytesATerm) + (_layer.Window.Height * RowBytes * BytesAPixel) + (_layer.Output.Width * _layer.Output.Channels * OutputText.CodeBytes);

    private int RowBytes => _layer.Input.Width * _layer.Input.Channels;

    private bool IsIdentity => InputQuantizer.IsIdentity(_model.Input);

    /// <summary>Writes it.</summary>
    /// <param name="fields">Receives its fields.</param>
    /// <param name="methods">Receives its method.</param>
    /// <param name="output">What it fills.</param>
    public void Append(StringBuilder fields, StringBuilder methods, PackedTensor output)
    {
        LayerWindow window = _layer.Window;
        _output.AppendFields(fields);
        fields.Append(FormattableString.Invariant($"    private static readonly byte[] rows = new byte[{window.Height * RowBytes}];\n"));
        if (!IsIdentity)
        {
            fields.Append("    private static readonly byte[] quantised =\n    {\n        ").AppendJoin(", ", Enumerable.Range(0, 256).Select(Quantized)).Append("\n    };\n");
        }

        methods.Append("\n    private static void Layer0(byte[] raw)\n    {\n        byte[] r = rows;\n        long[] y = values0;\n");
        methods.Append(IsIdentity ? "" : "        byte[] q = quantised;\n");
        methods.Append(FormattableString.Invariant($"        long p, zero = 0L, mask = {(1L << _lanes.Bits) - 1}L;\n        int seen, to = {output.First};\n"));
        _output.AppendLocals(methods, output.Groups);
        methods.Append(FormattableString.Invariant($"        Array.Clear(y, 0, {output.Length});\n"));
        methods.Append(FormattableString.Invariant($"        for (int row = 0; row < {_layer.Output.Height}; row++)\n        {{\n"));
        AppendCopy(methods);
        methods.Append("            long ").AppendJoin(", ", Enumerable.Range(0, _layer.Output.Width * _lanes.Columns).Select(i => FormattableString.Invariant($"a{i} = zero"))).Append(";\n");
        AppendPixels(methods);
        methods.Append("            seen = 0;\n");
        for (int w = 0; w < _layer.Output.Width; w++)
        {
            AppendWindow(methods, w, output);
        }

        methods.Append(FormattableString.Invariant($"            seen0[{PackedTensor.Index("row", output.Top)}] = seen;\n            to += {output.RowLongs};\n        }}\n    }}\n"));
    }

    // The rows that a row of windows sees, zeros for those outside of the picture.
    private void AppendCopy(StringBuilder code)
    {
        LayerWindow window = _layer.Window;
        bool isPadded = window.Top > 0 || ((_layer.Output.Height - 1) * window.StrideDown) - window.Top + window.Height > _layer.Input.Height;
        code.Append(FormattableString.Invariant($"            int first = row * {window.StrideDown}{(window.Top > 0 ? FormattableString.Invariant($" - {window.Top}") : "")}"));
        if (!isPadded)
        {
            code.Append(FormattableString.Invariant($";\n            Array.Copy(raw, first * {RowBytes}, r, 0, {window.Height * RowBytes});\n"));
            return;
        }

        code.Append(FormattableString.Invariant($", end = first + {window.Height}, above = first < 0 ? -first : 0;\n"));
        code.Append(FormattableString.Invariant($"            end = end > {_layer.Input.Height} ? {_layer.Input.Height} : end;\n            if (above != 0 || end - first != {window.Height})\n            {{\n"));
        code.Append(FormattableString.Invariant($"                Array.Clear(r, 0, {window.Height * RowBytes});\n            }}\n\n"));
        code.Append(FormattableString.Invariant($"            Array.Copy(raw, (first + above) * {RowBytes}, r, above * {RowBytes}, (end - first - above) * {RowBytes});\n"));
    }

    private void AppendPixels(StringBuilder code)
    {
        bool zeroStaysZero = Quantized(0) == 0;
        foreach (IGrouping<int, (int Pixel, int Sum, long Weights)> pixel in _contributions.GroupBy(c => c.Pixel))
        {
            int at = pixel.Key;
            code.Append(zeroStaysZero ? FormattableString.Invariant($"            if (r[{at}] != 0)\n            {{\n                p = (int){(IsIdentity ? $"r[{at}]" : $"q[r[{at}]]")};\n")
                : FormattableString.Invariant($"            p = (int)q[r[{at}]];\n            if (p != 0L)\n            {{\n"));
            foreach ((int _, int sum, long weights) in pixel)
            {
                code.Append(FormattableString.Invariant($"                a{sum} = a{sum} + (p * {CSharpText.Literal(weights)});\n"));
            }

            code.Append("            }\n\n");
        }
    }

    private void AppendWindow(StringBuilder code, int place, PackedTensor output)
    {
        int columns = _lanes.Columns;
        string sums = string.Join(" | ", Enumerable.Range(place * columns, columns).Select(i => FormattableString.Invariant($"a{i}")));
        code.Append($"            if (({sums}) != 0L)\n            {{\n");
        for (int column = 0; column < columns; column++)
        {
            code.Append(FormattableString.Invariant($"                a{(place * columns) + column} += {CSharpText.Literal(PackedOffsets(column))};\n"));
        }

        string[] texts = [.. Enumerable.Range(0, _layer.Output.Channels).Select(o => Lane(place, o))];
        _output.AppendPlace(code, output, texts, "to", place * output.Groups, FormattableString.Invariant($"{1 << (output.Left + place)}"), "                ");
        code.Append("            }\n\n");
    }

    // Output o is in lane o % Lanes of long o / Lanes.
    private string Lane(int place, int output)
    {
        string sum = FormattableString.Invariant($"a{(place * _lanes.Columns) + (output / _lanes.Lanes)}");
        int shift = output % _lanes.Lanes * _lanes.Bits;
        return shift == 0 ? $"({sum} & mask)" : FormattableString.Invariant($"(({sum} >> {shift}) & mask)");
    }

    private long PackedOffsets(int column) => Pack(column, o => _lanes.Offsets[o]);

    private long Pack(int column, Func<int, int> number)
    {
        long packed = 0;
        for (int o = Math.Min(_layer.Output.Channels, (column + 1) * _lanes.Lanes) - 1; o >= column * _lanes.Lanes; o--)
        {
            packed = unchecked((packed << _lanes.Bits) + number(o));
        }

        return packed;
    }

    // Which pixel of the copied rows goes into which sum with which weights, pixel by pixel.
    private IEnumerable<(int Pixel, int Sum, long Weights)> Contributions(int[][] weights)
    {
        LayerWindow window = _layer.Window;
        int channels = _layer.Input.Channels;
        for (int row = 0; row < window.Height; row++)
        {
            for (int x = 0; x < _layer.Input.Width; x++)
            {
                for (int c = 0; c < channels; c++)
                {
                    for (int place = 0; place < _layer.Output.Width; place++)
                    {
                        int tap = x - ((place * window.StrideAcross) - window.Left);
                        for (int column = 0; column < _lanes.Columns && tap >= 0 && tap < window.Width; column++)
                        {
                            int term = (((row * window.Width) + tap) * channels) + c;
                            long packed = Pack(column, o => weights[o][term]);
                            if (packed != 0)
                            {
                                yield return ((row * RowBytes) + (x * channels) + c, (place * _lanes.Columns) + column, packed);
                            }
                        }
                    }
                }
            }
        }
    }

    private int Quantized(int raw)
    {
        InputInfo input = _model.Input;
        float scaled = (raw * input.Scale[0]) + input.Offset[0];
        return scaled <= 0f ? 0 : scaled >= input.MaxValue ? input.MaxValue : (int)(scaled + 0.5f);
    }
}
