using System.Globalization;
using System.Text;

namespace EdgeNet.FftCode;

/// <summary>A file with the straight-line code of one transform.</summary>
public static class TransformFile
{
    /// <summary>The files, by name: a transform each.</summary>
    public static IReadOnlyDictionary<string, string> All { get; } = new Dictionary<string, string>
    {
        ["StraightLineFft.Of16.cs"] = Create("Of16", 16, pairs: false),
        ["StraightLineFft.Of32.cs"] = Create("Of32", 32, pairs: false),
        ["StraightLineFft.Of64.cs"] = Create("Of64", 64, pairs: false),
        ["StraightLineFft.Of128.cs"] = Create("Of128", 128, pairs: false),
        ["StraightLineFft.PairsOf128.cs"] = Create("PairsOf128", 128, pairs: true),
    };

    private static string Create(string name, int points, bool pairs)
    {
        SplitRadix transform = new(pairs);
        Node[] result = transform.Transform([.. Enumerable.Range(0, points).Select(i => new Node($"x[{i}]"))]);
        (IReadOnlyList<string> lines, int variables) = CodeWriter.Write([.. result.Select((value, i) => (i <= points / 2 ? $"re[{i}]" : $"im[{points - i}]", value))]);
        StringBuilder text = new();
        text.Append(CultureInfo.InvariantCulture, $$"""
            // Written by tools/EdgeNet.FftCode.
            namespace EdgeNet.Core;

            public sealed partial class StraightLineFft
            {
                private static void {{name}}(long[] x, long[] re, long[] im)
                {

            """);
        text.Append(CultureInfo.InvariantCulture, $"        long {string.Join(", ", Enumerable.Range(0, variables).Select(i => "v" + i))};\n");
        foreach (string line in lines)
        {
            text.Append("        ").Append(line).Append('\n');
        }

        return text.Append("    }\n}\n").ToString();
    }
}
