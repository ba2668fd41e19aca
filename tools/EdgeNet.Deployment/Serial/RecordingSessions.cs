using System.Text;
using EdgeNet.Files;

namespace EdgeNet.Deployment.Serial;

/// <summary>The session column of a recording, which says in which run of the command a row was recorded. It comes after the values and before the label.</summary>
internal static class RecordingSessions
{
    /// <summary>Name of the column.</summary>
    public const string Column = "session";

    private const int MaxSession = 1_000_000_000;

    /// <summary>Finds the last session of a recording.</summary>
    /// <param name="file">The recording.</param>
    /// <param name="path">What messages call it.</param>
    /// <param name="values">Values of a reading.</param>
    /// <returns>Its number; 0 if there are no rows.</returns>
    /// <exception cref="UserException">A row has no session.</exception>
    public static int Last(Stream file, string path, int values)
    {
        int last = 0, session = -1;
        long row = 1;
        foreach ((byte symbol, int column) in Symbols(file))
        {
            if (column == values && row > 1 && char.IsAsciiDigit((char)symbol) && session < MaxSession)
            {
                session = (10 * Math.Max(session, 0)) + symbol - '0';
            }
            else if (symbol == '\n' && column == 0)
            {
                Check(row > 1 ? session : 0);
                last = Math.Max(last, session);
                session = -1;
                row++;
            }
            else if (column == values && row > 1 && (symbol != ',' || session >= 0))
            {
                Check(-1);
            }
        }

        // The end of the last row may be missing.
        return Math.Max(last, session);

        void Check(int number)
        {
            if (number is < 0 or >= MaxSession)
            {
                throw new UserException($"{path}: row {row:N0} has no number of a session; choose another file");
            }
        }
    }

    /// <summary>Copies a recording that has no such column, and gives it one: all its rows are of session 1.</summary>
    /// <param name="from">The recording.</param>
    /// <param name="to">Where the copy goes.</param>
    /// <param name="values">Values of a reading.</param>
    public static void AddColumn(Stream from, Stream to, int values)
    {
        byte[] inserted = Encoding.ASCII.GetBytes(Column + ",");
        int before = 0;
        foreach ((byte symbol, int column) in Symbols(from))
        {
            if (column == values && before == values - 1)
            {
                to.WriteByte(symbol);
                to.Write(inserted);
            }
            else
            {
                to.WriteByte(symbol);
            }

            if (symbol == '\n' && column == 0)
            {
                inserted = "1,"u8.ToArray();
            }

            before = column;
        }
    }

    // Every byte with the column that it belongs to; a comma begins the column after it, and the end of a row is in column 0.
    private static IEnumerable<(byte Symbol, int Column)> Symbols(Stream file)
    {
        file.Seek(0, SeekOrigin.Begin);
        byte[] buffer = new byte[1 << 16];
        bool quoted = false;
        int column = 0, got;
        while ((got = file.Read(buffer)) > 0)
        {
            for (int i = 0; i < got; i++)
            {
                quoted ^= buffer[i] == '"';
                column = quoted ? column : buffer[i] == ',' ? column + 1 : buffer[i] == '\n' ? 0 : column;
                yield return (buffer[i], column);
            }
        }
    }
}
