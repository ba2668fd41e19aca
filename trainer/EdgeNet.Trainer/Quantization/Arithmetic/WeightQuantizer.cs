namespace EdgeNet.Trainer.Quantization.Arithmetic;

/// <summary>Turns weights into integers of some bits: symmetric, with one scale per output.</summary>
internal static class WeightQuantizer
{
    // With 8 bits the largest weight decides the scale; with fewer it may be cut off, if that makes all the others more exact.
    private const int BitsOfLargest = 8;

    // Scales to try, down to this share of that of the largest weight.
    private const int Candidates = 80;
    private const double SmallestShare = 0.2;

    /// <summary>Quantises the weights of one output.</summary>
    /// <param name="weights">The real weights, steps of the inputs multiplied in.</param>
    /// <param name="bits">Bits of an integer, 2 to 8.</param>
    /// <param name="least">The scale is at least this.</param>
    /// <param name="integers">Receives as many integers, at most 2^(bits-1) - 1 in size.</param>
    /// <returns>The scale: weight = scale * integer.</returns>
    public static double Quantize(ReadOnlySpan<double> weights, int bits, double least, Span<sbyte> integers)
    {
        int largest = (1 << (bits - 1)) - 1;
        double needed = Math.Max(bits >= BitsOfLargest ? ScaleOfLargest(weights, largest) : Scale(weights, largest), least);
        return Round(weights, needed > 0 ? needed : 1, largest, integers);
    }

    /// <summary>Rounds the weights of one output to multiples of a scale.</summary>
    /// <param name="weights">The real weights.</param>
    /// <param name="scale">Above 0.</param>
    /// <param name="largest">The largest integer; the smallest is its negative.</param>
    /// <param name="integers">Receives as many integers.</param>
    /// <returns>The scale.</returns>
    public static double Round(ReadOnlySpan<double> weights, double scale, int largest, Span<sbyte> integers)
    {
        for (int i = 0; i < weights.Length; i++)
        {
            integers[i] = (sbyte)Math.Clamp(Math.Round(weights[i] / scale), -largest, largest);
        }

        return scale;
    }

    /// <summary>The scale with the least squared error.</summary>
    /// <param name="weights">The real weights.</param>
    /// <param name="largest">The largest integer; the smallest is its negative.</param>
    /// <returns>The scale; 0 if all weights are 0.</returns>
    public static double Scale(ReadOnlySpan<double> weights, int largest)
    {
        double most = ScaleOfLargest(weights, largest), best = most, leastError = double.MaxValue;
        for (int c = 0; c < Candidates && most > 0; c++)
        {
            double scale = most * (1 - ((1 - SmallestShare) * c / (Candidates - 1))), error = 0;
            foreach (double weight in weights)
            {
                double rest = weight - (scale * Math.Clamp(Math.Round(weight / scale), -largest, largest));
                error += rest * rest;
            }

            if (error < leastError)
            {
                (best, leastError) = (scale, error);
            }
        }

        return best;
    }

    private static double ScaleOfLargest(ReadOnlySpan<double> weights, int largest)
    {
        double most = 0;
        foreach (double weight in weights)
        {
            most = Math.Max(most, Math.Abs(weight));
        }

        return most / largest;
    }
}
