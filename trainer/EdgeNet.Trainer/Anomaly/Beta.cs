namespace EdgeNet.Trainer.Anomaly;

/// <summary>The beta distribution with whole parameters: how a share is distributed of which k of n samples are known to be on one side.</summary>
internal static class Beta
{
    private const int Halvings = 60;

    /// <summary>The share below which the distribution has a given probability.</summary>
    /// <param name="probability">Above 0, below 1.</param>
    /// <param name="k">The first parameter, 1 or more.</param>
    /// <param name="rest">The second one, 1 or more.</param>
    /// <returns>0 to 1.</returns>
    public static double Quantile(double probability, int k, int rest)
    {
        double low = 0, high = 1;
        for (int i = 0; i < Halvings; i++)
        {
            double middle = (low + high) / 2;
            (low, high) = Below(middle, k, rest) < probability ? (middle, high) : (low, middle);
        }

        return high;
    }

    // Of n = k + rest - 1 throws with this share, k or more succeed. The terms are added from the largest on until they no longer count.
    private static double Below(double share, int k, int rest)
    {
        if (share is <= 0 or >= 1)
        {
            return share <= 0 ? 0 : 1;
        }

        int n = k + rest - 1;
        int peak = Math.Clamp((int)(n * share), 0, n);
        bool upper = k > peak;
        double sum = 0;
        for (int i = upper ? k : k - 1; upper ? i <= n : i >= 0; i += upper ? 1 : -1)
        {
            double term = Math.Exp(LogFactorial(n) - LogFactorial(i) - LogFactorial(n - i) + (i * Math.Log(share)) + ((n - i) * Math.Log(1 - share)));
            sum += term;
            if (term < sum * 1e-15 && (upper ? i > peak : i < peak))
            {
                break;
            }
        }

        return upper ? sum : 1 - sum;
    }

    // Stirling's series; exact products for small numbers.
    private static double LogFactorial(int n)
    {
        if (n < 16)
        {
            double product = 1;
            for (int i = 2; i <= n; i++)
            {
                product *= i;
            }

            return Math.Log(product);
        }

        double x = n + 1;
        return ((x - 0.5) * Math.Log(x)) - x + (0.5 * Math.Log(2 * Math.PI)) + (1 / (12 * x)) - (1 / (360 * x * x * x)) + (1 / (1260 * Math.Pow(x, 5)));
    }
}
