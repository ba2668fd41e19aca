using System.Text.RegularExpressions;

namespace EdgeNet.Workflows;

/// <summary>
/// Fills a file of Templates/ in: $Word$ becomes its value, and the lines from "#if (word)" or "#if (!word)" to "#endif", which stand alone in a
/// comment of the file's language, stay only where the word is, or is not, one of those that were chosen.
/// </summary>
/// <param name="chosen">Each word of a condition, and whether it was chosen.</param>
/// <param name="values">Each word to be replaced, and its value.</param>
internal sealed partial class Template(IReadOnlyDictionary<string, bool> chosen, IReadOnlyDictionary<string, string> values)
{
    /// <summary>Fills a text in.</summary>
    /// <param name="text">The template.</param>
    /// <returns>The text, its lines ended by line feeds.</returns>
    public string Fill(string text)
    {
        List<string> lines = [];
        Stack<bool> open = new([true]);
        foreach (string line in text.ReplaceLineEndings("\n").Split('\n'))
        {
            if (If().Match(line) is { Success: true } condition)
            {
                open.Push(open.Peek() && chosen[condition.Groups[2].Value] == (condition.Groups[1].Length == 0));
            }
            else if (EndIf().IsMatch(line))
            {
                open.Pop();
            }
            else if (open.Peek())
            {
                lines.Add(Word().Replace(line, word => values[word.Groups[1].Value]));
            }
        }

        return string.Join('\n', lines);
    }

    [GeneratedRegex(@"^\s*(?://|<!--)?#if \((!?)(\w+)\)\s*(?:-->)?$")]
    private static partial Regex If();

    [GeneratedRegex(@"^\s*(?://|<!--)?#endif\s*(?:-->)?$")]
    private static partial Regex EndIf();

    [GeneratedRegex(@"\$(\w+)\$")]
    private static partial Regex Word();
}
