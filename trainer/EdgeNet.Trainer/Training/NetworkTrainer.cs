using System.Runtime.Intrinsics;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Training;

/// <summary>Trains networks.</summary>
public static class NetworkTrainer
{
    /// <summary>Trains a network.</summary>
    /// <param name="data">The training part.</param>
    /// <param name="options">How to train.</param>
    /// <param name="progress">Called after every epoch; may be null.</param>
    /// <param name="cancellation">Ends training after the current step; the best network after a whole epoch is returned.</param>
    /// <param name="continuation">What to continue from, and how to keep the training; null for neither.</param>
    /// <returns>The trained network.</returns>
    /// <exception cref="UserException">There are too few samples, training diverged, or the checkpoint belongs to another training.</exception>
    /// <exception cref="OperationCanceledException">Training was ended before its first epoch was whole.</exception>
    public static TrainingResult Train(Dataset data, TrainingOptions options, Action<TrainingProgress>? progress, CancellationToken cancellation, Continuation? continuation = null)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return Train<FloatVector512>(data, options, progress, cancellation, continuation);
        }

        return Vector256.IsHardwareAccelerated
            ? Train<FloatVector256>(data, options, progress, cancellation, continuation)
            : Train<FloatVector128>(data, options, progress, cancellation, continuation);
    }

    /// <summary>What a training begins with.</summary>
    /// <param name="data">The training part.</param>
    /// <param name="options">How to train.</param>
    /// <returns>The network with its first weights, and the options with learning rate, weight decay, batch and epochs as they will be.</returns>
    /// <exception cref="UserException">The layers do not fit the data, or there are too few samples.</exception>
    public static TrainingStart Start(Dataset data, TrainingOptions options)
    {
        Dataset train = Part(data, options).Train;
        (FloatNetwork first, options) = Begin(train, options);
        return new TrainingStart(first, options with { Epochs = options.EffectiveEpochs(train.Count), WeightDecay = options.EffectiveWeightDecay(data.Task) });
    }

    internal static TrainingResult Train<T>(Dataset data, TrainingOptions options, Action<TrainingProgress>? progress, CancellationToken cancellation, Continuation? continuation = null)
        where T : struct, IFloatVector<T>
    {
        options.Teacher?.Check(data, options);
        (Dataset train, Dataset? validation) = Part(data, options);
        float[]? weights = ClassWeights.For(train, options);
        (FloatNetwork network, options) = Begin(train, options);
        network = continuation?.FirstWeights is { } weightsOf ? network.With(weightsOf(network)) : network;
        string? fingerprint = null;
        TrainingState? state = continuation?.From is null ? null
            : Checkpoint.Read(continuation.From, continuation.FromName, SettingsAfter, network, Optimizer.MomentsOf(options.Optimizer), train.Count, options.EffectiveEpochs(train.Count));
        FinishedTraining? best = state?.Earlier;
        int starts = options.EffectiveStarts(network.Parameters), first = state?.Start ?? 0;
        for (int start = first; start < starts && !(start > first && cancellation.IsCancellationRequested); start++)
        {
            FinishedTraining? earlier = best;
            network = start == 0 ? network : NetworkFactory.Create(train, options, start);
            FinishedTraining? finished = new TrainingRun<T>(network, train, validation, options, weights, start, starts)
                .Go(start == first ? state : null, s => Checkpoint.Write(s with { Earlier = earlier }, SettingsAfter(s.Epochs)), continuation?.Save, progress, cancellation);
            best = finished is not null && (best is null || finished.JudgedLoss < best.JudgedLoss) ? finished : best;
        }

        if (best is null)
        {
            throw new OperationCanceledException("interrupted before the first whole epoch", cancellation);
        }

        network = best.Numbers.ApplyTo(network);
        float temperature = 1f;
        if (validation is not null && options.IsCalibrated(data.Task))
        {
            HeldOutSamples samples = new(weights);
            samples.Add(network, validation);
            temperature = Temperature.Fit(samples);
        }

        return new TrainingResult(Temperature.Apply(network, temperature), best.Epochs, best.Samples, best.Seconds, best.Loss, best.Cancelled) { Temperature = temperature, HeldOut = validation?.Count ?? 0 };

        Dictionary<string, string> SettingsAfter(int epochs) => TrainingSettings.Of(fingerprint ??= TrainingSettings.Fingerprint(data), data, options, train.Count, epochs);
    }

    private static (Dataset Train, Dataset? Validation) Part(Dataset data, TrainingOptions options)
    {
        if (options.ValidationShare == 0f)
        {
            return (data, null);
        }

        DatasetSplit parts = data.Groups is null
            ? DatasetSplit.Stratified(data, options.ValidationShare, options.Seed)
            : DatasetSplit.Create(data, options.ValidationShare, options.Seed, "validation");
        return (parts.Train, parts.Test);
    }

    // What nobody has decided depends on the data.
    private static (FloatNetwork First, TrainingOptions Options) Begin(Dataset train, TrainingOptions options)
    {
        options = options with { Batch = options.EffectiveBatch(train.Count) };
        FloatNetwork first = NetworkFactory.Create(train, options);
        return (first, options with { LearningRate = options.LearningRate ?? LearningRates.For(train, first, options) });
    }
}
