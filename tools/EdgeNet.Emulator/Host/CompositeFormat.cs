using System.Globalization;
using System.Text;
using EdgeNet.Emulator.Execution;
using EdgeNet.Emulator.Types;

namespace EdgeNet.Emulator.Host;

/// <summary>string.Format and what the compiler makes of an interpolated string: {index,width:format}, with doubled braces for themselves.</summary>
internal static class CompositeFormat
{
    /// <summary>Fills in the arguments.</summary>
    /// <param name="format">The text with the places.</param>
    /// <param name="arguments">What goes there.</param>
    /// <param name="textOf">What ToString() gives of an argument.</param>
    public static string Write(string format, object?[] arguments, Func<object?, string> textOf)
    {
        StringBuilder text = new();
        for (int at = 0; at < format.Length; at++)
        {
            char c = format[at];
            if (c is not ('{' or '}'))
            {
                text.Append(c);
            }
            else if (at + 1 < format.Length && format[at + 1] == c)
            {
                text.Append(c);
                at++;
            }
            else
            {
                int end = c == '{' ? format.IndexOf('}', at) : -1;
                text.Append(Item(end < 0 ? throw Malformed() : format[(at + 1)..end], arguments, textOf));
                at = end;
            }
        }

        return text.ToString();
    }

    private static string Item(string place, object?[] arguments, Func<object?, string> textOf)
    {
        int colon = place.IndexOf(':', StringComparison.Ordinal);
        string head = colon < 0 ? place : place[..colon], format = colon < 0 ? "" : place[(colon + 1)..];
        int comma = head.IndexOf(',', StringComparison.Ordinal);
        int index = Number(comma < 0 ? head : head[..comma]);
        string alignment = comma < 0 ? "0" : head[(comma + 1)..];
        bool left = alignment.StartsWith('-');
        int width = Number(left ? alignment[1..] : alignment);
        if (colon >= 0 && format.Length == 0)
        {
            throw Malformed();
        }

        object? argument = index < arguments.Length ? arguments[index] : throw new IndexOutOfRangeException();
        string text = argument is Instance { Type.Kind: > ValueKind.Char and < ValueKind.Object } number && format.Length > 0 && !number.Type.IsEnum
            ? NumberText.Write(number.Numbers[0], number.Type.Kind, format)
            : textOf(argument);
        return left ? text.PadRight(width) : text.PadLeft(width);
    }

    private static int Number(string digits) =>
        digits.Length > 0 && digits.All(char.IsAsciiDigit) && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : throw Malformed();

    private static HostException Malformed() => new("System.ArgumentException", null);
}
