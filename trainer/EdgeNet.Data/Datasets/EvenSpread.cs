namespace EdgeNet.Data;

/// <summary>Some of many, spread evenly over all of them: what is looked at, compared or calibrated with where all would take too long.</summary>
public static class EvenSpread
{
    /// <summary>Chooses indices.</summary>
    /// <param name="count">How many there are.</param>
    /// <param name="most">How many to choose at most, at least 1.</param>
    /// <returns>All indices if there are not more, else the i-th of <paramref name="most"/> is i * count / most, rounded down.</returns>
    public static int[] Of(int count, int most)
    {
        int[] chosen = new int[Math.Min(count, most)];
        for (int i = 0; i < chosen.Length; i++)
        {
            chosen[i] = (int)((long)i * count / chosen.Length);
        }

        return chosen;
    }
}
