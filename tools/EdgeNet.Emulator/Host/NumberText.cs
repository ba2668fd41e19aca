using System.Globalization;
using System.Text;
using EdgeNet.Emulator.Execution;
using EdgeNet.Emulator.Types;

namespace EdgeNet.Emulator.Host;

/// <summary>
/// Numbers as nanoFramework's ToString writes them, its mistakes included: a float of a thousand million is "10000000E+09", and 2.5 in
/// the format F0 is 3. The firmware prints two digits more than it wants and shortens the text; so does this.
/// </summary>
internal static class NumberText
{
    private const int MaxPaddedDigits = 32;

    /// <summary>A number without a format.</summary>
    public static string Write(long register, ValueKind kind) => kind switch
    {
        ValueKind.Bool => register != 0 ? "True" : "False",
        ValueKind.Char => ((char)register).ToString(),
        _ => Write(register, kind, "G"),
    };

    /// <summary>A number in a format such as F2 or X4.</summary>
    public static string Write(long register, ValueKind kind, string format)
    {
        if (kind is ValueKind.Single or ValueKind.Double && !double.IsFinite(Value(register, kind)))
        {
            return Value(register, kind).ToString(CultureInfo.InvariantCulture);
        }

        char letter = format.Length == 0 ? 'G' : format[0];
        bool isInteger = kind is not ValueKind.Single and not ValueKind.Double;
        if (format.Skip(1).Any(c => !char.IsAsciiDigit(c)) || (letter is 'x' or 'X' or 'd' or 'D' && !isInteger))
        {
            return format;
        }

        int precision = format.Length < 2 ? -1 : int.Parse(format.AsSpan(1), CultureInfo.InvariantCulture);
        return letter switch
        {
            'g' or 'G' => General(register, kind, precision, letter),
            'f' or 'F' => Fixed(register, kind, precision < 0 ? 2 : precision),
            'n' or 'N' => Grouped(Fixed(register, kind, precision < 0 ? 2 : precision)),
            'e' or 'E' => Exponential(Value(register, kind), precision < 0 ? 6 : precision, letter),
            'd' or 'D' => Padded(Integer(register, kind), precision),
            'x' or 'X' => Hexadecimal(register, kind, precision, letter),
            _ => throw new HostException("System.NotImplementedException", null),
        };
    }

    private static double Value(long register, ValueKind kind) => kind switch
    {
        ValueKind.Single => Numbers.Single(register),
        ValueKind.Double => Numbers.Double(register),
        ValueKind.UInt64 => (ulong)register,
        ValueKind.UInt32 => (uint)register,
        _ => register,
    };

    private static string Integer(long register, ValueKind kind) => kind switch
    {
        ValueKind.UInt32 => ((uint)register).ToString(CultureInfo.InvariantCulture),
        ValueKind.UInt64 => ((ulong)register).ToString(CultureInfo.InvariantCulture),
        _ => register.ToString(CultureInfo.InvariantCulture),
    };

    private static string General(long register, ValueKind kind, int requested, char letter)
    {
        double value = Value(register, kind);
        bool isInteger = kind is not ValueKind.Single and not ValueKind.Double;
        int usual = kind switch
        {
            ValueKind.Int8 or ValueKind.UInt8 => 3,
            ValueKind.Int16 or ValueKind.UInt16 => 5,
            ValueKind.Int32 or ValueKind.UInt32 => 10,
            ValueKind.Int64 => 19,
            ValueKind.UInt64 => 20,
            ValueKind.Single => 9,
            _ => Numbers.FitsInt64(value) && value == (long)value ? 15 : 17,
        };
        int precision = requested < 0 ? usual : requested;
        if (precision == 0)
        {
            throw new HostException("System.Exception", null);
        }

        string printed = isInteger ? Integer(register, kind) : PrintedFloat.Write(value, precision + 2, letter);
        int sign = printed[0] == '-' ? 1 : 0;
        return printed.Length <= precision + sign ? printed : Shortened(printed, sign, precision, requested, usual, isInteger, letter);
    }

    // Cuts a printed number to so many digits. Digits of an exponent count too, which is where the odd results come from.
    private static string Shortened(string printed, int sign, int precision, int requested, int usual, bool isInteger, char letter)
    {
        int point = printed.IndexOf('.', StringComparison.Ordinal);
        int exponentAt = printed.IndexOfAny(['e', 'E']);
        int exponent = exponentAt < 0 ? 0 : int.Parse(printed.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        StringBuilder text = new(printed);
        int last = requested <= usual ? IndexOfDigit(printed, precision) : -1;
        if (last >= 0)
        {
            text.Length = last + 1;
            char lost = CharacterAt(printed, last + 1);
            if (lost == '.')
            {
                lost = CharacterAt(printed, last + 2);
            }
            else if (lost is 'e' or 'E')
            {
                lost = printed[last];
                text.Length--;
            }

            if (!isInteger && precision >= 2 && precision >= usual && text[^2] == '0')
            {
                text.Length--;
            }
            else if (lost >= '5' && RoundUp(text))
            {
                point++;
            }
        }

        if (point >= 0)
        {
            while (text.Length > point && text[^1] == '0')
            {
                text.Length--;
            }

            if (text.Length == point + 1)
            {
                text.Length--;
            }
        }

        if (point < 0 || exponent != 0 || point > precision + sign)
        {
            if (requested > 0 && text.Length - sign > 1)
            {
                text.Insert(1 + sign, '.');
            }

            exponent = exponent != 0 ? exponent : (point < 0 ? printed.Length : point) - 1 - sign;
            text.Append(letter == 'g' ? 'e' : 'E').Append(exponent < 0 ? '-' : '+').Append(Math.Abs(exponent).ToString("00", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    private static int IndexOfDigit(string text, int ordinal)
    {
        int seen = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]) && ++seen == ordinal)
            {
                return i;
            }
        }

        return -1;
    }

    private static char CharacterAt(string text, int index) => index < text.Length ? text[index] : '\0';

    // Adds one in the last place; says whether the number became longer.
    private static bool RoundUp(StringBuilder text)
    {
        for (int i = text.Length - 1; i >= 0; i--)
        {
            if (text[i] is '.' or '-')
            {
                continue;
            }

            if (++text[i] <= '9')
            {
                return false;
            }

            text[i] = '0';
        }

        text.Insert(text[0] == '-' ? 1 : 0, '1');
        return true;
    }

    private static string Fixed(long register, ValueKind kind, int decimals)
    {
        if (kind is ValueKind.Single or ValueKind.Double)
        {
            string printed = PrintedFloat.Write(Value(register, kind), decimals, 'f');
            return printed == "-0" ? "0" : printed;
        }

        string whole = Integer(register, kind);
        return decimals == 0 ? whole : whole + "." + new string('0', decimals);
    }

    private static string Grouped(string text)
    {
        int sign = text[0] == '-' ? 1 : 0;
        int point = text.IndexOf('.', StringComparison.Ordinal);
        StringBuilder grouped = new(text);
        for (int at = (point < 0 ? text.Length : point) - 3; at > sign; at -= 3)
        {
            grouped.Insert(at, ',');
        }

        return grouped.ToString();
    }

    // One digit more is printed than wanted, and that text is rounded again.
    private static string Exponential(double value, int decimals, char letter)
    {
        string printed = PrintedFloat.Write(value, decimals + 1, letter);
        int exponentAt = printed.IndexOf(letter, StringComparison.Ordinal);
        int exponent = int.Parse(printed.AsSpan(exponentAt + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        StringBuilder text = new(printed);
        int last = IndexOfDigit(printed, decimals + 1);
        text.Length = last < 0 ? printed.Length : last + 1;
        char lost = CharacterAt(printed, text.Length) == '.' ? CharacterAt(printed, text.Length + 1) : CharacterAt(printed, text.Length);
        if (lost >= '5')
        {
            RoundUp(text);
        }

        return $"{text}{letter}{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent):000}";
    }

    private static string Padded(string number, int digits)
    {
        digits = Math.Min(digits, MaxPaddedDigits);
        return digits <= 0 ? number : number[0] == '-' ? "-" + number[1..].PadLeft(digits, '0') : number.PadLeft(digits, '0');
    }

    private static string Hexadecimal(long register, ValueKind kind, int digits, char letter)
    {
        int most = 2 * Numbers.ElementBytes(kind);
        ulong bits = most == 16 ? (ulong)register : (ulong)register & ((1UL << (4 * most)) - 1);
        string text = bits.ToString(letter.ToString(), CultureInfo.InvariantCulture);
        return text.PadLeft(Math.Clamp(digits, 0, most), '0');
    }
}
