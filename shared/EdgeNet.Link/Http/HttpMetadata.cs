namespace EdgeNet.Link;

/// <summary>What the headers of an HTTP answer say about a model. They come from a network and are not to be trusted.</summary>
public static class HttpMetadata
{
    /// <summary>The header that carries a model's signature, as 168 hexadecimal digits.</summary>
    public const string SignatureHeader = "EdgeNet-Signature";

    /// <summary>The header in which the server says in one line why it does not send a model to this board.</summary>
    public const string ProblemHeader = "EdgeNet-Problem";

    /// <summary>Longest ETag that is accepted.</summary>
    public const int MaxETagLength = 80;

    private const int MaxProblemLength = 200;

    /// <summary>Reads a Content-Range of the form "bytes first-last/length".</summary>
    /// <param name="header">The header's value, or null.</param>
    /// <param name="first">The first byte that was asked for.</param>
    /// <param name="max">How many bytes were asked for.</param>
    /// <param name="total">Receives the length of the whole file.</param>
    /// <returns>Number of bytes that the body has, 1 to max; 0 if the header is missing, wrong, or of another range.</returns>
    public static int RangeBytes(string header, int first, int max, out int total)
    {
        total = 0;
        const string Unit = "bytes ";
        if (header == null || header.Length > 40 || !header.StartsWith(Unit))
        {
            return 0;
        }

        int at = Unit.Length;
        int from = Number(header, ref at, '-');
        int last = Number(header, ref at, '/');
        int length = Number(header, ref at, '\0');
        if (from != first || last < from || length <= last || last - from >= max)
        {
            return 0;
        }

        total = length;
        return last - from + 1;
    }

    /// <summary>Whether a text is a strong ETag that can be sent back as it is.</summary>
    /// <param name="header">The header's value, or null.</param>
    /// <returns>True for quotes around visible ASCII.</returns>
    public static bool IsETag(string header)
    {
        if (header == null || header.Length < 3 || header.Length > MaxETagLength || header[0] != '"' || header[header.Length - 1] != '"')
        {
            return false;
        }

        for (int i = 1; i < header.Length - 1; i++)
        {
            if (header[i] <= ' ' || header[i] > '~' || header[i] == '"')
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Reads what a server says is wrong.</summary>
    /// <param name="header">The header's value, or null.</param>
    /// <returns>Its text; words of our own where there is none, or it is no line that can be shown to people.</returns>
    public static string Problem(string header)
    {
        bool shown = header != null && header.Length > 0 && header.Length <= MaxProblemLength;
        for (int i = 0; shown && i < header.Length; i++)
        {
            shown = header[i] >= ' ' && header[i] <= '~';
        }

        return shown ? header : "the server says that this board cannot run the model";
    }

    /// <summary>Reads a signature from its header.</summary>
    /// <param name="header">The header's value, or null.</param>
    /// <returns>The signature, or null if there is none or it is not well formed.</returns>
    public static ModelSignature Signature(string header)
    {
        if (header == null || header.Length != 2 * ModelSignature.Bytes)
        {
            return null;
        }

        byte[] bytes = new byte[ModelSignature.Bytes];
        for (int i = 0; i < bytes.Length; i++)
        {
            int high = Digit(header[2 * i]);
            int low = Digit(header[(2 * i) + 1]);
            if (high < 0 || low < 0)
            {
                return null;
            }

            bytes[i] = (byte)((high << 4) | low);
        }

        return ModelSignature.Read(bytes, 0, bytes.Length);
    }

    private static int Digit(char c)
    {
        return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
    }

    // A decimal number up to some character, or up to the end. -1 where there is none or it has more than nine digits.
    private static int Number(string text, ref int at, char end)
    {
        int start = at;
        int value = 0;
        while (at < text.Length && text[at] >= '0' && text[at] <= '9')
        {
            value = (value * 10) + (text[at] - '0');
            at++;
        }

        bool ends = end == '\0' ? at == text.Length : at < text.Length && text[at] == end;
        bool right = ends && at > start && at - start <= 9;
        at++;
        return right ? value : -1;
    }
}
