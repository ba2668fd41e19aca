using System.Globalization;
using System.Text;

namespace EdgeNet.Files;

/// <summary>Texts from outside (names of files, labels, metadata, messages that quote them) on their way to a terminal.</summary>
public static class TerminalText
{
    // Invisible, but without them words of Persian and Hindi are written wrongly, and they move nothing.
    private const char NonJoiner = '\u200C', Joiner = '\u200D';

    /// <summary>A text with a question mark for everything that would steer a terminal or change the order of what it shows.</summary>
    /// <param name="text">The text.</param>
    /// <returns>One line: without control and format characters, breaks of lines and halves of characters.</returns>
    public static string Of(ReadOnlySpan<char> text) => Replace(text, _ => "?");

    /// <summary>JSON that says the same and has these characters as escapes, such as \u202e.</summary>
    /// <param name="json">The JSON, on one line.</param>
    /// <returns>JSON with the same texts.</returns>
    public static string OfJson(ReadOnlySpan<char> json) => Replace(json, rune => string.Concat(rune.ToString().Select(c => $"\\u{(int)c:x4}")));

    private static string Replace(ReadOnlySpan<char> text, Func<Rune, string> replacement)
    {
        // Most texts, and megabytes of numbers in JSON.
        if (!text.ContainsAnyExceptInRange(' ', '~'))
        {
            return text.ToString();
        }

        StringBuilder shown = new(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (IsHarmless(rune))
            {
                shown.Append(rune);
            }
            else
            {
                shown.Append(replacement(rune));
            }
        }

        return shown.ToString();
    }

    // EnumerateRunes gives the replacement character for half a character.
    private static bool IsHarmless(Rune rune) => rune.Value is NonJoiner or Joiner || (rune != Rune.ReplacementChar && Rune.GetUnicodeCategory(rune)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator));
}
