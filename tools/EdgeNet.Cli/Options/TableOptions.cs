using System.CommandLine;
using EdgeNet.Data;

namespace EdgeNet.Cli.Options;

/// <summary>Options that say how tables are written.</summary>
internal sealed class TableOptions
{
    private readonly Option<char?> _decimal = CommonOptions.OneOf("--decimal", "Tables: how fractions begin, as in 5.1 or 5,1 [point].", ("point", '.'), ("comma", ','));
    private readonly Option<TableEncoding?> _encoding = CommonOptions.OneOf(
        "--encoding", "Tables: how characters are written where the file has no byte order mark [utf-8].",
        ("utf-8", TableEncoding.Utf8), ("latin1", TableEncoding.Latin1), ("windows-1252", TableEncoding.Windows1252), ("utf-16", TableEncoding.Utf16));

    private readonly Option<MissingValues?> _missing = CommonOptions.OneOf(
        "--missing", "Tables: what to do about missing values (empty, NA, NaN, null, ?, -): refuse the table, or use the column's median in the training part [refuse].",
        ("refuse", MissingValues.Refuse), ("median", MissingValues.Median));

    /// <summary>The options.</summary>
    public Option[] All => [_missing, _decimal, _encoding];

    /// <summary>What was given.</summary>
    public CsvOptions Of(ParseResult parsed) => new()
    {
        Missing = parsed.GetValue(_missing) ?? MissingValues.Refuse,
        DecimalComma = parsed.GetValue(_decimal) == ',',
        Encoding = parsed.GetValue(_encoding),
    };
}
