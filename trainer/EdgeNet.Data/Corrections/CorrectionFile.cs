using System.Buffers;
using System.Globalization;
using System.Text;
using EdgeNet.Core;
using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>Files of corrections: tables with a row for each, in the order in which they were made. The last one of a sample counts.</summary>
public static class CorrectionFile
{
    private const int MaxBytes = 1 << 26, MaxCount = 1_000_000;

    // Spreadsheets take hexadecimal digits for a number.
    private const char FingerprintMark = '#';

    // Not at the end of a row, where an empty column would be cut.
    private static readonly string[] Columns = ["data", "sample", "label", "was", "fingerprint"];

    private static readonly SearchValues<char> NeedQuotes = SearchValues.Create(",;\t\"\r\n");

    private static readonly byte[] Header = Encoding.ASCII.GetBytes(string.Join(',', Columns));

    /// <summary>The kind of file, so that no other one is replaced.</summary>
    public static OutputKind Kind { get; } = new("a file of corrections", head => head.AsSpan().StartsWith(Header));

    /// <summary>Reads a file.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>The corrections in their order.</returns>
    /// <exception cref="UserException">It is missing, too long or no such file; the line is named.</exception>
    public static IReadOnlyList<Correction> Read(string path) => Read(new MemoryStream(DataFile.ReadAllBytes(path, MaxBytes)), path);

    /// <summary>Reads from a stream.</summary>
    /// <param name="stream">The text.</param>
    /// <param name="path">What to call it in an error.</param>
    /// <returns>The corrections in their order.</returns>
    /// <exception cref="UserException">It is no such text.</exception>
    public static IReadOnlyList<Correction> Read(Stream stream, string path)
    {
        CsvRows rows = new(stream, path, TableEncoding.Utf8, decimalComma: false, texts => texts.Contains(Columns[^1]));
        if (rows.Header?.SequenceEqual(Columns) != true)
        {
            throw new UserException($"{path}: is no file of corrections; such a file begins with {string.Join(',', Columns)}");
        }

        List<Correction> corrections = [];
        while (rows.Read())
        {
            string label = rows.Row[2].ToString(), fingerprint = rows.Row[4].ToString();
            uint number = 0;
            string? problem = rows.Row[0].IsEmpty || rows.Row[1].IsEmpty ? "the data or the sample has no name"
                : label.Length > 0 ? WrongWith(label)
                : null;
            if (problem is null && (fingerprint is not [FingerprintMark, .. { Length: 8 } digits] || !uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out number)))
            {
                problem = $"\"{UserException.Quote(fingerprint)}\" is no fingerprint such as #0123abcd";
            }

            if (problem is not null || corrections.Count == MaxCount)
            {
                throw new UserException($"{path}: line {rows.Line}: {problem ?? $"there are more than {MaxCount:N0} corrections; correct the data themselves"}");
            }

            corrections.Add(new Correction(rows.Row[0].ToString(), rows.Row[1].ToString(), label.Length == 0 ? null : label, rows.Row[3].ToString(), number));
        }

        return corrections;
    }

    /// <summary>The file of some corrections.</summary>
    /// <param name="corrections">The corrections in their order.</param>
    /// <returns>All of its bytes, which <see cref="Read(string)"/> reads as the same corrections.</returns>
    public static byte[] ToBytes(IEnumerable<Correction> corrections)
    {
        StringBuilder text = new StringBuilder().AppendJoin(',', Columns).Append('\n');
        foreach (Correction c in corrections)
        {
            text.AppendJoin(',', Quoted(c.Data), Quoted(c.Sample), Quoted(c.Label ?? ""), Quoted(c.Was), $"{FingerprintMark}{c.Fingerprint:x8}").Append('\n');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Whether a text can be the label of a sample.</summary>
    /// <param name="label">The text.</param>
    /// <returns>What is wrong with it; null if nothing is.</returns>
    public static string? WrongWith(string label) => label.Trim().Length == 0 ? "the label is empty"
        : label.Trim() != label || label.Any(char.IsControl) ? $"the label \"{UserException.Quote(label)}\" has spaces around it, or characters that are none"
        : label.Length > ModelFormat.MaxLabelLength ? $"the label \"{UserException.Quote(label)}\" has more than {ModelFormat.MaxLabelLength} characters"
        : null;

    private static string Quoted(string text) => text.AsSpan().ContainsAny(NeedQuotes) || text.Trim() != text ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text;
}
