using EdgeNet.Core;

namespace EdgeNet.FftCode;

/// <summary>The files of straight-line code.</summary>
public static class TransformFile
{
    private const int Inner = FftKernel.MostPoints;

    /// <summary>The files, by name.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["StraightLineFft.Of16.cs"] = Transform("Of16", 16, pairs: false),
        ["StraightLineFft.Of32.cs"] = Transform("Of32", 32, pairs: false),
        ["StraightLineFft.Of64.cs"] = Transform("Of64", 64, pairs: false),
        ["StraightLineFft.Of128.cs"] = Transform("Of128", Inner, pairs: false),
        ["StraightLineFft.PairsOf128.cs"] = Transform("PairsOf128", Inner, pairs: true),
        ["StraightLineFft.Power256.cs"] = Method("Power256", "short[] samples, long[] power", HannPower()),
        ["StraightLineFft.Weigh16.cs"] = Weigh(16),
        ["StraightLineFft.Weigh32.cs"] = Weigh(32),
        ["StraightLineFft.Weigh64.cs"] = Weigh(64),
        ["StraightLineFft.Weigh128.cs"] = Weigh(Inner),
    };

    private static string Transform(string name, int points, bool pairs)
    {
        Node[] result = new SplitRadix(pairs).Transform([.. Enumerable.Range(0, points).Select(i => new Node($"x[{i}]"))]);
        return Method(name, "long[] x, long[] re, long[] im", CodeWriter.Write([.. result.Select((value, i) => (i <= points / 2 ? $"re[{i}]" : $"im[{points - i}]", value))]));
    }

    // The power of 256 samples with a Hann window. Its even samples and its odd ones are transformed in the lanes of pairs; nothing is stored on the way.
    private static IEnumerable<string> HannPower()
    {
        Node[] pairs = new SplitRadix(pairs: true).Transform([.. Enumerable.Range(0, Inner).Select(i => new Node($"({Weighed(2 * Inner, 2 * i)} + ((long){Weighed(2 * Inner, (2 * i) + 1)} << 32))"))]);

        // Factors are shifted to the left by as much as the rounding shifts more to the right, because constants of more than 32 bits cost an interpreter less. With a window,
        // odd samples add up to 2^21 at most, so the sums of products are below 2^61.
        const int Shift = 25;
        Node carry = Node.OfConstant(1L << 31), half = Node.OfConstant(1L << (Cosines.Bits - 1 + Shift));
        Node[] factors = [.. Enumerable.Range(0, Inner + 1).Select(angle => Node.OfConstant((long)Cosines.At(angle) << Shift))];
        List<(string, Node)> outputs = [];
        Node re = pairs[0], middle = pairs[Inner / 2];
        outputs.Add(("power[0]", Square(Low(re) + High(re))));
        outputs.Add(($"power[{Inner}]", Square(Low(re) - High(re))));
        outputs.Add(($"power[{Inner / 2}]", Square(Low(middle)) + Square(High(middle))));
        for (int k = 1; k < Inner / 2; k++)
        {
            re = pairs[k];
            Node im = pairs[Inner - k], a = High(re), b = High(im), c = factors[2 * k], s = factors[Inner - (2 * k)];
            Node turnedRe = Rounded((a * c) + (b * s)), turnedIm = Rounded((b * c) - (a * s)), real = Low(re), imaginary = Low(im);
            outputs.Add(($"power[{k}]", Square(real + turnedRe) + Square(imaginary + turnedIm)));
            outputs.Add(($"power[{Inner - k}]", Square(real - turnedRe) + Square(turnedIm - imaginary)));
        }

        return CodeWriter.Write(outputs);

        Node Square(Node a) => a * a;
        Node Rounded(Node a) => new($"({{0}} >> {Cosines.Bits + Shift})", a + half);
        Node High(Node pair) => new("({0} >> 32)", pair + carry);
        Node Low(Node pair) => new("(({0} << 32) >> 32)", pair);
    }

    private static string Weigh(int points) => Method($"Weigh{points}", "short[] samples, int from, long[] x", Enumerable.Range(0, points).Select(i => $"x[{i}] = {Weighed(points, i, "from + ")};"));

    private static string Weighed(int points, int index, string from = "") => $"(samples[{from}{index}] * {HannWindow.At(points, index)} >> {HannWindow.Bits})";

    private static string Method(string name, string parameters, IEnumerable<string> lines) => $$"""
        // Written by tools/EdgeNet.FftCode.
        namespace EdgeNet.Core;

        public sealed partial class StraightLineFft
        {
            private static void {{name}}({{parameters}})
            {
                {{string.Join("\n        ", lines)}}
            }
        }

        """;
}
