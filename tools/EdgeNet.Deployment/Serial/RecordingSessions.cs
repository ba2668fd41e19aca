using System.Globalization;
using System.Text;
using EdgeNet.Files;

namespace EdgeNet.Deployment.Serial;

/// <summary>The session column of a recording, which says in which run of the command a row was recorded. It comes after the values and before the label.</summary>
internal static class RecordingSessions
{
    /// <summary>Name of the column.</summary>
    public const string Column = "session";

    private const int MaxSession = 1_000_000_000;

    // More than any float needs.
    private const int MaxNumberLength = 64;

    private enum Part
    {
        Text,
        QuotationMark,
        Comma,
        RowEnd,
        EmptyRow,
    }

    /// <summary>Finds the last session of a recording.</summary>
    /// <param name="file">The recording.</param>
    /// <param name="path">What messages call it.</param>
    /// <param name="values">Values of a reading.</param>
    /// <returns>Its number; 0 if there are no rows.</returns>
    /// <exception cref="UserException">A row has no session, or a quotation mark is not closed.</exception>
    public static int Last(Stream file, string path, int values)
    {
        long last = 0, session = -1, row = 1;
        int column = 0;
        foreach ((int symbol, Part part) in Symbols(file, path))
        {
            if (part == Part.Text && column == values && row > 1)
            {
                session = char.IsAsciiDigit((char)symbol) && session < MaxSession ? (10 * Math.Max(session, 0)) + symbol - '0' : MaxSession;
            }
            else if (part == Part.Comma)
            {
                column++;
            }
            else if (part == Part.RowEnd)
            {
                if (row > 1 && session is < 0 or >= MaxSession)
                {
                    throw new UserException($"{path}: row {row:N0} has no number of a session; choose another file");
                }

                last = Math.Max(last, session);
                (session, column) = (-1, 0);
                row++;
            }
        }

        return (int)last;
    }

    /// <summary>Copies a recording that has no such column, and gives it one: all its rows are of session 1.</summary>
    /// <param name="from">The recording.</param>
    /// <param name="to">Where the copy goes.</param>
    /// <param name="path">What messages call the recording.</param>
    /// <param name="values">Values of a reading.</param>
    /// <exception cref="UserException">A row is not as a capture writes it, so that nobody can tell how it would be read with a further column.</exception>
    public static void AddColumn(Stream from, Stream to, string path, int values)
    {
        byte[] number = new byte[MaxNumberLength], name = Encoding.UTF8.GetBytes($"{Column},");
        int column = 0, length = 0;
        long row = 1;
        foreach ((int symbol, Part part) in Symbols(from, path))
        {
            if (part == Part.Text && column < values)
            {
                number[Math.Min(length, MaxNumberLength - 1)] = (byte)symbol;
                length++;
            }

            if (part is Part.Comma or Part.RowEnd)
            {
                bool isGood = row == 1 || column >= values || (length < MaxNumberLength && IsNumber(number.AsSpan(0, length)));
                column++;
                length = 0;
                if (!isGood || (part == Part.RowEnd ? column != values + 1 : column > values))
                {
                    throw new UserException($"{path}: row {row:N0} is not {values} numbers and a label, as capture writes them; choose another file");
                }
            }

            if (symbol >= 0)
            {
                to.WriteByte((byte)symbol);
            }

            if (part == Part.Comma && column == values)
            {
                to.Write(row == 1 ? name : "1,"u8);
            }
            else if (part == Part.RowEnd)
            {
                column = 0;
                row++;
            }
        }
    }

    private static bool IsNumber(ReadOnlySpan<byte> text) => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value);

    // Every byte with what it is by the rules by which training reads tables: a quotation mark counts where a column begins,
    // rows end with \n, \r or both, and empty ones are skipped. The end of a last row that nothing ends is -1.
    private static IEnumerable<(int Symbol, Part Part)> Symbols(Stream file, string path)
    {
        file.Seek(0, SeekOrigin.Begin);
        byte[] buffer = new byte[1 << 16];
        bool isQuoted = false, wasClosed = false, isRowEmpty = true, isColumnEmpty = true;
        int got;
        while ((got = file.Read(buffer)) > 0)
        {
            for (int i = 0; i < got; i++)
            {
                byte symbol = buffer[i];
                Part part = isQuoted ? symbol == '"' ? Part.QuotationMark : Part.Text
                    : symbol is (byte)'\n' or (byte)'\r' ? isRowEmpty ? Part.EmptyRow : Part.RowEnd
                    : symbol == ',' ? Part.Comma
                    : symbol == '"' && isColumnEmpty && !wasClosed ? Part.QuotationMark : Part.Text;

                // One after a closing one is text, and so is what follows up to the next.
                bool isTwice = wasClosed && symbol == '"';
                wasClosed = isQuoted && part == Part.QuotationMark;
                isQuoted = isTwice || isQuoted != (part == Part.QuotationMark);
                isRowEmpty = part is Part.RowEnd or Part.EmptyRow;
                isColumnEmpty = part is Part.Comma or Part.RowEnd or Part.EmptyRow || (part == Part.QuotationMark && isColumnEmpty);
                yield return (symbol, part);
            }
        }

        if (isQuoted)
        {
            throw new UserException($"{path}: damaged or cut off (a quotation mark is not closed); choose another file");
        }

        if (!isRowEmpty)
        {
            yield return (-1, Part.RowEnd);
        }
    }
}
