using EdgeNet.Data;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Workflows;

/// <summary>How a training does on data that it has not seen, measured several times: each part of the training data is tested by a model that learned from all others.</summary>
/// <param name="Scores">Accuracy of each part's int8 model; of a regression the root of the mean squared error.</param>
/// <param name="R2">Share of the variance that each part's int8 model of a regression explains; empty for other tasks.</param>
public sealed record FoldScores(double[] Scores, double[] R2)
{
    /// <summary>How many recordings are recognised by a model that has not learned from them; null if the samples are no windows of recordings.</summary>
    public RecordingScore? Recordings { get; init; }

    /// <summary>Share of all samples with the right answer: parts differ in size where samples stay together.</summary>
    public double SampleAccuracy { get; init; }

    /// <summary>The mean of the scores.</summary>
    public double Mean => Scores.Average();

    /// <summary>Their standard deviation from one part to the next.</summary>
    public double Spread => SpreadOf(Scores);

    /// <summary>The standard deviation of some scores, estimated from them.</summary>
    /// <param name="scores">Two or more.</param>
    /// <returns>The deviation.</returns>
    public static double SpreadOf(double[] scores)
    {
        double mean = scores.Average();
        return Math.Sqrt(scores.Sum(s => (s - mean) * (s - mean)) / (scores.Length - 1));
    }

    /// <summary>Trains and tests a model for each part.</summary>
    /// <param name="data">What is dealt into parts; samples of a group stay together.</param>
    /// <param name="count">Number of parts.</param>
    /// <param name="options">How to train.</param>
    /// <param name="progress">Called after every epoch; may be null.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The scores.</returns>
    /// <exception cref="Files.UserException">There are too few samples, or a training failed.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    internal static FoldScores Measure(Dataset data, int count, TrainingOptions options, Action<TrainingProgress>? progress, CancellationToken cancellation)
    {
        Folds folds = new(data, count, options.Seed);
        int samples = 0, recordings = 0, recognised = 0;
        double right = 0;
        double[] scores = new double[count], r2 = new double[data.Task == TaskKind.Regression ? count : 0];
        for (int f = 0; f < count; f++)
        {
            DatasetSplit split = folds.Split(f);
            TrainingPhase phase = new("fold", f + 1, count);
            BuiltModel built = ModelBuilder.Build(split, options, data.Name, true, progress is null ? null : p => progress(p with { Phase = phase }), cancellation);
            if (cancellation.IsCancellationRequested)
            {
                throw new OperationCanceledException($"interrupted in fold {f + 1} of {count}", cancellation);
            }

            samples += built.Score.Samples;
            right += built.Score.Accuracy * built.Score.Samples;
            recordings += built.Score.Recordings?.Recordings ?? 0;
            recognised += built.Score.Recordings?.Right ?? 0;
            scores[f] = r2.Length > 0 ? built.Score.Error : built.Score.Accuracy;
            if (r2.Length > 0)
            {
                r2[f] = built.Score.R2;
            }
        }

        return new FoldScores(scores, r2) { Recordings = recordings > 0 ? new RecordingScore(recordings, recognised) : null, SampleAccuracy = right / samples };
    }
}
