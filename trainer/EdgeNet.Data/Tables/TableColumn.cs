using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>What a column is for.</summary>
internal enum ColumnRole
{
    /// <summary>It is not used.</summary>
    Ignored,

    /// <summary>Its values are inputs of the network.</summary>
    Feature,

    /// <summary>It is to be learned.</summary>
    Label,

    /// <summary>Its equal values belong together.</summary>
    Group,
}

/// <summary>What a column's values are.</summary>
internal enum ColumnKind
{
    /// <summary>None has come yet.</summary>
    Unknown,

    /// <summary>Numbers.</summary>
    Numbers,

    /// <summary>Texts, of which each becomes an input that is 0 or 1.</summary>
    Texts,
}

/// <summary>A column of a table while it is read. Its first value decides whether it has numbers or texts.</summary>
/// <param name="index">Its place, from 0.</param>
/// <param name="name">Its name; "column 3" where it has none.</param>
/// <param name="isNamed">Whether the table names it.</param>
internal sealed class TableColumn(int index, string name, bool isNamed)
{
    // A column of more texts is one of names or numbers of things.
    private const int MaxTexts = 64;

    private Dictionary<string, int>? _texts;
    private bool _isClosed;

    public int Index => index;

    public string Name => name;

    public bool IsNamed => isNamed;

    public ColumnRole Role { get; set; }

    public ColumnKind Kind { get; set; }

    /// <summary>Rows without a value.</summary>
    public int Missing { get; private set; }

    /// <summary>The first of them, as its row is numbered.</summary>
    public int FirstMissingRow { get; private set; }

    /// <summary>How a message names it.</summary>
    public string Place => isNamed ? $"column {index + 1} ({UserException.Quote(name)})" : $"column {index + 1}";

    /// <summary>The texts in the order of their numbers.</summary>
    public string[] Texts => [.. _texts!.Keys];

    /// <summary>The number of one of its texts.</summary>
    public int NumberOf(string text) => _texts![text];

    /// <summary>Makes it one of certain texts, which a model knows.</summary>
    public void Close(IEnumerable<string> texts)
    {
        _isClosed = true;
        Kind = ColumnKind.Texts;
        _texts = new(StringComparer.Ordinal);
        foreach (string text in texts)
        {
            _texts.TryAdd(text, _texts.Count);
        }
    }

    /// <summary>Reads what is no number, or belongs to a column of texts.</summary>
    /// <param name="text">The text.</param>
    /// <param name="numbers">How numbers are written.</param>
    /// <param name="row">The row's number.</param>
    /// <param name="allowUnknown">Whether a text that a model does not know counts as missing.</param>
    /// <param name="value">The number of the text; NaN where a value is missing.</param>
    /// <returns>What is wrong with it; null if nothing is.</returns>
    public string? Read(ReadOnlySpan<char> text, CsvNumbers numbers, int row, bool allowUnknown, out float value)
    {
        text = text.Trim();
        value = float.NaN;
        if (CsvNumbers.IsMissing(text))
        {
            Miss(row);
            return null;
        }

        if (Kind == ColumnKind.Texts)
        {
            if (_texts!.GetAlternateLookup<ReadOnlySpan<char>>().TryGetValue(text, out int known))
            {
                value = known;
                return null;
            }

            if (_isClosed)
            {
                if (_texts.TryGetValue(ColumnNames.Stored(text.ToString()), out known))
                {
                    value = known;
                    return null;
                }

                if (allowUnknown)
                {
                    Miss(row);
                    return null;
                }

                return $"\"{UserException.Quote(text)}\" is none of the texts that the model knows ({string.Join(", ", Texts.Take(8).Select(t => UserException.Quote(t)))})";
            }
        }

        if (numbers.TryNumber(text, out float number))
        {
            return !float.IsFinite(number) ? $"{UserException.Quote(text)} is not a finite number"
                : $"\"{UserException.Quote(text)}\" is a number, but \"{UserException.Quote(Texts[0])}\" before is not; leave the column out with --ignore {Option}";
        }

        if (CsvNumbers.IsDate(text))
        {
            return $"\"{UserException.Quote(text)}\" looks like a date or a time; write it as a number, or leave the column out with --ignore {Option}";
        }

        string? advice = CsvNumbers.Advice(text);
        if (Kind == ColumnKind.Numbers || advice is not null)
        {
            return $"\"{UserException.Quote(text)}\" is not a number; {advice ?? $"if it is no mistake, leave the column out with --ignore {Option}"}";
        }

        _texts ??= new(StringComparer.Ordinal);
        Kind = ColumnKind.Texts;
        if (_texts.Count == MaxTexts)
        {
            return $"\"{UserException.Quote(text)}\" is one of more than {MaxTexts} different texts; if they name samples, leave the column out with --ignore {Option}, and if they are labels, add --label-column {Option}";
        }

        value = _texts.Count;
        _texts[text.ToString()] = _texts.Count;
        return null;
    }

    private void Miss(int row)
    {
        FirstMissingRow = Missing++ == 0 ? row : FirstMissingRow;
    }

    // What --ignore calls it.
    private string Option => isNamed ? UserException.Quote(name) : $"{index + 1}";
}
