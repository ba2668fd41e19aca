namespace EdgeNet.Data;

/// <summary>One row of a table. It is filled again for every row, so that reading a table allocates nothing for its texts.</summary>
internal sealed class CsvRow
{
    private char[] _text = new char[256];
    private int[] _ends = new int[16];
    private int _length;

    /// <summary>Number of columns.</summary>
    public int Columns { get; private set; }

    /// <summary>Whether nothing has been added since the row or its last column began.</summary>
    public bool IsAtColumnStart => _length == Start(Columns);

    /// <summary>A column's text.</summary>
    /// <param name="column">0 to Columns - 1.</param>
    public ReadOnlySpan<char> this[int column] => _text.AsSpan(Start(column), _ends[column] - Start(column));

    /// <summary>All columns' texts without white space around them.</summary>
    public string[] ToTrimmedStrings() => [.. Enumerable.Range(0, Columns).Select(c => this[c].Trim().ToString())];

    /// <summary>Whether no column has anything but white space.</summary>
    public bool IsBlank => _text.AsSpan(0, _length).IsWhiteSpace();

    /// <summary>How many columns at the end are blank.</summary>
    public int BlankAtEnd
    {
        get
        {
            int blank = 0;
            while (blank < Columns && this[Columns - 1 - blank].IsWhiteSpace())
            {
                blank++;
            }

            return blank;
        }
    }

    /// <summary>Leaves out columns at the end.</summary>
    /// <param name="columns">How many stay.</param>
    public void Truncate(int columns)
    {
        Columns = columns;
        _length = Start(columns);
    }

    /// <summary>Begins a row.</summary>
    public void Clear()
    {
        Columns = 0;
        _length = 0;
    }

    /// <summary>Adds a character to the column.</summary>
    public void Add(char character)
    {
        if (_length == _text.Length)
        {
            Array.Resize(ref _text, 2 * _length);
        }

        _text[_length++] = character;
    }

    /// <summary>Adds characters to the column.</summary>
    public void Add(ReadOnlySpan<char> characters)
    {
        if (_length + characters.Length > _text.Length)
        {
            Array.Resize(ref _text, Math.Max(2 * _text.Length, _length + characters.Length));
        }

        characters.CopyTo(_text.AsSpan(_length));
        _length += characters.Length;
    }

    /// <summary>Ends the column.</summary>
    public void EndColumn()
    {
        if (Columns == _ends.Length)
        {
            Array.Resize(ref _ends, 2 * Columns);
        }

        _ends[Columns++] = _length;
    }

    private int Start(int column) => column == 0 ? 0 : _ends[column - 1];
}
