using System.Runtime.Intrinsics;
using EdgeNet.Trainer.Data;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Training;

/// <summary>Trains networks.</summary>
public static class NetworkTrainer
{
    /// <summary>Trains a network.</summary>
    /// <param name="data">The training part.</param>
    /// <param name="options">How to train.</param>
    /// <param name="progress">Told after every epoch; may be null.</param>
    /// <param name="cancellation">Ends training after the current step; the best network after a whole epoch is returned.</param>
    /// <returns>The trained network.</returns>
    /// <exception cref="DataException">There are too few samples, or training diverged.</exception>
    /// <exception cref="OperationCanceledException">Training was ended before its first epoch was whole.</exception>
    public static TrainingResult Train(Dataset data, TrainingOptions options, Action<TrainingProgress>? progress, CancellationToken cancellation)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            return Train<FloatVector512>(data, options, progress, cancellation);
        }

        return Vector256.IsHardwareAccelerated
            ? Train<FloatVector256>(data, options, progress, cancellation)
            : Train<FloatVector128>(data, options, progress, cancellation);
    }

    internal static TrainingResult Train<T>(Dataset data, TrainingOptions options, Action<TrainingProgress>? progress, CancellationToken cancellation)
        where T : struct, IFloatVector<T>
    {
        Dataset train = data;
        Dataset? validation = null;
        if (options.ValidationShare > 0f)
        {
            (train, validation) = DatasetSplit.Stratified(data, options.ValidationShare, options.Seed);
        }

        options = options with { Batch = options.EffectiveBatch(train.Count) };
        TrainingRun<T>? best = null;
        int starts = options.EffectiveStarts(NetworkFactory.ParametersOf(train, options));
        for (int start = 0; start < starts && !(start > 0 && cancellation.IsCancellationRequested); start++)
        {
            TrainingRun<T> run = new(train, validation, options, start, starts);
            run.Go(progress, cancellation);
            best = run.Result is not null && (best is null || run.JudgedLoss < best.JudgedLoss) ? run : best;
        }

        return best?.Result ?? throw new OperationCanceledException("interrupted before the first whole epoch", cancellation);
    }
}
