using EdgeNet.Data;

namespace EdgeNet.Trainer.Evaluation;

/// <summary>How well a network does on a dataset.</summary>
/// <param name="Samples">Number of samples.</param>
/// <param name="Accuracy">Share of correct answers (all outputs correct, if each is a yes or no); 0 for a regression.</param>
/// <param name="Error">Root of the mean squared error of a regression, in the target's unit.</param>
/// <param name="LargestError">Largest error of a regression, in the target's unit.</param>
/// <param name="R2">R2 of a regression: the share of the targets' variance that the answers explain, at most 1; not a number if the targets do not vary.</param>
/// <param name="Confusion">Classes: [actual][answered]. Yes-or-no outputs: [output][4] with true negatives, false positives, false negatives, true positives. Regression: empty.</param>
public sealed record Score(int Samples, double Accuracy, double Error, double LargestError, double R2, int[][] Confusion)
{
    /// <summary>How far confidences are from the share of right answers (<see cref="Evaluation.CalibrationError"/>), 0 to 1; null if answers are no classes, or were not looked at for this.</summary>
    public double? CalibrationError { get; init; }

    /// <summary>How many whole recordings are recognised; null if the samples are no windows of recordings.</summary>
    public RecordingScore? Recordings { get; init; }

    /// <summary>Mean F1 of the classes, or of yes for the outputs, each that has samples counted alike however many it has. Not a number for a regression.</summary>
    /// <param name="task">Classes, or yes or no per output.</param>
    /// <returns>0 to 1.</returns>
    public double MacroF1(TaskKind task) => ClassScore.Of(task, Confusion).Where(c => c.Samples > 0).Select(c => c.F1).DefaultIfEmpty(double.NaN).Average();

    /// <summary>The range in which the accuracy on all data of this kind is with a probability of 95 % (Wilson 1927).</summary>
    /// <returns>Two shares; 0 and 1 if there are no samples.</returns>
    public (double Low, double High) AccuracyInterval()
    {
        if (Samples == 0)
        {
            return (0, 1);
        }

        const double Z = 1.959964;
        double n = Samples, centre = (Accuracy + (Z * Z / (2 * n))) / (1 + (Z * Z / n));
        double half = Z / (1 + (Z * Z / n)) * Math.Sqrt((Accuracy * (1 - Accuracy) / n) + (Z * Z / (4 * n * n)));
        return (Math.Max(0, centre - half), Math.Min(1, centre + half));
    }
}
