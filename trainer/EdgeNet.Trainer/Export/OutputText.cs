using System.Numerics;
using System.Text;
using EdgeNet.Core;

namespace EdgeNet.Trainer.Export;

/// <summary>How sums become the values that the next layer reads, packed. Outputs of few different sums are looked up in a table that also limits them.</summary>
internal sealed class OutputText
{
    // Longs of a table at most; beyond that two comparisons are cheaper than its heap.
    private const int MaxSteps = 512;

    private readonly ModelFile _model;
    private readonly MatrixInfo _matrix;
    private readonly int _layer;
    private readonly BigInteger _largest;
    private readonly long[] _offsets;
    private readonly long _least;
    private readonly long _most;

    /// <summary>Finds out how many steps there are.</summary>
    /// <param name="model">The model.</param>
    /// <param name="layer">Index of the layer.</param>
    /// <param name="largest">No sum is larger in size, its offset included.</param>
    /// <param name="offsets">By how much the sums in the code are larger than they are, one per output.</param>
    public OutputText(ModelFile model, int layer, BigInteger largest, long[] offsets)
    {
        _model = model;
        _matrix = model.Layers[layer].Matrix;
        _layer = layer;
        _largest = largest;
        _offsets = offsets;
        WeightSpans spans = new(_matrix, model.Data);
        long most = model.MaxInput(model.Layers[layer]);
        _least = Enumerable.Range(0, _matrix.Outputs).Min(o => Scaled(o, -spans.Negative[o] * most));
        _most = Enumerable.Range(0, _matrix.Outputs).Max(o => Scaled(o, spans.Positive[o] * most));
    }

    /// <summary>Bytes of code that an output takes.</summary>
    public const int CodeBytes = 50;

    private bool HasSteps => _most - _least < MaxSteps;

    /// <summary>The output for a sum.</summary>
    /// <param name="output">Its index.</param>
    /// <param name="sum">The sum of products, without the bias.</param>
    public int ValueOf(int output, long sum) => Limited(Scaled(output, sum));

    /// <summary>Writes the fields.</summary>
    public void AppendFields(StringBuilder code)
    {
        if (HasSteps)
        {
            int[] steps = [.. Enumerable.Range(0, (int)(_most - _least) + 1).Select(i => Limited(_least + i))];
            code.Append(FormattableString.Invariant($"    private static readonly long[] steps{_layer} =\n    {{\n        ")).AppendJoin(", ", steps).Append("\n    };\n");
        }
        else if (_matrix.Activation.HasTable)
        {
            code.Append(FormattableString.Invariant($"    private static readonly byte[] table{_layer} =\n    {{\n        "))
                .AppendJoin(", ", _model.Data.AsSpan(_matrix.TableAt, ModelFormat.TableLength).ToArray()).Append("\n    };\n");
        }
    }

    /// <summary>Writes the locals that <see cref="AppendPlace"/> needs.</summary>
    /// <param name="code">The code.</param>
    /// <param name="groups">Longs of a place.</param>
    public void AppendLocals(StringBuilder code, int groups)
    {
        ActivationInfo activation = _matrix.Activation;
        code.Append("        long ").AppendJoin(", ", Enumerable.Range(0, groups).Select(g => FormattableString.Invariant($"p{g}"))).Append(";\n");
        code.Append(HasSteps ? FormattableString.Invariant($"        long[] t = steps{_layer};\n")
            : FormattableString.Invariant($"        long v, low = {activation.Low}L, high = {activation.High}L;\n")
                + (activation.HasTable ? FormattableString.Invariant($"        byte[] t = table{_layer};\n") : ""));
    }

    /// <summary>Writes what turns the sums of a place into the next layer's input, and keeps it unless it is all background.</summary>
    /// <param name="code">The code.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="sums">The expressions of all outputs' sums.</param>
    /// <param name="at">The place's first long, an expression.</param>
    /// <param name="more">Added to that.</param>
    /// <param name="bit">The place's bit in its row, an expression.</param>
    /// <param name="indent">Spaces.</param>
    public void AppendPlace(StringBuilder code, PackedTensor tensor, IReadOnlyList<string> sums, string at, int more, string bit, string indent)
    {
        for (int group = 0; group < tensor.Groups; group++)
        {
            AppendPacked(code, tensor, group, sums, indent);
        }

        code.Append($"{indent}if (({string.Join(" | ", Enumerable.Range(0, tensor.Groups).Select(g => FormattableString.Invariant($"p{g}")))}) != 0L)\n{indent}{{\n");
        for (int group = 0; group < tensor.Groups; group++)
        {
            code.Append(FormattableString.Invariant($"{indent}    y[{PackedTensor.Index(at, more + group)}] = p{group};\n"));
        }

        code.Append($"{indent}    seen = seen | {bit};\n{indent}}}\n");
    }

    /// <summary>Writes what makes sums the logits, and finds the largest.</summary>
    public void AppendLogits(StringBuilder code, IReadOnlyList<string> sums)
    {
        code.Append("        int[] l = logits;\n        long y, most = long.MinValue;\n        int best = 0;\n");
        for (int o = 0; o < sums.Count; o++)
        {
            string scaled = RequantizationText.Of(_model, _matrix, o, sums[o], _largest, _offsets[o]);
            code.Append(FormattableString.Invariant($"        y = {scaled};\n        l[{o}] = (int)y;\n        if (y > most)\n        {{\n            best = {o};\n            most = y;\n        }}\n\n"));
        }

        code.Append("        return best;\n");
    }

    private void AppendPacked(StringBuilder code, PackedTensor tensor, int group, IReadOnlyList<string> sums, string indent)
    {
        int lanes = tensor.Lanes.Count, first = group * lanes;
        List<string> values = [];
        for (int o = first; o < Math.Min(sums.Count, first + lanes); o++)
        {
            string scaled = RequantizationText.Of(_model, _matrix, o, sums[o], _largest, _offsets[o], HasSteps ? -_least : 0);
            string value = HasSteps ? $"t[(int)({scaled})]" : "v", shifted = o == first ? value : FormattableString.Invariant($"({value} << {(o - first) * tensor.Lanes.Bits})");
            if (HasSteps)
            {
                values.Add(shifted);
                continue;
            }

            code.Append($"{indent}v = {scaled};\n{indent}if (v < low) v = low;\n{indent}else if (v > high) v = high;\n");
            code.Append(_matrix.Activation.HasTable ? $"{indent}v = (int)t[(int)v];\n" : "");
            code.Append(FormattableString.Invariant($"{indent}p{group} = {(o == first ? shifted : $"p{group} + {shifted}")};\n"));
        }

        long background = tensor.PackedBackground(group);
        string less = background == 0 ? "" : $" - {CSharpText.Literal(background)}";
        code.Append(HasSteps ? $"{indent}p{group} = {string.Join($"\n{indent}    + ", values)}{less};\n"
            : background == 0 ? "" : FormattableString.Invariant($"{indent}p{group} = p{group}{less};\n"));
    }

    private int Limited(long scaled)
    {
        ActivationInfo activation = _matrix.Activation;
        int limited = (int)Math.Clamp(scaled, activation.Low, activation.High);
        return activation.HasTable ? _model.Data[_matrix.TableAt + limited] : limited;
    }

    // Before the limits.
    private long Scaled(int output, long sum)
    {
        int biased = (int)(sum + LittleEndian.Int32At(_model.Data, _matrix.BiasAt + (4 * output)));
        int multiplier = LittleEndian.Int32At(_model.Data, _matrix.MultiplierAt + (4 * output));
        int shift = _model.Data[_matrix.ShiftAt + output];
        return (_matrix.Activation.Rounding == ModelFormat.RoundTwice ? Requantizer.RequantizeTwice(biased, multiplier, shift) : Requantizer.Requantize(biased, multiplier, shift)) + _matrix.Activation.ZeroPoint;
    }
}
