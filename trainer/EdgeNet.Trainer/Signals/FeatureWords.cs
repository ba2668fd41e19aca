using System.Globalization;
using EdgeNet.Files;
using EdgeNet.Trainer.Words;

namespace EdgeNet.Trainer.Signals;

/// <summary>The words about one feature or step, read one after the other. Errors point at the word.</summary>
public sealed class FeatureWords : TypedWords
{
    private const string Hertz = "Hz";

    /// <summary>Starts with the first word.</summary>
    /// <param name="text">The whole text, for messages.</param>
    /// <param name="words">Words of the feature, at least one, with the index of their first character.</param>
    public FeatureWords(string text, IReadOnlyList<(string Word, int At)> words)
        : base("the features", "a feature", text, words)
    {
    }

    /// <summary>Whether words are left.</summary>
    public bool HasMore => !IsAtEnd;

    /// <summary>Reads a frequency such as 5Hz.</summary>
    /// <returns>Hertz, above 0.</returns>
    /// <exception cref="UserException">There is none.</exception>
    public double Frequency()
    {
        string word = Next("a frequency such as 5Hz");
        return word.EndsWith(Hertz, StringComparison.OrdinalIgnoreCase) && double.TryParse(word[..^Hertz.Length], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) && value > 0 && double.IsFinite(value)
            ? value : throw Error("is not a frequency such as 5Hz");
    }
}
