using System.Buffers;
using System.Globalization;
using System.Text;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>What a file of examples says, if it is one: a header v1, v2, ... and label, and rows of numbers. Nothing is changed.</summary>
/// <param name="Inputs">How many inputs the header has.</param>
/// <param name="Labels">The labels of the whole rows.</param>
/// <param name="Length">How many bytes the header and the whole rows take. What follows is a row that was not written to its end: its numbers may be cut.</param>
internal sealed record ExampleTable(int Inputs, IReadOnlyList<float> Labels, long Length)
{
    /// <summary>The most examples of an output.</summary>
    public const int MaxExamples = 100_000;

    // More than a row of the most inputs takes.
    private const int MaxRowBytes = 1 << 17;
    private const NumberStyles Number = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    private static readonly SearchValues<byte> OfNumbers = SearchValues.Create("0123456789.,+-E\r"u8);

    /// <summary>The first line.</summary>
    public static string Header(int inputs) => string.Join(',', Enumerable.Range(1, inputs).Select(i => $"v{i}")) + ",label";

    /// <summary>Reads a file that is not empty.</summary>
    /// <param name="stream">Its bytes.</param>
    /// <param name="path">What to call it in an error.</param>
    /// <returns>What it says.</returns>
    /// <exception cref="UserException">It is another file, or has too many examples.</exception>
    public static ExampleTable Read(Stream stream, string path)
    {
        byte[] bytes = new byte[MaxRowBytes];
        (int count, int? inputs, long whole) = (0, null, 0L);
        List<float> labels = [];
        for (int b = stream.ReadByte(); b >= 0; b = stream.ReadByte())
        {
            if (b != '\n')
            {
                bytes[count] = (byte)b;
                count = count + 1 < MaxRowBytes ? count + 1 : throw Other(path, labels.Count);
                continue;
            }

            // Git and spreadsheets write line breaks in Windows' way.
            string row = Encoding.Latin1.GetString(bytes, 0, count).TrimEnd('\r');
            if (inputs is null)
            {
                inputs = Header(row.Count(c => c == ',')) == row ? row.Count(c => c == ',') : throw Other(path, labels.Count);
            }
            else
            {
                labels.Add(labels.Count == MaxExamples ? throw new UserException($"{path}: has more than {MaxExamples:N0} examples, which is the most; delete some")
                    : LabelOf(row, inputs.Value) ?? throw Other(path, labels.Count + 1));
            }

            whole += count + 1;
            count = 0;
        }

        bool isRow = bytes.AsSpan(0, count).IndexOfAnyExcept(OfNumbers) < 0;
        return inputs is not null && isRow ? new ExampleTable(inputs.Value, labels, whole) : throw Other(path, inputs is null ? 0 : labels.Count + 1);
    }

    private static float? LabelOf(string row, int inputs)
    {
        float value = float.NaN;
        string[] texts = row.Split(',');
        return texts.Length == inputs + 1 && Array.TrueForAll(texts, t => float.TryParse(t, Number, CultureInfo.InvariantCulture, out value) && float.IsFinite(value)) ? value : null;
    }

    private static UserException Other(string path, int row) => new(row == 0
        ? $"{path}: is no table of examples, which begins with v1, v2, ... and label; it is left as it is: move it elsewhere"
        : $"{path}: row {row} below the header is no example; the file is left as it is: put it right or move it elsewhere");
}
