using EdgeNet.Studio.Projects;
using EdgeNet.Workflows;

namespace EdgeNet.Studio.Training;

/// <summary>How far a training is, as pages are told: a page that was loaded again knows all from one of these.</summary>
/// <param name="State">What it is doing.</param>
/// <param name="Problem">What went wrong; null if nothing did.</param>
/// <param name="Epoch">Epochs done.</param>
/// <param name="Epochs">Epochs planned.</param>
/// <param name="Rate">The learning rate of now.</param>
/// <param name="Decay">The weight decay of now.</param>
/// <param name="EpochsPerSecond">How many epochs a second it is slowed to; 0 for no limit.</param>
/// <param name="Command">The command line that repeats it.</param>
/// <param name="IsOld">Whether settings or data have changed since it began.</param>
/// <param name="Curves">The epochs.</param>
/// <param name="Result">The model; null before.</param>
internal sealed record TrainingNews(LiveState State, string? Problem, int Epoch, int Epochs, float Rate, float Decay, int EpochsPerSecond, string Command, bool IsOld, Curves Curves, TrainedNews? Result)
{
    /// <summary>How far a training is.</summary>
    public static TrainingNews Of(LiveTraining training, bool isOld)
    {
        IReadOnlyList<LiveEpoch> history = training.History;
        int epoch = history.Count == 0 ? 0 : history[^1].Epoch;
        return new TrainingNews(training.State, training.Problem, epoch, training.Epochs, training.LearningRate.At(epoch), training.WeightDecay.At(epoch), training.EpochsPerSecond,
            CommandText.Of(["edgenet", "train", .. TrainWords.With(training.Words, "--out", StudioProject.ModelName)]), isOld, Curves.Of(history), TrainedNews.Of(training.Trained));
    }
}

/// <summary>The model that a training has written.</summary>
/// <param name="FloatAccuracy">Accuracy in floating point on the test part; not a number for a regression.</param>
/// <param name="Accuracy">Accuracy of the integers on the test part.</param>
/// <param name="Error">Root mean square error of a regression.</param>
/// <param name="Tested">Samples of the test part.</param>
/// <param name="Bytes">Bytes of the file.</param>
/// <param name="RamBytes">RAM of the network.</param>
/// <param name="IsRegression">Whether it answers with numbers.</param>
internal sealed record TrainedNews(double FloatAccuracy, double Accuracy, double Error, int Tested, int Bytes, int RamBytes, bool IsRegression)
{
    /// <summary>What there is to say of a model.</summary>
    public static TrainedNews? Of(TrainedModel? trained) => trained?.Model is not { } model ? null
        : new TrainedNews(model.FloatScore.Accuracy, model.Score.Accuracy, model.Score.Error, model.Score.Samples, model.File.Length, model.Model.RamBytes, model.Score.Confusion.Length == 0);
}

/// <summary>The curves of a training, column by column; null where nothing is known.</summary>
internal sealed record Curves(IReadOnlyList<int> Epoch, IReadOnlyList<double> Loss, IReadOnlyList<double?> Validation, IReadOnlyList<double?> TestLoss, IReadOnlyList<double?> Accuracy, IReadOnlyList<double?> TestAccuracy)
{
    // As many as a chart has pixels to tell them apart.
    private const int Most = 250;

    /// <summary>Takes so many epochs that a chart shows all there is to see.</summary>
    public static Curves Of(IReadOnlyList<LiveEpoch> history)
    {
        List<LiveEpoch> judged = [.. history.Where(e => e.Judgement is not null)];
        LiveEpoch[] shown = [.. Some(history).Concat(Some(judged)).DistinctBy(e => e.Epoch).OrderBy(e => e.Epoch)];
        return new Curves([.. shown.Select(e => e.Epoch)], [.. shown.Select(e => e.Loss)], [.. shown.Select(e => e.ValidationLoss)],
            [.. shown.Select(e => e.Judgement?.TestLoss)], [.. shown.Select(e => e.Judgement?.Accuracy)], [.. shown.Select(e => e.Judgement?.TestAccuracy)]);
    }

    private static IEnumerable<LiveEpoch> Some(IReadOnlyList<LiveEpoch> epochs) =>
        epochs.Count <= Most ? epochs : Enumerable.Range(0, Most).Select(i => epochs[(int)((long)i * (epochs.Count - 1) / (Most - 1))]);
}
