using System.Globalization;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Layers;

/// <summary>The words about one layer, read one after the other. Errors point at the word.</summary>
public sealed class LayerWords
{
    private static readonly (string Word, Activation Activation)[] Activations =
        [("relu", Activation.Relu), ("sigmoid", Activation.Sigmoid), ("tanh", Activation.Tanh), ("linear", Activation.Linear)];

    private readonly string _text;
    private readonly IReadOnlyList<(string Word, int At)> _words;
    private readonly HashSet<string> _said = [];
    private int _next;

    /// <summary>Starts with the first word.</summary>
    /// <param name="text">The whole text, for messages.</param>
    /// <param name="words">Words of the layer, at least one, with the index of their first character.</param>
    /// <param name="isLast">Whether it is the network's last layer.</param>
    public LayerWords(string text, IReadOnlyList<(string Word, int At)> words, bool isLast)
    {
        _text = text;
        _words = words;
        IsLast = isLast;
    }

    /// <summary>Whether it is the network's last layer.</summary>
    public bool IsLast { get; }

    /// <summary>Whether a word is an activation.</summary>
    /// <param name="word">The word, in any case.</param>
    /// <returns>True if so.</returns>
    public static bool IsActivation(string word) => Activations.Any(a => a.Word.Equals(word, StringComparison.OrdinalIgnoreCase));

    /// <summary>The word of an activation.</summary>
    /// <param name="activation">Any but softmax.</param>
    /// <returns>Its word.</returns>
    public static string WordOf(Activation activation) => Activations.First(a => a.Activation == activation).Word;

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
        if (_next == _words.Count)
        {
            throw Error(_next - 1, $"must be followed by the number of {what}, {wanted}");
        }

        return int.TryParse(_words[_next++].Word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number >= from && number <= to ? number
            : throw Error(_next - 1, $"is not {wanted} ({what})");
    }

    /// <summary>Reads one number, or two with an x between them, such as 3x3.</summary>
    /// <param name="what">What they are, for messages.</param>
    /// <param name="to">The largest that is allowed; the smallest is 1.</param>
    /// <returns>Rows and columns; the columns are null where there is one number.</returns>
    /// <exception cref="UserException">There are no such numbers.</exception>
    public (int Rows, int? Columns) Size(string what, int to)
    {
        string wanted = $"one or two numbers from 1 to {to}, such as 3 or 3x2";
        if (_next == _words.Count)
        {
            throw Error(_next - 1, $"must be followed by the {what}, {wanted}");
        }

        string[] numbers = _words[_next++].Word.ToLowerInvariant().Split('x');
        int[] sizes = new int[numbers.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            if (numbers.Length > 2 || !int.TryParse(numbers[i], NumberStyles.None, CultureInfo.InvariantCulture, out sizes[i]) || sizes[i] < 1 || sizes[i] > to)
            {
                throw Error(_next - 1, $"is not {wanted} ({what})");
            }
        }

        return (sizes[0], sizes.Length == 2 ? sizes[1] : null);
    }

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
        bool found = _next < _words.Count && _words[_next].Word.Equals(word, StringComparison.OrdinalIgnoreCase);
        _next += found ? 1 : 0;
        return found;
    }

    /// <summary>Reads an activation if one follows.</summary>
    /// <param name="others">Words that might have been there too, for messages.</param>
    /// <returns>The activation, or null if the words end.</returns>
    /// <exception cref="UserException">Another word follows.</exception>
    public Activation? ReadActivation(params string[] others)
    {
        if (_next == _words.Count)
        {
            return null;
        }

        string word = _words[_next++].Word;
        return IsActivation(word) ? Activations.First(a => a.Word.Equals(word, StringComparison.OrdinalIgnoreCase)).Activation
            : throw Error(_next - 1, $"is not {(others.Length > 0 ? "understood there" : "an activation")}; choose one of {string.Join(", ", others.Concat(Activations.Select(a => a.Word)))}");
    }

    /// <summary>Makes sure that no word is left.</summary>
    /// <exception cref="UserException">One is.</exception>
    public void End()
    {
        if (_next < _words.Count)
        {
            throw Error(_next, $"is one word too many: a layer such as this ends with \"{_words[_next - 1].Word}\"");
        }
    }

    /// <summary>An error about the word that was read last.</summary>
    /// <param name="problem">What is wrong with it.</param>
    /// <returns>The exception to throw.</returns>
    public UserException Error(string problem) => Error(_next - 1, problem);

    private UserException Error(int word, string problem) =>
        new($"the model \"{_text}\": \"{_words[word].Word}\" at character {_words[word].At + 1} {problem}");
}
