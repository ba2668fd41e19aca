using System.Text;
using EdgeNet.Core;
using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>
/// The rows of a table (RFC 4180), one after the other: whatever a file holds, two of its rows at most are in memory as text.
/// Quotation marks inside a column that does not begin with one are part of the text; empty rows, and empty columns at the end of a row, are skipped.
/// </summary>
internal sealed class CsvRows
{
    // Every input that a model can have, and a label, at 64 characters each.
    private const int MaxCharacters = 64 * MaxColumns;
    private const int MaxColumns = ModelFormat.MaxTerms + 1;
    private const char Quote = '"';

    private readonly CsvText _text;
    private readonly CsvNumbers _numbers;
    private readonly string _path;
    private readonly char[] _buffer = new char[4096];
    private readonly char _separator;
    private readonly bool _mayBeCutOff;
    private int _at;
    private int _end;
    private int _line = 1;
    private int _columns;
    private bool _hasLetters;

    // The first two rows, read to find out whether there is a header.
    private readonly Queue<(CsvRow Row, int Line)> _ahead = [];

    /// <summary>Begins to read a table.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="path">What to call it in an error.</param>
    /// <param name="encoding">How its characters are written.</param>
    /// <param name="decimalComma">Whether its numbers have decimal commas.</param>
    /// <param name="areNamed">Whether one of some texts is known as the name of a column, which makes a header of the first row. It is asked about those that are no numbers.</param>
    /// <param name="mayBeCutOff">Whether a last row that lacks columns and has no end is passed over.</param>
    /// <exception cref="UserException">The first two rows are not those of a table.</exception>
    public CsvRows(Stream stream, string path, TableEncoding encoding, bool decimalComma, Predicate<HashSet<string>> areNamed, bool mayBeCutOff = false)
    {
        _mayBeCutOff = mayBeCutOff;
        _text = new CsvText(stream, path, encoding);
        _numbers = new CsvNumbers(decimalComma);
        _path = path;
        Fill();
        _separator = TakeSeparatorLine() ?? FindSeparator(_buffer.AsSpan(0, _end), decimalComma);
        CsvRow first = new(), second = new();
        if (!Parse(first))
        {
            return;
        }

        int firstLine = Line;
        bool two = Parse(second);
        string[] header = first.ToTrimmedStrings();
        HashSet<string> texts = new(header.Where(h => h.Length > 0 && !_numbers.TryNumber(h, out _)), StringComparer.Ordinal);
        bool isHeader = areNamed(texts) || (two && HasTextAboveNumber(first, second)) || IsAllNames(header, two ? second : null);
        CutEmptyEnd(first, second, isHeader, two);
        if (isHeader)
        {
            Header = header[..first.Columns];
            Number = 1;
        }
        else
        {
            _ahead.Enqueue((first, firstLine));
        }

        if (two)
        {
            _ahead.Enqueue((second, Line));
        }
    }

    /// <summary>Names of the columns, or null if the first row is data.</summary>
    public string[]? Header { get; }

    /// <summary>The row that was read last. Its contents are those of the next row after the next Read.</summary>
    public CsvRow Row { get; private set; } = new();

    /// <summary>Its number, where the header counts as a row.</summary>
    public int Number { get; private set; }

    /// <summary>The line of the file on which it begins.</summary>
    public int Line { get; private set; }

    /// <summary>Whether a last row was passed over because it was cut off.</summary>
    public bool IsCutOff { get; private set; }

    /// <summary>Reads the next row.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="UserException">It has another number of columns than the first or is too long, or the file is damaged.</exception>
    public bool Read()
    {
        Number++;
        if (_ahead.TryDequeue(out (CsvRow Row, int Line) ahead))
        {
            (Row, Line) = ahead;
            return true;
        }

        return Parse(Row);
    }

    // Excel reads such a line, and writes it where it is told to.
    private char? TakeSeparatorLine()
    {
        ReadOnlySpan<char> start = _buffer.AsSpan(0, _end);
        int end = start.IndexOfAny('\r', '\n');
        ReadOnlySpan<char> line = (end < 0 ? [] : start[..end]).Trim(Quote);
        if (line.Length != 5 || !line.StartsWith("sep=", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        char separator = line[4];
        _at = end;
        return separator;
    }

    // The one that the first line has most of, where quotation marks do not hide it; commas inside numbers do not count.
    private static char FindSeparator(ReadOnlySpan<char> start, bool decimalComma)
    {
        StringBuilder line = new();
        bool quoted = false;
        foreach (char c in start)
        {
            quoted ^= c == Quote;
            if (!quoted && c is '\r' or '\n' && line.Length > 0)
            {
                break;
            }

            if (!quoted && c is not ('\r' or '\n'))
            {
                line.Append(c);
            }
        }

        string text = line.ToString();
        int commas = text.Count(c => c == ','), semicolons = text.Count(c => c == ';'), tabs = text.Count(c => c == '\t');
        return tabs > 0 && (tabs >= Math.Max(commas, semicolons) || decimalComma || HasOnlyDecimalCommas(text, '\t')) ? '\t'
            : semicolons > 0 && (semicolons >= commas || decimalComma || HasOnlyDecimalCommas(text, ';')) ? ';' : ',';
    }

    private static bool HasOnlyDecimalCommas(string line, char separator) => line.Split(separator).All(column =>
    {
        int comma = column.IndexOf(',', StringComparison.Ordinal);
        return comma < 0 || (comma == column.LastIndexOf(',') && comma > 0 && comma < column.Length - 1 && char.IsAsciiDigit(column[comma - 1]) && char.IsAsciiDigit(column[comma + 1]));
    });

    private bool IsNumberLike(ReadOnlySpan<char> text) => _numbers.TryNumber(text, out _) || CsvNumbers.Advice(text) is not null;

    private bool HasTextAboveNumber(CsvRow first, CsvRow second)
    {
        for (int c = 0; c < first.Columns; c++)
        {
            if (!IsNumberLike(first[c]) && IsNumberLike(second[c]))
            {
                return true;
            }
        }

        return false;
    }

    // Where no row has a number: names are all different, and none is the value below it.
    private bool IsAllNames(string[] header, CsvRow? second)
    {
        string[] names = [.. header.Where(n => n.Length > 0)];
        return names.Length > 0 && names.Distinct().Count() == names.Length && !names.Any(n => IsNumberLike(n) || CsvNumbers.IsMissing(n))
            && (second is null || !header.Select((n, c) => second[c].Trim().SequenceEqual(n) && n.Length > 0).Any(same => same));
    }

    // Spreadsheets write columns that have once been used and are empty now.
    private void CutEmptyEnd(CsvRow first, CsvRow second, bool isHeader, bool two)
    {
        int empty = isHeader ? first.BlankAtEnd : two ? Math.Min(first.BlankAtEnd, second.BlankAtEnd) : 0;
        if (empty == 0 || empty == first.Columns)
        {
            return;
        }

        _columns = first.Columns - empty;
        first.Truncate(_columns);
        if (two)
        {
            CheckColumns(second, _line - 1);
        }
    }

    private bool Parse(CsvRow row)
    {
        int line;
        do
        {
            line = ParseAny(row);
        }
        while (line > 0 && row.IsBlank && row.Columns > 1);

        // A row that ends has begun a new line.
        if (_mayBeCutOff && line > 0 && line == _line && row.Columns < _columns)
        {
            IsCutOff = true;
            return false;
        }

        if (line > 0)
        {
            Line = line;
            CheckColumns(row, line);
        }

        return line > 0;
    }

    // Gives the number of its first line, or 0 at the end.
    private int ParseAny(CsvRow row)
    {
        row.Clear();
        bool quoted = false, begun = false;
        int characters = 0, line = _line;
        while (Peek() >= 0)
        {
            // All before what separates or quotes; numbers and letters are above the quotation mark.
            int from = _at;
            char c = '\0';
            while (_at < _end && (c = _buffer[_at]) > Quote && (c != _separator || quoted) && c != CsvText.Invalid)
            {
                _at++;
            }

            characters += _at - from;
            if (_at > from)
            {
                begun = true;
                row.Add(_buffer.AsSpan(from, _at - from));
            }

            if (_at == _end)
            {
                CheckLength(characters, line);
                continue;
            }

            _at++;
            characters++;
            bool ends = c is '\r' or '\n';
            if (ends)
            {
                // To look at the next character may be to read on, from the beginning of the buffer.
                if (c == '\r' && Peek() == '\n')
                {
                    _at++;
                }

                _line++;
            }

            CheckLength(characters, line);
            if (c is CsvText.Invalid or '\0')
            {
                throw NotText(c);
            }

            if (quoted)
            {
                bool twice = c == Quote && Peek() == Quote;
                _at += twice ? 1 : 0;
                quoted = twice || c != Quote;
                if (quoted)
                {
                    row.Add(ends ? '\n' : c);
                }
            }
            else if (ends && begun)
            {
                break;
            }
            else if (c == _separator)
            {
                begun = true;
                EndColumn(row, line);
            }
            else if (c == Quote && row.IsAtColumnStart)
            {
                begun = quoted = true;
            }
            else if (ends)
            {
                (characters, line) = (0, _line);
            }
            else
            {
                begun = true;
                row.Add(c);
            }
        }

        if (quoted)
        {
            throw new UserException($"{_path}: damaged or cut off (a quotation mark in the row from line {line} on is not closed)");
        }

        if (!begun)
        {
            return 0;
        }

        EndColumn(row, line);
        return line;
    }

    private void EndColumn(CsvRow row, int line)
    {
        row.EndColumn();
        if (row.Columns > MaxColumns)
        {
            throw new UserException($"{_path}: line {line} has more than {MaxColumns:N0} columns; a model has at most {ModelFormat.MaxTerms:N0} inputs");
        }
    }

    private void CheckLength(int characters, int line)
    {
        if (characters > MaxCharacters)
        {
            throw new UserException($"{_path}: line {line} is a row of more than {MaxCharacters:N0} characters; this is not a table, or a quotation mark is not closed");
        }
    }

    private void CheckColumns(CsvRow row, int line)
    {
        _columns = _columns == 0 ? row.Columns : _columns;
        if (row.Columns > _columns && row.Columns - row.BlankAtEnd <= _columns)
        {
            row.Truncate(_columns);
        }

        if (row.Columns != _columns)
        {
            throw new UserException($"{_path}: line {line} has {row.Columns} columns, but the lines before have {_columns}");
        }
    }

    private UserException NotText(char c)
    {
        if (c == '\0')
        {
            return new UserException($"{_path}: line {_line} has a NUL byte, which no table has; if it is text in UTF-16, add --encoding utf-16");
        }

        if (_text.Encoding != "utf-8")
        {
            return new UserException($"{_path}: line {_line} is not {_text.Encoding.ToUpperInvariant()}; choose another --encoding");
        }

        int line = _line;
        return new UserException(HasOtherLetters()
            ? $"{_path}: mixed encodings: line {line} is not UTF-8, but letters of other lines are; save it again with one encoding"
            : $"{_path}: line {line} is not UTF-8; add --encoding windows-1252 (Excel) or --encoding latin1");
    }

    // Letters outside ASCII that are UTF-8: anywhere in the file. It is read to its end, since the error is found.
    private bool HasOtherLetters()
    {
        bool found = _hasLetters;
        for (; !found && _end > 0; _at = _end, Fill())
        {
            found = HasLetters();
        }

        return found;
    }

    private bool HasLetters() => _buffer.AsSpan(0, _end).ContainsAnyInRange('\u0080', '\uFFFE');

    // The next character, or -1 at the end.
    private int Peek()
    {
        if (_at == _end)
        {
            _hasLetters |= HasLetters();
            Fill();
        }

        return _at < _end ? _buffer[_at] : -1;
    }

    private void Fill()
    {
        _at = 0;
        _end = _text.Read(_buffer);
    }
}
