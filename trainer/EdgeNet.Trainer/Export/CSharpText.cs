using System.Globalization;
using System.Text;
using EdgeNet.Core;

namespace EdgeNet.Trainer.Export;

/// <summary>Texts of a model file as they may appear in C# source: the author of the file must not be able to write source.</summary>
public static class CSharpText
{
    /// <summary>A string literal.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The literal with its quotation marks, in printable ASCII.</returns>
    public static string Literal(string text)
    {
        StringBuilder literal = new("\"");
        foreach (char c in text)
        {
            literal.Append(c is '"' or '\\' ? $"\\{c}" : c is >= ' ' and <= '~' ? c.ToString() : string.Create(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}"));
        }

        return literal.Append('"').ToString();
    }

    /// <summary>A literal of a float.</summary>
    internal static string Literal(float value) => value.ToString("R", CultureInfo.InvariantCulture) + "f";

    /// <summary>A literal of a long.</summary>
    internal static string Literal(long value) => value == long.MinValue ? "long.MinValue" : value.ToString(CultureInfo.InvariantCulture) + "L";

    /// <summary>A part of an XML comment.</summary>
    /// <param name="text">Any text.</param>
    /// <returns>The text on one line without markup: letters, digits and a few marks stay, all else becomes a question mark.</returns>
    public static string Comment(string text) => string.Concat(text.Select(c => char.IsLetterOrDigit(c) || " .,:;()+-_=%".Contains(c) ? c : '?'));

    /// <summary>What a comment calls a model.</summary>
    /// <param name="model">The model.</param>
    /// <returns>Its name and build, as far as the file has them.</returns>
    public static string Title(ModelFile model) =>
        model.Meta("name").Length == 0 ? "A model without a name" : $"The model \"{Comment(model.Meta("name"))}\"{(model.Meta("build").Length == 0 ? "" : $" ({Comment(model.Meta("build"))})")}";
}
