using System.Numerics;

namespace EdgeNet.Trainer.Signals;

/// <summary>Designs Butterworth filters as sections of second order, by the bilinear transform of the analogue prototype.</summary>
internal static class Butterworth
{
    /// <summary>A section: y = b0 x + b1 x1 + b2 x2 - a1 y1 - a2 y2. Those of first order have b2 = a2 = 0.</summary>
    public readonly record struct Section(double B0, double B1, double B2, double A1, double A2);

    /// <summary>A low pass.</summary>
    /// <param name="cutoff">Where the power is halved, as a share of the rate, below 0.5.</param>
    /// <param name="order">At least 1.</param>
    /// <returns>Sections, those with the least overshoot first.</returns>
    public static Section[] LowPass(double cutoff, int order) => Design(cutoff, order, (k, second) => second ? (k * k, 2 * k * k, k * k) : (k, k, 0));

    /// <summary>A high pass.</summary>
    /// <param name="cutoff">Where the power is halved, as a share of the rate, below 0.5.</param>
    /// <param name="order">At least 1.</param>
    /// <returns>Sections, those with the least overshoot first.</returns>
    public static Section[] HighPass(double cutoff, int order) => Design(cutoff, order, (_, second) => second ? (1, -2, 1) : (1, -1, 0));

    /// <summary>A band pass: as many sections as the order, each with a gain of 1 in the middle of the band.</summary>
    /// <param name="low">The lower limit, as a share of the rate.</param>
    /// <param name="high">The upper limit, below 0.5.</param>
    /// <param name="order">At least 1.</param>
    /// <returns>Sections.</returns>
    public static Section[] BandPass(double low, double high, int order)
    {
        double from = Math.Tan(Math.PI * low), to = Math.Tan(Math.PI * high);
        double band = to - from, middle = from * to;
        List<Section> sections = [];

        // Poles of the prototype above the real axis, and the real one; each becomes two of the band.
        for (int k = 0; k < (order + 1) / 2; k++)
        {
            Complex pole = -Complex.Exp(new Complex(0, -Math.PI * (order - 1 - (2 * k)) / (2.0 * order)));
            Complex half = pole * band / 2, root = Complex.Sqrt((half * half) - middle);
            if ((2 * k) + 1 == order)
            {
                sections.Add(OfBand(Map(half + root), Map(half - root), middle));
            }
            else
            {
                foreach (Complex p in new[] { Map(half + root), Map(half - root) })
                {
                    sections.Add(OfBand(p, Complex.Conjugate(p), middle));
                }
            }
        }

        return [.. sections];
    }

    private static Section[] Design(double cutoff, int order, Func<double, bool, (double B0, double B1, double B2)> zeros)
    {
        double k = Math.Tan(Math.PI * cutoff);
        List<Section> sections = [];
        if (order % 2 == 1)
        {
            (double b0, double b1, double b2) = zeros(k, false);
            sections.Add(new Section(b0 / (1 + k), b1 / (1 + k), b2, (k - 1) / (1 + k), 0));
        }

        for (int s = (order / 2) - 1; s >= 0; s--)
        {
            double damping = 2 * Math.Sin(Math.PI * ((2 * s) + 1) / (2.0 * order));
            double norm = 1 + (damping * k) + (k * k);
            (double b0, double b1, double b2) = zeros(k, true);
            sections.Add(new Section(b0 / norm, b1 / norm, b2 / norm, 2 * ((k * k) - 1) / norm, (1 - (damping * k) + (k * k)) / norm));
        }

        return [.. sections];
    }

    private static Complex Map(Complex s) => (1 + s) / (1 - s);

    // Zeros at frequency 0 and at half the rate.
    private static Section OfBand(Complex first, Complex second, double middle)
    {
        double a1 = -(first + second).Real, a2 = (first * second).Real;
        Complex z = Map(new Complex(0, Math.Sqrt(middle)));
        double gain = ((1 - (1 / (z * z))) / (1 + (a1 / z) + (a2 / (z * z)))).Magnitude;
        return new Section(1 / gain, 0, -1 / gain, a1, a2);
    }
}
