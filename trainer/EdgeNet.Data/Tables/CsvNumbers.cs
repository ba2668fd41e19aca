using System.Globalization;

namespace EdgeNet.Data;

/// <summary>Numbers as tables write them, the same in every culture.</summary>
/// <param name="decimalComma">Whether fractions begin with a comma.</param>
internal sealed class CsvNumbers(bool decimalComma)
{
    // As many digits as a float holds in any case.
    private const int SureDigits = 7;

    private static readonly NumberFormatInfo WithComma = new() { NumberDecimalSeparator = "," };
    private static readonly string[] Missing = ["?", "-", "NA", "N/A", "#N/A", "NaN", "null"];

    private readonly NumberFormatInfo _format = decimalComma ? WithComma : NumberFormatInfo.InvariantInfo;

    /// <summary>Reads a finite number.</summary>
    /// <returns>False if it is none.</returns>
    public bool TryFinite(ReadOnlySpan<char> text, out float value) => TryDigits(text, out value) || (TryNumber(text, out value) && float.IsFinite(value));

    /// <summary>Reads a number, which may be infinite or none (NaN). White space of any kind may be around it, such as the no-break spaces of web pages.</summary>
    /// <returns>False if it is not written as one.</returns>
    public bool TryNumber(ReadOnlySpan<char> text, out float value) => float.TryParse(text.Trim(), NumberStyles.Float, _format, out value);

    /// <summary>The same in double precision, which times need.</summary>
    /// <returns>False if it is not written as a number.</returns>
    public bool TryDouble(ReadOnlySpan<char> text, out double value) => double.TryParse(text.Trim(), NumberStyles.Float, _format, out value);

    /// <summary>Whether a table says so that it has no value.</summary>
    public static bool IsMissing(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        if (text.Length == 0)
        {
            return true;
        }

        foreach (string missing in Missing)
        {
            if (text.Equals(missing, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Whether a label says that there is none: the same, but a minus can be a label.</summary>
    public static bool IsMissingLabel(ReadOnlySpan<char> text) => IsMissing(text) && text.Trim() is not "-";

    /// <summary>What to do about a number in another notation.</summary>
    /// <returns>Null if the text does not look like one.</returns>
    public static string? Advice(ReadOnlySpan<char> text)
    {
        text = text.Trim().TrimStart("+-");
        int exponent = text.IndexOfAny('e', 'E');
        ReadOnlySpan<char> number = exponent > 0 && int.TryParse(text[(exponent + 1)..], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) ? text[..exponent] : text;
        int commas = number.Count(','), points = number.Count('.'), others = 0;
        foreach (char c in number)
        {
            if (c is ' ' or '\'' or '’' or '\u00A0' or '\u202F')
            {
                others++;
            }
            else if (c is not (',' or '.') && !char.IsAsciiDigit(c))
            {
                return null;
            }
        }

        if (number.Length == 0 || !char.IsAsciiDigit(number[^1]) || commas + points + others == 0)
        {
            return null;
        }

        bool single = others == 0 && commas + points == 1;
        return single && commas == 1 ? "add --decimal comma, or write numbers without thousands separators"
            : single ? "its fraction begins with a point, or the point groups thousands: leave out --decimal comma, or write numbers without thousands separators"
            : "write numbers without thousands separators";
    }

    /// <summary>Whether a text looks like a date or a time of day: 2024-01-31, 31.1.2024, 1/31/24, 12:30.</summary>
    public static bool IsDate(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        int first = Digits(text, 0);
        if (first is 0 or > 4 || first == text.Length)
        {
            return false;
        }

        char separator = text[first];
        int second = Digits(text, first + 1), at = first + 1 + second;
        if (separator == ':')
        {
            return first <= 2 && second == 2 && (at == text.Length || text[at] is ':' or ' ' or '.');
        }

        if (separator is not ('-' or '/' or '.') || second is 0 or > 2 || at >= text.Length || text[at] != separator)
        {
            return false;
        }

        int third = Digits(text, at + 1), end = at + 1 + third;
        return third is > 0 and <= 4 && (end == text.Length || text[end] is ' ' or 'T' or ',');
    }

    private static int Digits(ReadOnlySpan<char> text, int from)
    {
        int at = from;
        while (at < text.Length && char.IsAsciiDigit(text[at]))
        {
            at++;
        }

        return at - from;
    }

    // Most numbers of most tables; several times as fast as the general way.
    private static bool TryDigits(ReadOnlySpan<char> text, out float value)
    {
        value = 0;
        if (text.Length is 0 or > SureDigits)
        {
            return false;
        }

        int number = 0;
        foreach (char c in text)
        {
            uint digit = (uint)(c - '0');
            if (digit > 9)
            {
                return false;
            }

            number = (10 * number) + (int)digit;
        }

        value = number;
        return true;
    }
}
