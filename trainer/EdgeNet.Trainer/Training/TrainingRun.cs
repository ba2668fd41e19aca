using System.Diagnostics;
using EdgeNet.Trainer.Data;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Training;

/// <summary>One training, from first weights to last.</summary>
internal sealed class TrainingRun<T>(Dataset train, Dataset? validation, TrainingOptions options, int start, int starts)
    where T : struct, IFloatVector<T>
{
    // Below this many multiplications a step, threads cost more than they bring.
    private const double WorthThreads = 150_000;

    // Four rows and one more: kernels have a way for each.
    private const int WarmUpSamples = 5;

    private readonly int _epochs = options.EffectiveEpochs(train.Count);
    private readonly int _batch = options.EffectiveBatch(train.Count);
    private readonly FloatNetwork _first = NetworkFactory.Create(train, options, start);

    private Pace? _pace;

    private int StepsPerEpoch => (train.Count + _batch - 1) / _batch;

    /// <summary>The network and how it came about.</summary>
    public TrainingResult Result { get; private set; } = null!;

    /// <summary>What this training is compared with others by: validation loss, else training loss.</summary>
    public double JudgedLoss { get; private set; } = double.MaxValue;

    /// <summary>Trains.</summary>
    public void Go(Action<TrainingProgress>? progress, CancellationToken cancellation)
    {
        Loss loss = NetworkFactory.EffectiveLoss(train.Task, options.Loss);
        WarmUp(loss);
        using Backpropagation<T> network = new(_first, train, loss, options);
        using Backpropagation<T>? watcher = validation is null ? null : new(_first, validation, loss, options with { Batch = 1, Dropout = 0f });
        int[] order = [.. Enumerable.Range(0, train.Count)];
        SeededRandom shuffle = new(options.Seed, "shuffle");
        FloatNetwork? best = null;
        double lastLoss = double.NaN, seconds = 0;
        long samples = 0;
        int epoch = 0, sinceBest = 0;
        while (epoch < _epochs && !cancellation.IsCancellationRequested)
        {
            shuffle.Shuffle(order);
            long started = Stopwatch.GetTimestamp();
            (int done, lastLoss) = RunEpoch(network, order, epoch * StepsPerEpoch, cancellation);
            double elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
            seconds += elapsed;
            samples += done;
            epoch++;
            if (!double.IsFinite(lastLoss))
            {
                throw new DataException($"training diverged in epoch {epoch} (the loss is not a number); try a learning rate below {options.EffectiveLearningRate}");
            }

            double? watched = watcher is null ? null : ValidationLoss(network, watcher, validation!);
            if (watched < JudgedLoss)
            {
                JudgedLoss = watched.Value;
                best = Snapshot(network);
                sinceBest = -1;
            }

            progress?.Invoke(new TrainingProgress(start + 1, starts, epoch, _epochs, lastLoss, watched, done / elapsed));
            if (watched is not null && ++sinceBest >= options.Patience && options.Patience > 0)
            {
                break;
            }
        }

        JudgedLoss = validation is null ? lastLoss : JudgedLoss;
        Result = new TrainingResult(best ?? Snapshot(network), epoch, samples, seconds, lastLoss, cancellation.IsCancellationRequested);
    }

    // Two small steps of a copy, so that the kernels are compiled before the clock runs and before Pace compares one thread with all.
    private void WarmUp(Loss loss)
    {
        int[] samples = [.. Enumerable.Range(0, Math.Min(Math.Min(_batch, WarmUpSamples), train.Count))];
        using Backpropagation<T> copy = new(_first, train.Subset(samples), loss, options);
        for (int step = 0; step < 2; step++)
        {
            copy.ForwardAndBack(samples, step, 0, samples.Length);
            for (int l = 0; l < copy.Layers.Count; l++)
            {
                copy.Learn(l, samples.Length, 0, copy.Layers[l].Rows, options.EffectiveLearningRate, step);
            }
        }
    }

    private (int Samples, double MeanLoss) RunEpoch(Backpropagation<T> network, int[] order, int firstStep, CancellationToken cancellation)
    {
        _pace ??= new Pace(ThreadsFor(network.Layers));
        double lossSum = 0;
        int at = 0, step = firstStep;

        // At least one segment, so that there is a loss even if the user has just asked to stop.
        do
        {
            int threads = _pace.Threads;
            int samples = (int)Math.Min(order.Length - at, (long)_pace.Steps * _batch);
            long started = Stopwatch.GetTimestamp();
            (int steps, double losses) = RunSteps(network, order.AsMemory(at, samples), step, threads);
            _pace.Record(threads, steps, Stopwatch.GetElapsedTime(started).TotalSeconds);
            lossSum += losses;
            at += Math.Min(samples, steps * _batch);
            step += steps;
        }
        while (at < order.Length && !cancellation.IsCancellationRequested);

        return (at, lossSum / at);
    }

    // Runs whole steps on some threads, and stops early where they take far longer than they should; gives the number of steps and the sum of the losses.
    private (int Steps, double LossSum) RunSteps(Backpropagation<T> network, ReadOnlyMemory<int> samples, int firstStep, int threads)
    {
        int steps = _epochs * StepsPerEpoch;
        double lossSum = 0;
        int done = 0;
        bool late = false;
        long started = Stopwatch.GetTimestamp();
        WorkerTeam.Run(threads, (worker, barrier) =>
        {
            int step = firstStep;
            for (int at = 0; at < samples.Length && !late; at += _batch, step++)
            {
                int batch = Math.Min(_batch, samples.Length - at);
                (int from, int to) = Share(batch, worker, threads);
                network.ForwardAndBack(samples.Span.Slice(at, batch), step, from, to);
                barrier.Wait();
                float rate = LearningRates.At(options, step, steps);
                for (int l = 0; l < network.Layers.Count; l++)
                {
                    (from, to) = Share(network.Layers[l].Rows, worker, threads);
                    network.Learn(l, batch, from, to, rate, step);
                }

                if (worker == 0)
                {
                    lossSum += network.LossSum(batch);
                    done++;
                    late = Stopwatch.GetElapsedTime(started).TotalSeconds > Pace.LongestSegmentSeconds;
                }

                barrier.Wait();
            }
        });
        network.Flush();
        return (done, lossSum);
    }

    // Whole tiles of four rows, so that no thread is left with the slow remainder.
    private static (int From, int To) Share(int rows, int worker, int workers)
    {
        int tiles = (rows + 3) / 4;
        return (Math.Min(rows, tiles * worker / workers * 4), Math.Min(rows, tiles * (worker + 1) / workers * 4));
    }

    private int ThreadsFor(IReadOnlyList<LayerState> layers)
    {
        double work = layers.Sum(l => (double)l.Rows * l.Stride) * _batch;
        return work < WorthThreads ? 1 : options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
    }

    private FloatNetwork Snapshot(Backpropagation<T> network) =>
        new(_first.Task, _first.Shape, _first.Scaling, [.. network.Layers.Select(l => l.ToLayer())], _first.Labels, _first.ValueScale, _first.ValueOffset);

    private static double ValidationLoss(Backpropagation<T> network, Backpropagation<T> watcher, Dataset validation)
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
