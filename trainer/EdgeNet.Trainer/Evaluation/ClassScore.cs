using EdgeNet.Data;

namespace EdgeNet.Trainer.Evaluation;

/// <summary>How well a network recognises one class. A share of nothing is not a number.</summary>
/// <param name="Samples">Samples of the class.</param>
/// <param name="Precision">Share of the answers for this class that are correct.</param>
/// <param name="Recall">Share of the samples of this class that are recognised.</param>
public sealed record ClassScore(int Samples, double Precision, double Recall)
{
    /// <summary>Harmonic mean of precision and recall: 0 if the class is never recognised; not a number if there are no samples of it and no answers for it.</summary>
    public double F1 => double.IsNaN(Precision) && double.IsNaN(Recall) ? double.NaN
        : Precision > 0 && Recall > 0 ? 2 * Precision * Recall / (Precision + Recall) : 0;

    /// <summary>Computes the scores of all classes, or of yes for all outputs.</summary>
    /// <param name="task">Classes, or yes or no per output.</param>
    /// <param name="confusion">As in <see cref="Score"/>.</param>
    /// <returns>One per label; empty for a regression.</returns>
    public static ClassScore[] Of(TaskKind task, int[][] confusion) =>
    [
        .. Enumerable.Range(0, confusion.Length).Select(c => task == TaskKind.MultiLabel
            ? Of(confusion[c][3], confusion[c][3] + confusion[c][2], confusion[c][3] + confusion[c][1])
            : Of(confusion[c][c], confusion[c].Sum(), confusion.Sum(row => row[c]))),
    ];

    private static ClassScore Of(int right, int samples, int answers) => new(samples, (double)right / answers, (double)right / samples);
}
