using System.Globalization;
using EdgeNet.Core;
using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>
/// The rows of a table (RFC 4180), one after the other: whatever a file holds, two of its rows at most are in memory as text.
/// Quotation marks inside a column that does not begin with one are part of the text; empty lines are skipped.
/// </summary>
internal sealed class CsvRows
{
    // Every input that a model can have, and a label, at 64 characters each.
    private const int MaxCharacters = 64 * (ModelFormat.MaxTerms + 1);
    private const char Quote = '"';

    private readonly TextReader _text;
    private readonly string _path;
    private readonly char[] _buffer = new char[4096];
    private readonly char _separator;
    private int _at;
    private int _end;
    private int _line = 1;
    private int _columns;

    // The first two rows, read to find out whether there is a header.
    private readonly Queue<CsvRow> _ahead = [];

    /// <summary>Begins to read a table.</summary>
    /// <param name="text">The text.</param>
    /// <param name="path">What to call it in an error.</param>
    /// <param name="labelColumn">Name of a column, which makes a header of the first row if it is found there; or null.</param>
    /// <exception cref="UserException">The first two rows are not those of a table.</exception>
    public CsvRows(TextReader text, string path, string? labelColumn)
    {
        _text = text;
        _path = path;
        Fill();
        _separator = FindSeparator(_buffer.AsSpan(0, _end));
        CsvRow first = new(), second = new();
        if (!Parse(first))
        {
            return;
        }

        bool two = Parse(second);
        string[] names = first.ToTrimmedStrings();
        if ((labelColumn is not null && names.Contains(labelColumn)) || (two && HasTextAboveNumber(first, second)))
        {
            Header = names;
            Number = 1;
        }
        else
        {
            _ahead.Enqueue(first);
        }

        if (two)
        {
            _ahead.Enqueue(second);
        }
    }

    /// <summary>Names of the columns, or null if the first row is data.</summary>
    public string[]? Header { get; }

    /// <summary>The row that was read last. Its contents are those of the next row after the next Read.</summary>
    public CsvRow Row { get; private set; } = new();

    /// <summary>Its number, where the header counts as a row.</summary>
    public int Number { get; private set; }

    /// <summary>Reads the next row.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="UserException">It has another number of columns than the first or is too long, or the file is damaged.</exception>
    public bool Read()
    {
        Number++;
        if (_ahead.TryDequeue(out CsvRow? row))
        {
            Row = row;
            return true;
        }

        return Parse(Row);
    }

    /// <summary>Reads a number of a table, the same in every culture.</summary>
    public static bool TryNumber(ReadOnlySpan<char> text, out float value) =>
        float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value);

    // The one that the first line has most of, where quotation marks do not hide it.
    private static char FindSeparator(ReadOnlySpan<char> start)
    {
        int commas = 0, semicolons = 0, tabs = 0;
        bool quoted = false;
        foreach (char c in start)
        {
            quoted ^= c == Quote;
            if (!quoted)
            {
                commas += c == ',' ? 1 : 0;
                semicolons += c == ';' ? 1 : 0;
                tabs += c == '\t' ? 1 : 0;
                if (c is '\r' or '\n' && commas + semicolons + tabs > 0)
                {
                    break;
                }
            }
        }

        // Where decimal commas are as many as the semicolons between them, an error should show the numbers.
        return tabs > 0 && tabs >= Math.Max(commas, semicolons) ? '\t' : semicolons > 0 && semicolons >= commas ? ';' : ',';
    }

    private static bool HasTextAboveNumber(CsvRow first, CsvRow second)
    {
        for (int c = 0; c < first.Columns; c++)
        {
            if (!TryNumber(first[c], out _) && TryNumber(second[c], out _))
            {
                return true;
            }
        }

        return false;
    }

    private bool Parse(CsvRow row)
    {
        row.Clear();
        bool quoted = false, begun = false;
        int characters = 0, line = _line;
        while (Peek() is >= 0 and int code)
        {
            _at++;
            char c = (char)code;
            bool ends = c is '\r' or '\n';
            if (ends)
            {
                _at += c == '\r' && Peek() == '\n' ? 1 : 0;
                _line++;
            }

            if (++characters > MaxCharacters)
            {
                throw new UserException($"{_path}: line {line} is a row of more than {MaxCharacters:N0} characters; this is not a table, or a quotation mark is not closed");
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
                row.EndColumn();
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

        if (begun)
        {
            row.EndColumn();
            CheckColumns(row.Columns, line);
        }

        return begun;
    }

    private void CheckColumns(int columns, int line)
    {
        _columns = _columns == 0 ? columns : _columns;
        if (columns != _columns)
        {
            throw new UserException($"{_path}: line {line} has {columns} columns, but the lines before have {_columns}");
        }

        if (columns > ModelFormat.MaxTerms + 1)
        {
            throw new UserException($"{_path}: {columns:N0} columns; a model has at most {ModelFormat.MaxTerms:N0} inputs");
        }
    }

    // The next character, or -1 at the end.
    private int Peek()
    {
        if (_at == _end)
        {
            Fill();
        }

        return _at < _end ? _buffer[_at] : -1;
    }

    private void Fill()
    {
        try
        {
            _at = 0;
            _end = _text.ReadBlock(_buffer);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new UserException($"{_path}: damaged or cut off ({e.Message})", e);
        }
    }
}
