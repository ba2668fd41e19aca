using System.Diagnostics;
using System.Runtime.Intrinsics;
using EdgeNet.Trainer.Data;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Training;

/// <summary>Trains networks.</summary>
public static class NetworkTrainer
{
    // Below this many multiplications a step, threads cost more than they bring.
    private const double WorthThreads = 400_000;

    // Share of the steps in which the cosine schedule's rate rises.
    private const double RiseShare = 0.05;

    /// <summary>Trains a network.</summary>
    /// <param name="data">The training part.</param>
    /// <param name="options">How to train.</param>
    /// <param name="progress">Told after every epoch; may be null.</param>
    /// <param name="cancellation">Ends training after the current step; the best network so far is returned.</param>
    /// <returns>The trained network.</returns>
    /// <exception cref="DataException">There are too few samples, or training diverged.</exception>
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

        options = options with { Batch = Math.Min(options.Batch, train.Count) };
        Loss loss = NetworkFactory.EffectiveLoss(train.Task, options.Loss);
        FloatNetwork start = NetworkFactory.Create(train, options);
        using Backpropagation<T> network = new(start, train, loss, options);
        using Backpropagation<T>? watcher = validation is null ? null : new(start, validation, loss, options with { Batch = 1, Dropout = 0f });

        int epochs = options.EffectiveEpochs(train.Count);
        int stepsPerEpoch = (train.Count + options.Batch - 1) / options.Batch;
        int[] order = [.. Enumerable.Range(0, train.Count)];
        SeededRandom shuffle = new(options.Seed, "shuffle");
        FloatNetwork? best = null;
        double bestLoss = double.MaxValue, lastLoss = double.NaN, seconds = 0;
        long samples = 0;
        int epoch = 0, sinceBest = 0;
        while (epoch < epochs && !cancellation.IsCancellationRequested)
        {
            shuffle.Shuffle(order);
            long started = Stopwatch.GetTimestamp();
            int done = RunEpoch(network, order, options, epoch * stepsPerEpoch, epochs * stepsPerEpoch, cancellation, out lastLoss);
            double elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
            seconds += elapsed;
            samples += done;
            epoch++;
            if (!double.IsFinite(lastLoss))
            {
                throw new DataException($"training diverged in epoch {epoch} (the loss is not a number); try a learning rate below {options.EffectiveLearningRate}");
            }

            double? watched = watcher is null ? null : ValidationLoss(network, watcher, validation!);
            if (watched is not null && watched < bestLoss)
            {
                bestLoss = watched.Value;
                best = Snapshot(network, start);
                sinceBest = -1;
            }

            progress?.Invoke(new TrainingProgress(epoch, epochs, lastLoss, watched, done / elapsed));
            if (watched is not null && ++sinceBest >= options.Patience && options.Patience > 0)
            {
                break;
            }
        }

        return new TrainingResult(best ?? Snapshot(network, start), epoch, samples, seconds, lastLoss, cancellation.IsCancellationRequested);
    }

    /// <summary>Learning rate of a step.</summary>
    internal static float RateOf(TrainingOptions options, int step, int steps)
    {
        float rate = options.EffectiveLearningRate;
        if (options.EffectiveSchedule == Schedule.Constant)
        {
            return rate;
        }

        double rise = Math.Max(1.0, RiseShare * steps);
        return step < rise
            ? (float)(rate * (step + 1) / (rise + 1))
            : (float)(rate * 0.5 * (1.0 + Math.Cos(Math.PI * (step - rise) / (steps - rise))));
    }

    private static int RunEpoch<T>(Backpropagation<T> network, int[] order, TrainingOptions options, int firstStep, int steps, CancellationToken cancellation, out double meanLoss)
        where T : struct, IFloatVector<T>
    {
        int threads = ThreadsFor(network.Layers, options);
        double lossSum = 0;
        int done = 0;
        bool stop = false;
        WorkerTeam.Run(threads, (worker, barrier) =>
        {
            int step = firstStep;
            for (int at = 0; at < order.Length; at += options.Batch, step++)
            {
                int batch = Math.Min(options.Batch, order.Length - at);
                (int from, int to) = Share(batch, worker, threads);
                network.ForwardAndBack(order.AsSpan(at, batch), step, from, to);
                barrier.Wait();
                float rate = RateOf(options, step, steps);
                for (int l = 0; l < network.Layers.Count; l++)
                {
                    (from, to) = Share(network.Layers[l].Rows, worker, threads);
                    network.SumGradient(l, batch, from, to);
                    network.Update(l, batch, from, to, rate, step);
                }

                if (worker == 0)
                {
                    lossSum += network.LossSum(batch);
                    done += batch;
                    stop = cancellation.IsCancellationRequested;
                }

                barrier.Wait();
                if (stop)
                {
                    break;
                }
            }
        });
        meanLoss = lossSum / done;
        return done;
    }

    // Whole tiles of four rows, so that no thread is left with the slow remainder.
    private static (int From, int To) Share(int rows, int worker, int workers)
    {
        int tiles = (rows + 3) / 4;
        return (Math.Min(rows, tiles * worker / workers * 4), Math.Min(rows, tiles * (worker + 1) / workers * 4));
    }

    private static int ThreadsFor(IReadOnlyList<LayerState> layers, TrainingOptions options)
    {
        double work = layers.Sum(l => (double)l.Rows * l.Stride) * options.Batch;
        return work < WorthThreads ? 1 : options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
    }

    private static FloatNetwork Snapshot<T>(Backpropagation<T> network, FloatNetwork start)
        where T : struct, IFloatVector<T> =>
        new(start.Task, start.Shape, start.Scaling, [.. network.Layers.Select(l => l.ToLayer())], start.Labels, start.ValueScale, start.ValueOffset);

    private static double ValidationLoss<T>(Backpropagation<T> network, Backpropagation<T> watcher, Dataset validation)
        where T : struct, IFloatVector<T>
    {
        for (int l = 0; l < network.Layers.Count; l++)
        {
            watcher.Layers[l].Set(network.Layers[l].ToLayer());
        }

        double sum = 0;
        for (int i = 0; i < validation.Count; i++)
        {
            watcher.ForwardAndBack([i], 0, 0, 1);
            sum += watcher.LossSum(1);
        }

        return sum / validation.Count;
    }
}
