using System.CommandLine;
using EdgeNet.Data;

namespace EdgeNet.Cli.Options;

/// <summary>Options that say how tables are written.</summary>
internal sealed class TableOptions
{
    private const string Comma = "comma", Median = "median";

    private readonly Option<string?> _decimal = CommonOptions.OneWordOf("--decimal", "Tables: how fractions begin, as in 5.1 or 5,1 [point].", "point", Comma);
    private readonly Option<string?> _encoding = CommonOptions.OneWordOf(
        "--encoding", "Tables: how characters are written where the file has no byte order mark [utf-8].", "utf-8", "latin1", "windows-1252", "utf-16");

    private readonly Option<string?> _missing = CommonOptions.OneWordOf(
        "--missing", "Tables: what to do about missing values (empty, NA, NaN, null, ?, -): refuse the table, or use the column's median in the training part [refuse].", "refuse", Median);

    /// <summary>The options.</summary>
    public Option[] All => [_missing, _decimal, _encoding];

    /// <summary>What was given.</summary>
    public CsvOptions Of(ParseResult parsed) => new()
    {
        Missing = Is(parsed.GetValue(_missing), Median) ? MissingValues.Median : MissingValues.Refuse,
        DecimalComma = Is(parsed.GetValue(_decimal), Comma),
        Encoding = parsed.GetValue(_encoding)?.ToLowerInvariant() switch
        {
            "latin1" => TableEncoding.Latin1,
            "windows-1252" => TableEncoding.Windows1252,
            "utf-16" => TableEncoding.Utf16,
            "utf-8" => TableEncoding.Utf8,
            _ => null,
        },
    };

    private static bool Is(string? given, string word) => word.Equals(given, StringComparison.OrdinalIgnoreCase);
}
