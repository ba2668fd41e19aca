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
        List<(Complex First, Complex Second)> poles = [];

        // Poles of the prototype above the real axis, and the real one; each becomes two of the band.
        for (int k = 0; k < (order + 1) / 2; k++)
        {
            Complex pole = -Complex.Exp(new Complex(0, -Math.PI * (order - 1 - (2 * k)) / (2.0 * order)));
            Complex half = pole * band / 2, root = Complex.Sqrt((half * half) - middle);
            (Complex first, Complex second) = (Map(half + root), Map(half - root));
            bool isReal = (2 * k) + 1 == order;
            poles.Add(isReal ? (first, second) : (first, Complex.Conjugate(first)));
            if (!isReal)
            {
                poles.Add((second, Complex.Conjugate(second)));
            }
        }

        // The zeros at frequency 0 go to the lower half of them, those at half the rate to the upper half: no section has to amplify what another one weakens.
        // The lower half comes first, so that no other section meets a constant.
        Complex z = Complex.Exp(new Complex(0, -2 * Math.Atan(Math.Sqrt(middle))));
        return [.. poles.OrderByDescending(p => (p.First + p.Second).Real).Select((p, i) => OfBand(p.First, p.Second, Math.Sign(order - 1 - (2 * i)), z))];
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

    // Two zeros at frequency 0 (side 1), at half the rate (side -1), or one at each (side 0).
    private static Section OfBand(Complex first, Complex second, int side, Complex z)
    {
        double a1 = -(first + second).Real, a2 = (first * second).Real, b1 = -2 * side, b2 = side == 0 ? -1 : 1;
        double gain = ((1 + (b1 * z) + (b2 * z * z)) / (1 + (a1 * z) + (a2 * z * z))).Magnitude;
        return new Section(1 / gain, b1 / gain, b2 / gain, a1, a2);
    }
}
