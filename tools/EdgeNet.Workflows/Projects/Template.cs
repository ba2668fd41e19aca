using System.Text.RegularExpressions;

namespace EdgeNet.Workflows;

/// <summary>
/// Fills in a file of Templates/: $Word$ is replaced by its value. Lines from "#if (word)" or "#if (!word)" to "#endif" are kept only if
/// the word was chosen, or was not. These directives are on lines of their own, in a comment of the file's language.
/// </summary>
/// <param name="chosen">Each word of a condition, and whether it was chosen.</param>
/// <param name="values">Each word to be replaced, and its value.</param>
internal sealed partial class Template(IReadOnlyDictionary<string, bool> chosen, IReadOnlyDictionary<string, string> values)
{
    /// <summary>Fills in a text.</summary>
    /// <param name="text">The template.</param>
    /// <returns>The text, with line feeds as line endings.</returns>
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
