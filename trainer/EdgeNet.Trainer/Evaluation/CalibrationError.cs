namespace EdgeNet.Trainer.Evaluation;

/// <summary>
/// The expected calibration error of answers (Naeini et al. 2015): answers are sorted by confidence into 15 bins of equal width; in each, mean confidence and share
/// of right answers are compared; the error is the mean of the differences, weighted by the answers in the bin. Of few answers it is above zero by chance alone.
/// May be used from many threads; the result does not depend on their order.
/// </summary>
public sealed class CalibrationError
{
    private const int Bins = 15;

    private readonly double[] _confidence;
    private readonly bool[] _right;
    private readonly bool[] _known;

    /// <summary>Begins to collect.</summary>
    /// <param name="samples">How many samples there are.</param>
    public CalibrationError(int samples)
    {
        _confidence = new double[samples];
        _right = new bool[samples];
        _known = new bool[samples];
    }

    /// <summary>Takes in an answer.</summary>
    /// <param name="sample">The sample, each once.</param>
    /// <param name="confidence">The probability given to the class that was answered, 0 to 1.</param>
    /// <param name="right">Whether it is the right one.</param>
    public void Add(int sample, double confidence, bool right)
    {
        _confidence[sample] = confidence;
        _right[sample] = right;
        _known[sample] = true;
    }

    /// <summary>The error of the answers so far.</summary>
    /// <returns>0 to 1; of no answers, 0.</returns>
    public double Value()
    {
        ConfidenceBin[] bins = InBins();
        return bins.Sum(b => b.Answers == 0 ? 0 : b.Answers * Math.Abs(b.Confidence - b.RightShare)) / Math.Max(1, bins.Sum(b => b.Answers));
    }

    /// <summary>The answers so far by their confidence, as a reliability diagram shows them.</summary>
    /// <returns>15 bins of equal width, the lowest confidences first.</returns>
    public ConfidenceBin[] InBins()
    {
        int[] answers = new int[Bins], right = new int[Bins];
        double[] confidence = new double[Bins];
        for (int s = 0; s < _known.Length; s++)
        {
            if (_known[s])
            {
                int bin = Math.Clamp((int)(_confidence[s] * Bins), 0, Bins - 1);
                answers[bin]++;
                right[bin] += _right[s] ? 1 : 0;
                confidence[bin] += _confidence[s];
            }
        }

        return [.. Enumerable.Range(0, Bins).Select(b => new ConfidenceBin((double)b / Bins, (b + 1.0) / Bins, answers[b], confidence[b] / answers[b], (double)right[b] / answers[b]))];
    }
}

/// <summary>Answers of about the same confidence. A mean or a share of no answers is not a number.</summary>
/// <param name="Low">The lowest confidence that belongs here.</param>
/// <param name="High">The lowest that belongs to the next bin.</param>
/// <param name="Answers">Number of answers.</param>
/// <param name="Confidence">Their mean confidence.</param>
/// <param name="RightShare">Share of them that are right.</param>
public sealed record ConfidenceBin(double Low, double High, int Answers, double Confidence, double RightShare);
