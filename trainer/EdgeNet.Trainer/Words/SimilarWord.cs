namespace EdgeNet.Trainer.Words;

/// <summary>What a word that is not known was probably meant to be.</summary>
internal static class SimilarWord
{
    // Of a longer word that differs by more letters, nobody can say what was meant.
    private const int MostChanges = 2;

    /// <summary>The known words that take the fewest letters added, removed or replaced (Levenshtein's distance): at most two, and at most half of the word.</summary>
    /// <param name="word">The word.</param>
    /// <param name="known">The words there are.</param>
    /// <returns>The nearest of them, several if they are equally near; none if none is near.</returns>
    public static IReadOnlyList<string> To(string word, IEnumerable<string> known)
    {
        (string Word, int Changes)[] near = [.. known.Select(k => (k, Changes(word, k))).Where(k => k.Item2 <= Math.Min(MostChanges, word.Length / 2))];
        return near.Length == 0 ? [] : [.. near.Where(n => n.Changes == near.Min(m => m.Changes)).Select(n => n.Word)];
    }

    private static int Changes(string a, string b)
    {
        int[] above = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 0; i < a.Length; i++)
        {
            int[] row = new int[above.Length];
            row[0] = i + 1;
            for (int j = 0; j < b.Length; j++)
            {
                row[j + 1] = Math.Min(above[j] + (a[i] == b[j] ? 0 : 1), Math.Min(above[j + 1], row[j]) + 1);
            }

            above = row;
        }

        return above[^1];
    }
}
