namespace EdgeNet.Trainer.Quantization.Arithmetic;

/// <summary>Turns weights into integers of some bits: symmetric, with one scale per output.</summary>
internal static class WeightQuantizer
{
    // From so many bits on, the largest weight decides the scale.
    private const int BitsOfLargest = 8;

    /// <summary>Quantises the weights of one output.</summary>
    /// <param name="weights">The real weights, steps of the inputs multiplied in.</param>
    /// <param name="bits">Bits of an integer, 2 to 8.</param>
    /// <param name="least">The scale is at least this.</param>
    /// <param name="integers">Receives as many integers, at most 2^(bits-1) - 1 in size.</param>
    /// <returns>The scale: weight = scale * integer.</returns>
    public static double Quantize(ReadOnlySpan<double> weights, int bits, double least, Span<sbyte> integers)
    {
        int largest = (1 << (bits - 1)) - 1;
        double needed = Math.Max(bits >= BitsOfLargest ? ScaleOfLargest(weights, largest) : StepSearch.LeastSquares(weights, -largest, largest), least);
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
