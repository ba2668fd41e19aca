using System.Globalization;
using EdgeNet.Trainer.Words;

namespace EdgeNet.Trainer.Layers;

/// <summary>The words about one layer, read one after the other. Errors point at the word.</summary>
public sealed class LayerWords : TypedWords
{
    private static readonly (string Word, Activation Activation)[] Activations =
        [("relu", Activation.Relu), ("sigmoid", Activation.Sigmoid), ("tanh", Activation.Tanh), ("linear", Activation.Linear)];

    /// <summary>Starts with the first word.</summary>
    /// <param name="text">The whole text, for messages.</param>
    /// <param name="words">Words of the layer, at least one, with the index of their first character.</param>
    /// <param name="isLast">Whether it is the network's last layer.</param>
    public LayerWords(string text, IReadOnlyList<(string Word, int At)> words, bool isLast)
        : base("the model", "a layer", text, words)
    {
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

    /// <summary>Reads one number, or two with an x between them, such as 3x3.</summary>
    /// <param name="what">What they are, for messages.</param>
    /// <param name="to">The largest that is allowed; the smallest is 1.</param>
    /// <returns>Rows and columns; the columns are null where there is one number.</returns>
    /// <exception cref="Files.UserException">There are no such numbers.</exception>
    public (int Rows, int? Columns) Size(string what, int to)
    {
        string wanted = $"one or two numbers from 1 to {to}, such as 3 or 3x2";
        string[] numbers = Next($"the {what}, {wanted}").ToLowerInvariant().Split('x');
        int[] sizes = new int[numbers.Length];
        for (int i = 0; i < sizes.Length; i++)
        {
            if (numbers.Length > 2 || !int.TryParse(numbers[i], NumberStyles.None, CultureInfo.InvariantCulture, out sizes[i]) || sizes[i] < 1 || sizes[i] > to)
            {
                throw Error($"is not {wanted} ({what})");
            }
        }

        return (sizes[0], sizes.Length == 2 ? sizes[1] : null);
    }

    /// <summary>Reads an activation if one follows.</summary>
    /// <param name="others">Words that might have been there too, for messages.</param>
    /// <returns>The activation, or null if the words end.</returns>
    /// <exception cref="Files.UserException">Another word follows.</exception>
    public Activation? ReadActivation(params string[] others)
    {
        if (IsAtEnd)
        {
            return null;
        }

        string word = Kind();
        return IsActivation(word) ? Activations.First(a => a.Word == word).Activation
            : throw Error($"is not {(others.Length > 0 ? "understood there" : "an activation")}; choose one of {string.Join(", ", others.Concat(Activations.Select(a => a.Word)))}");
    }
}
