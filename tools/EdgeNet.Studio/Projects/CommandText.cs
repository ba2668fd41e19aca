using System.Buffers;

namespace EdgeNet.Studio.Projects;

/// <summary>Command lines as people paste them into a terminal.</summary>
internal static class CommandText
{
    private static readonly SearchValues<char> Plain = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_./:=@,+%");
    private static readonly SearchValues<char> Special = SearchValues.Create("\"$`\\!%");

    /// <summary>Writes words as a command line of a POSIX shell; words of plain characters are the same for all shells.</summary>
    /// <param name="words">The words.</param>
    /// <returns>The command line.</returns>
    public static string Of(IEnumerable<string> words) => string.Join(' ', words.Select(Quote));

    private static string Quote(string word)
    {
        if (word.Length > 0 && !word.AsSpan().ContainsAnyExcept(Plain))
        {
            return word;
        }

        // Double quotes are understood by all shells, where nothing in them is special to one.
        return word.AsSpan().ContainsAny(Special) ? $"'{word.Replace("'", @"'\''", StringComparison.Ordinal)}'" : $"\"{word}\"";
    }
}
