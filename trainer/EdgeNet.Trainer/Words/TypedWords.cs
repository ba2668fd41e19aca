using System.Globalization;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Words;

/// <summary>The words about one thing of a list that people type with commas, read one after the other. Errors point at the word.</summary>
public class TypedWords
{
    private readonly string _subject;
    private readonly string _part;
    private readonly string _text;
    private readonly IReadOnlyList<(string Word, int At)> _words;
    private readonly HashSet<string> _said = [];
    private int _next;

    /// <summary>Starts with the first word.</summary>
    /// <param name="subject">What the text is, for messages, such as "the model".</param>
    /// <param name="part">What the words are about, such as "a layer".</param>
    /// <param name="text">The whole text, for messages.</param>
    /// <param name="words">The words, at least one, with the index of their first character.</param>
    public TypedWords(string subject, string part, string text, IReadOnlyList<(string Word, int At)> words)
    {
        _subject = subject;
        _part = part;
        _text = text;
        _words = words;
    }

    /// <summary>Whether no word is left.</summary>
    protected bool IsAtEnd => _next == _words.Count;

    /// <summary>Divides a text at its commas.</summary>
    /// <param name="text">The text.</param>
    /// <returns>For each part its words, with the index of their first character in the text; none for an empty part.</returns>
    public static IReadOnlyList<List<(string Word, int At)>> Split(string text)
    {
        List<List<(string, int)>> parts = [];
        int start = 0;
        foreach (string part in text.Split(','))
        {
            parts.Add(WordsOf(part, start));
            start += part.Length + 1;
        }

        return parts;
    }

    /// <summary>Reads the word that names the kind.</summary>
    /// <returns>The word in small letters.</returns>
    public string Kind() => _words[_next++].Word.ToLowerInvariant();

    /// <summary>Reads a number.</summary>
    /// <param name="what">What it counts, for messages.</param>
    /// <param name="from">The smallest that is allowed.</param>
    /// <param name="to">The largest.</param>
    /// <returns>The number.</returns>
    /// <exception cref="UserException">There is no such number.</exception>
    public int Number(string what, int from, int to)
    {
        string wanted = from == to ? $"{from}" : $"a number from {from} to {to}";
        string word = Next($"the number of {what}, {wanted}");
        return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= from && number <= to ? number
            : throw Error($"is not {wanted} ({what})");
    }

    /// <summary>Reads a word that must be there.</summary>
    /// <param name="wanted">What it should be, for messages.</param>
    /// <returns>The word as it was typed.</returns>
    /// <exception cref="UserException">The words end before it.</exception>
    public string Next(string wanted) => IsAtEnd ? throw Error($"must be followed by {wanted}") : _words[_next++].Word;

    /// <summary>Reads a word that may be said once if it follows.</summary>
    /// <param name="word">The word in small letters.</param>
    /// <param name="about">What it is about, which may be said once; null for the word itself.</param>
    /// <returns>True if it did.</returns>
    /// <exception cref="UserException">That was said before.</exception>
    public bool TakeOnce(string word, string? about = null) =>
        Take(word) && (_said.Add(about ?? word) ? true : throw Error("repeats or contradicts an earlier word"));

    /// <summary>Reads a word if it is the next.</summary>
    /// <param name="word">The word, in small letters.</param>
    /// <returns>True if it was.</returns>
    public bool Take(string word)
    {
        bool found = !IsAtEnd && _words[_next].Word.Equals(word, StringComparison.OrdinalIgnoreCase);
        _next += found ? 1 : 0;
        return found;
    }

    /// <summary>Makes sure that no word is left.</summary>
    /// <exception cref="UserException">One is.</exception>
    public void End()
    {
        if (!IsAtEnd)
        {
            throw Error(_next, $"is one word too many: {_part} such as this ends with \"{_words[_next - 1].Word}\"");
        }
    }

    /// <summary>An error about the word that was read last.</summary>
    /// <param name="problem">What is wrong with it.</param>
    /// <returns>The exception to throw.</returns>
    public UserException Error(string problem) => Error(_next - 1, problem);

    private UserException Error(int word, string problem) =>
        new($"{_subject} \"{_text}\": \"{_words[word].Word}\" at character {_words[word].At + 1} {problem}");

    private static List<(string Word, int At)> WordsOf(string part, int start)
    {
        List<(string, int)> words = [];
        for (int i = 0; i < part.Length; i++)
        {
            if (!char.IsWhiteSpace(part[i]))
            {
                int end = i;
                while (end < part.Length && !char.IsWhiteSpace(part[end]))
                {
                    end++;
                }

                words.Add((part[i..end], start + i));
                i = end;
            }
        }

        return words;
    }
}
