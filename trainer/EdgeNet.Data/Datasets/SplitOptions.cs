using System.Globalization;
using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>How the part to be judged by is chosen. Its text can be kept, to choose the same part again.</summary>
/// <param name="Share">The share put aside, above 0 and below 1.</param>
/// <param name="Seed">The same seed chooses the same samples.</param>
/// <param name="By">What keeps samples together: a column, a field of <paramref name="FileNames"/>, or "file". Null for the sessions of a recording or the files of a folder of tables where each class has two or more, and else for nothing.</param>
/// <param name="TestFiles">Files that are put aside, in place of a share: a <see cref="FileMask"/>. Null for none.</param>
/// <param name="FileNames">What the names of files say, such as {label}_{speaker}_{number}; null for nothing.</param>
public sealed record SplitOptions(double Share = 0.2, int Seed = 1, string? By = null, string? TestFiles = null, string? FileNames = null)
{
    /// <summary>Value of <see cref="By"/> that keeps the samples of a file together.</summary>
    public const string ByFile = "file";

    private const int MaxLength = 2000;

    /// <summary>The options as text.</summary>
    /// <returns>One line of ASCII, such as "share=0.2;seed=1;by=speaker".</returns>
    public override string ToString()
    {
        (string Key, string? Value)[] parts =
        [
            ("share", Share.ToString("R", CultureInfo.InvariantCulture)), ("seed", Seed.ToString(CultureInfo.InvariantCulture)),
            ("by", By), ("test-files", TestFiles), ("file-names", FileNames),
        ];
        return string.Join(';', parts.Where(p => p.Value is not null).Select(p => $"{p.Key}={Uri.EscapeDataString(p.Value!)}"));
    }

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <param name="text">The text, which may come from anywhere.</param>
    /// <returns>The options.</returns>
    /// <exception cref="UserException">It is not such a text.</exception>
    public static SplitOptions Parse(string text)
    {
        Dictionary<string, string> values = [];
        foreach (string part in text.Length <= MaxLength ? text.Split(';') : throw Damaged(text))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0 || part[..equals] is not ("share" or "seed" or "by" or "test-files" or "file-names") || !values.TryAdd(part[..equals], Uri.UnescapeDataString(part[(equals + 1)..])))
            {
                throw Damaged(text);
            }
        }

        if (!double.TryParse(values.GetValueOrDefault("share"), NumberStyles.Float, CultureInfo.InvariantCulture, out double share) || !(share is > 0 and < 1)
            || !int.TryParse(values.GetValueOrDefault("seed"), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int seed))
        {
            throw Damaged(text);
        }

        SplitOptions options = new(share, seed, values.GetValueOrDefault("by"), values.GetValueOrDefault("test-files"), values.GetValueOrDefault("file-names"));
        return options.ToString() == text ? options : throw Damaged(text);
    }

    private static UserException Damaged(string text) => new($"\"{UserException.Quote(text)}\" does not say how data are split");
}
