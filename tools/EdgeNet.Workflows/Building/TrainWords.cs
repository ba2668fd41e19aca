namespace EdgeNet.Workflows;

/// <summary>The words behind "edgenet train", changed one option at a time.</summary>
public static class TrainWords
{
    /// <summary>What was given with an option.</summary>
    /// <param name="words">The words.</param>
    /// <param name="option">The option, such as --lr.</param>
    /// <returns>The word; null if the option is not there.</returns>
    public static string? Of(IReadOnlyList<string> words, string option)
    {
        int at = words.TakeWhile(w => !IsOption(w, option)).Count();
        return at == words.Count ? null : words[at].Length > option.Length ? words[at][(option.Length + 1)..] : at + 1 < words.Count ? words[at + 1] : null;
    }

    /// <summary>The same words with another value of an option that takes one.</summary>
    /// <param name="words">The words.</param>
    /// <param name="option">The option, such as --lr.</param>
    /// <param name="value">Its value; null to leave it out.</param>
    /// <returns>The words, the option last.</returns>
    public static IReadOnlyList<string> With(IReadOnlyList<string> words, string option, string? value)
    {
        List<string> others = [];
        for (int i = 0; i < words.Count; i++)
        {
            if (!IsOption(words[i], option))
            {
                others.Add(words[i]);
            }
            else if (words[i].Length == option.Length)
            {
                i++;
            }
        }

        return value is null ? others : [.. others, option, value];
    }

    // --lr 0.1, --lr=0.1 and --lr:0.1 are the same.
    private static bool IsOption(string word, string option) => word.StartsWith(option, StringComparison.Ordinal) && (word.Length == option.Length || word[option.Length] is '=' or ':');
}
