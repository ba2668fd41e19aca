using EdgeNet.Import.Graphs;

namespace EdgeNet.Import.Quantization;

/// <summary>The values that a tensor has held: the smallest, the largest, and how often which. The step that loses least is found from that.</summary>
internal sealed class ValueRange
{
    private const int Bins = 1024;
    private const int Candidates = 60;
    private const double SmallestShare = 0.25;
    private const int MostByte = byte.MaxValue;

    private readonly long[] _counts = new long[Bins];

    /// <summary>The smallest value, at most 0.</summary>
    public float Low { get; private set; }

    /// <summary>The largest value, at least 0.</summary>
    public float High { get; private set; }

    private double Width => Math.Max((High - (double)Low) / Bins, double.Epsilon);

    /// <summary>Takes values into the range.</summary>
    public void Widen(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            Low = Math.Min(Low, value);
            High = Math.Max(High, value);
        }
    }

    /// <summary>Counts values, when the range is known.</summary>
    public void Count(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            _counts[Math.Clamp((int)((value - Low) / Width), 0, Bins - 1)]++;
        }
    }

    /// <summary>Takes in what another has seen of the same range.</summary>
    public void Add(ValueRange other)
    {
        Low = Math.Min(Low, other.Low);
        High = Math.Max(High, other.High);
        for (int i = 0; i < Bins; i++)
        {
            _counts[i] += other._counts[i];
        }
    }

    /// <summary>A range without counts.</summary>
    public ValueRange Empty() => new() { Low = Low, High = High };

    /// <summary>The step with the least squared error: a few large values are cut off if that makes all others more exact.</summary>
    public AffineStep BestStep()
    {
        AffineStep best = StepOf(Low, High);
        double least = ErrorOf(best);
        for (int c = 1; c < Candidates; c++)
        {
            double share = 1 - ((1 - SmallestShare) * c / (Candidates - 1));
            AffineStep step = StepOf(Low * share, High * share);
            double error = ErrorOf(step);
            (best, least) = error < least ? (step, error) : (best, least);
        }

        return best;
    }

    // 0 is one of the values.
    private static AffineStep StepOf(double low, double high)
    {
        float scale = (float)((high - low) / MostByte);
        return scale > 0 && float.IsNormal(scale) ? new AffineStep(scale, (int)Math.Clamp(Math.Round(-low / scale), 0, MostByte), IsSigned: false) : new AffineStep(1, 0, IsSigned: false);
    }

    private double ErrorOf(AffineStep step)
    {
        double low = -step.ZeroPoint * (double)step.Scale, high = (MostByte - step.ZeroPoint) * (double)step.Scale, rounding = step.Scale * (double)step.Scale / 12, error = 0;
        for (int i = 0; i < Bins; i++)
        {
            double value = Low + ((i + 0.5) * Width), beyond = value - Math.Clamp(value, low, high);
            error += _counts[i] * ((beyond * beyond) + rounding);
        }

        return error;
    }
}
