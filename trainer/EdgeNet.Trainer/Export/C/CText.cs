using System.Globalization;
using System.Text;
using EdgeNet.Core;

namespace EdgeNet.Trainer.Export.C;

/// <summary>Numbers and texts of a model file as they may appear in C: the author of the file must not be able to write source.</summary>
internal static class CText
{
    private const int LineLength = 140;

    /// <summary>A string literal in printable ASCII. Octal escapes end after three digits, and no question mark is left that could begin a trigraph.</summary>
    public static string Literal(string text)
    {
        StringBuilder literal = new("\"");
        foreach (byte b in Encoding.UTF8.GetBytes(text))
        {
            bool isPlain = b is >= (byte)' ' and <= (byte)'~' and not ((byte)'"' or (byte)'\\' or (byte)'?');
            literal.Append(isPlain ? ((char)b).ToString() : "\\" + Convert.ToString(b, 8).PadLeft(3, '0'));
        }

        return literal.Append('"').ToString();
    }

    /// <summary>A part of a comment: letters and digits of ASCII and a few marks stay, all else becomes an underscore.</summary>
    public static string Comment(string text) => string.Concat(text.Select(c => char.IsAsciiLetterOrDigit(c) || " .,:;()+-=%".Contains(c) ? c : '_'));

    /// <summary>What a comment calls a model.</summary>
    public static string Title(ModelFile model) =>
        model.Meta("name").Length == 0 ? "A model without a name" : $"The model {Comment(model.Meta("name"))}{(model.Meta("build").Length == 0 ? "" : $" ({Comment(model.Meta("build"))})")}";

    /// <summary>A literal of a float, from which a compiler makes the same float.</summary>
    public static string Literal(float value)
    {
        string digits = value.ToString("R", CultureInfo.InvariantCulture);
        return digits + (digits.AsSpan().IndexOfAny('.', 'E') < 0 ? ".0f" : "f");
    }

    /// <summary>A literal of an int32_t: the smallest one has no digits of its own in C.</summary>
    public static string Literal(int value) => value == int.MinValue ? "-2147483647 - 1" : value.ToString(CultureInfo.InvariantCulture);

    /// <summary>A text of several lines for a place that is indented: all lines but the first, which is there already.</summary>
    public static string Indent(string text, int spaces) => text.Replace("\n", "\n" + new string(' ', spaces), StringComparison.Ordinal);

    /// <summary>Adds a constant array with lines of readable length.</summary>
    /// <param name="text">Receives it.</param>
    /// <param name="declaration">Type and name, without the brackets.</param>
    /// <param name="flash">What marks constants that stay in flash.</param>
    /// <param name="values">Literals, at least one.</param>
    public static void AppendArray(StringBuilder text, string declaration, string flash, IEnumerable<string> values)
    {
        text.Append(CultureInfo.InvariantCulture, $"static const {declaration}[] {flash} = {{");
        int length = LineLength;
        foreach (string value in values)
        {
            length += value.Length + 2;
            if (length > LineLength)
            {
                length = value.Length;
                text.Append("\n   ");
            }

            text.Append(' ').Append(value).Append(',');
        }

        text.Append("\n};\n");
    }
}
