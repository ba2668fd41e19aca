namespace EdgeNet.Link;

/// <summary>
/// The header of a request in which a board tells which models its app runs: "1-2; 1,2; 61440" for versions 1 to 2 of the model
/// format, layer kinds 1 and 2, and 61,440 bytes of heap for a model.
/// </summary>
public static class RunsHeader
{
    /// <summary>The header's name.</summary>
    public const string Name = "EdgeNet-Runs";

    private const int MaxLength = 200;
    private const int MaxDigits = 9;

    /// <summary>Writes the header's value.</summary>
    /// <param name="board">What the board's app runs.</param>
    /// <returns>The value.</returns>
    public static string Write(BoardCapabilities board)
    {
        string kinds = "";
        for (int i = 0; i < board.LayerKinds.Length; i++)
        {
            int kind = board.LayerKinds[i];
            kinds += i == 0 ? kind.ToString() : "," + kind;
        }

        return board.OldestFormat + "-" + board.NewestFormat + "; " + kinds + "; " + board.HeapBytes;
    }

    /// <summary>Reads a header's value. A fourth part and what follows it are left to later versions.</summary>
    /// <param name="value">The value, from anybody; null for none.</param>
    /// <returns>What the board's app runs; null if there is no header, or it is not one that a board writes.</returns>
    public static BoardCapabilities Read(string value)
    {
        string[] parts = value == null || value.Length > MaxLength ? new string[0] : value.Split(';');
        if (parts.Length < 3)
        {
            return null;
        }

        string[] formats = parts[0].Split('-');
        byte[] kinds = Kinds(parts[1].Split(','));
        return formats.Length == 2 && kinds != null
            ? BoardCapabilities.Create(Number(formats[0]), Number(formats[1]), kinds, Number(parts[2]))
            : null;
    }

    private static byte[] Kinds(string[] numbers)
    {
        byte[] kinds = new byte[numbers.Length];
        for (int i = 0; i < kinds.Length; i++)
        {
            int kind = Number(numbers[i]);
            if (kind < 0 || kind > 255)
            {
                return null;
            }

            kinds[i] = (byte)kind;
        }

        return kinds;
    }

    // A decimal number with or without a space before it; -1 for anything else, and for one of more than nine digits.
    private static int Number(string text)
    {
        int start = text.Length > 0 && text[0] == ' ' ? 1 : 0;
        int digits = text.Length - start;
        int value = digits < 1 || digits > MaxDigits ? -1 : 0;
        for (int i = start; i < text.Length && value >= 0; i++)
        {
            value = text[i] >= '0' && text[i] <= '9' ? (value * 10) + (text[i] - '0') : -1;
        }

        return value;
    }
}
