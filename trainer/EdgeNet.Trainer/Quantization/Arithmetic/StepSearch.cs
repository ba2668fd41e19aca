namespace EdgeNet.Trainer.Quantization.Arithmetic;

/// <summary>Finds the step that loses least when numbers are rounded to few multiples of it: large numbers may be cut off, if that makes all the others more exact.</summary>
internal static class StepSearch
{
    // Steps to try, down to this share of the one that cuts nothing off.
    private const int Candidates = 80;
    private const double SmallestShare = 0.2;

    /// <summary>The step with the least squared error.</summary>
    /// <param name="values">The numbers.</param>
    /// <param name="low">The lowest multiple, 0 or less.</param>
    /// <param name="high">The highest multiple, 0 or more.</param>
    /// <returns>The step; 0 if it does not matter.</returns>
    public static double LeastSquares(ReadOnlySpan<double> values, double low, double high)
    {
        double most = 0, best = 0, leastError = double.MaxValue;
        foreach (double value in values)
        {
            most = Math.Max(most, value > 0 && high > 0 ? value / high : value < 0 && low < 0 ? value / low : 0);
        }

        for (int c = 0; c < Candidates && most > 0; c++)
        {
            double step = most * (1 - ((1 - SmallestShare) * c / (Candidates - 1))), error = 0;
            foreach (double value in values)
            {
                double rest = value - (step * Math.Clamp(Math.Round(value / step), low, high));
                error += rest * rest;
            }

            if (error < leastError)
            {
                (best, leastError) = (step, error);
            }
        }

        return best;
    }
}
