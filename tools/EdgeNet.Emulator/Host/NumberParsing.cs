using System.Globalization;
using EdgeNet.Emulator.Execution;
using EdgeNet.Emulator.Types;

namespace EdgeNet.Emulator.Host;

/// <summary>Text as numbers, as the C library on a board reads it: spaces around, white space in front, no groups.</summary>
internal static class NumberParsing
{
    /// <summary>Parses a number.</summary>
    /// <param name="text">The text; null gives an ArgumentNullException.</param>
    /// <param name="kind">What it should become.</param>
    /// <returns>The number as it is stored in a register.</returns>
    public static long Parse(string? text, ValueKind kind)
    {
        string trimmed = (text ?? throw new HostException("System.ArgumentNullException", null)).TrimEnd(' ').TrimStart(' ', '\t', '\n', '\v', '\f', '\r');
        return kind switch
        {
            ValueKind.Single => Numbers.Of((float)Real(trimmed)),
            ValueKind.Double => Numbers.Of(Real(trimmed)),
            _ => Integer(trimmed, kind),
        };
    }

    private static double Real(string text)
    {
        string unsigned = text.TrimStart('+', '-');
        if (text.Length - unsigned.Length <= 1)
        {
            if (unsigned.Equals("nan", StringComparison.OrdinalIgnoreCase))
            {
                return BitConverter.Int64BitsToDouble((text[0] == '-' ? 0xFFFL : 0x7FFL) << 52 | 1L << 51);
            }

            if (unsigned.Equals("inf", StringComparison.OrdinalIgnoreCase) || unsigned.Equals("infinity", StringComparison.OrdinalIgnoreCase))
            {
                return text[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            }

            if (unsigned.Length > 0 && (char.IsAsciiDigit(unsigned[0]) || unsigned[0] == '.')
                && double.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double number))
            {
                return number;
            }
        }

        throw new HostException("System.FormatException", null);
    }

    private static long Integer(string text, ValueKind kind)
    {
        bool negative = text.StartsWith('-');
        string digits = text.Length > 0 && text[0] is '+' or '-' ? text[1..] : text;
        if (digits.Length == 0 || !digits.All(char.IsAsciiDigit))
        {
            throw new HostException("System.FormatException", null);
        }

        (Int128 lowest, Int128 highest) = kind switch
        {
            ValueKind.Int8 => (sbyte.MinValue, sbyte.MaxValue),
            ValueKind.UInt8 => (0, byte.MaxValue),
            ValueKind.Int16 => (short.MinValue, short.MaxValue),
            ValueKind.UInt16 or ValueKind.Char => (0, ushort.MaxValue),
            ValueKind.Int32 => (int.MinValue, int.MaxValue),
            ValueKind.UInt32 => (0, uint.MaxValue),
            ValueKind.Int64 => (long.MinValue, long.MaxValue),
            _ => ((Int128)0, (Int128)ulong.MaxValue),
        };
        bool parsed = Int128.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out Int128 number);
        number = negative ? -number : number;
        if (!parsed || number < lowest || number > highest)
        {
            throw new HostException("System.ArgumentOutOfRangeException", null);
        }

        return Numbers.Narrow((long)(ulong)(UInt128)number, kind);
    }
}
