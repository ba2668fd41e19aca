namespace EdgeNet.Data;

/// <summary>Brings readings to a lower rate: a low-pass filter removes what the lower rate cannot carry (a sinc in a Kaiser window, of which 16 zero crossings are on either side).</summary>
internal static class RateConversion
{
    private const int Crossings = 16;
    private const double Beta = 8.0;

    // Where the filter begins to fade out, as a share of half of the lower rate.
    private const double Passband = 0.9;

    /// <summary>Resamples readings.</summary>
    /// <param name="values">Reading after reading, a value per channel.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="from">Readings per second.</param>
    /// <param name="to">Readings per second that are wanted, at most as many.</param>
    /// <returns>The readings; the first is that of the same moment.</returns>
    public static float[] Down(float[] values, int channels, double from, double to)
    {
        int count = values.Length / channels, wanted = (int)Math.Max(1, Math.Ceiling((count - 1) * to / from));
        double cutOff = Passband * to / from, reach = Crossings / cutOff;
        float[] result = new float[wanted * channels];
        double[] weights = new double[(2 * (int)Math.Ceiling(reach)) + 2];
        for (int i = 0; i < wanted; i++)
        {
            double at = i * from / to;
            int first = (int)Math.Ceiling(at - reach), length = Math.Min(weights.Length, (int)Math.Floor(at + reach) - first + 1);
            double sum = 0;
            for (int k = 0; k < length; k++)
            {
                double distance = first + k - at;
                weights[k] = Sinc(cutOff * distance) * Kaiser(distance / reach);
                sum += weights[k];
            }

            // Beyond the ends, the outermost readings go on.
            for (int c = 0; c < channels; c++)
            {
                double value = 0;
                for (int k = 0; k < length; k++)
                {
                    value += weights[k] * values[(Math.Clamp(first + k, 0, count - 1) * channels) + c];
                }

                result[(i * channels) + c] = (float)(value / sum);
            }
        }

        return result;
    }

    private static double Sinc(double x) => x == 0 ? 1 : Math.Sin(Math.PI * x) / (Math.PI * x);

    private static double Kaiser(double x) => Math.Abs(x) >= 1 ? 0 : Bessel(Beta * Math.Sqrt(1 - (x * x))) / Bessel(Beta);

    // The modified Bessel function of order 0, by its series.
    private static double Bessel(double x)
    {
        double sum = 1, term = 1;
        for (int k = 1; term > 1e-12 * sum; k++)
        {
            term *= x * x / (4.0 * k * k);
            sum += term;
        }

        return sum;
    }
}
