using System.Diagnostics;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Engine;
using EdgeNet.Trainer.FakeQuantization;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training.Kernels;

namespace EdgeNet.Trainer.Training;

/// <summary>One training, from first weights to last.</summary>
internal sealed class TrainingRun<T>(FloatNetwork first, Dataset train, Dataset? validation, TrainingOptions options, float[]? weights, int start, int starts)
    where T : struct, IFloatVector<T>
{
    // Below this many multiplications per step, threads cost more than they gain.
    private const double WorthThreads = 150_000;

    // Four rows and one more: kernels have a way for each.
    private const int WarmUpSamples = 5;

    // Weights are learned in tiles of the matrix kernels.
    private const int RowsOfTile = 4;

    // An epoch shorter than this is finished when the user asks to stop.
    private const double BriefEpochSeconds = 0.1;

    private const double SecondsBetweenSaves = 5;

    // A speed is measured over at least this long.
    private const double SpeedSeconds = 0.1;

    // The steps of activations are found with these; then they are learned.
    private const int SamplesForSteps = 256;

    private readonly int _roundingEpoch = (int)(options.EffectiveQuantiseFrom * options.EffectiveEpochs(train.Count));
    private readonly int _epochs = options.EffectiveEpochs(train.Count);
    private readonly int _batch = options.EffectiveBatch(train.Count);
    private readonly Loss _loss = options.EffectiveLoss(train.Task);

    private Pace? _pace;

    private int StepsPerEpoch => (train.Count + _batch - 1) / _batch;

    /// <summary>Trains.</summary>
    /// <param name="from">Where to continue; null to begin.</param>
    /// <param name="write">Makes a checkpoint of the state of the training.</param>
    /// <param name="save">Called with a checkpoint, now and then after an epoch and at the end; may be null.</param>
    /// <param name="progress">Called after every epoch; may be null.</param>
    /// <param name="cancellation">Ends training after the current step.</param>
    /// <returns>What came out; null if not one epoch was whole.</returns>
    public FinishedTraining? Go(TrainingState? from, Func<TrainingState, byte[]> write, Action<byte[]>? save, Action<TrainingProgress>? progress, CancellationToken cancellation)
    {
        WarmUp();
        using Backpropagation<T> network = new(first, train, _loss, options, weights);
        using ValidationLoss<T>? watcher = validation is null ? null : new(first, network.Parameters, validation, _loss, options.TargetRange, weights);
        int[] order = [.. Enumerable.Range(0, train.Count)];
        SeededRandom shuffle = new(options.Seed, "shuffle");
        LearnedNumbers? best = from?.Best;
        double bestLoss = from?.BestLoss ?? double.MaxValue, lastLoss = from?.Loss ?? double.NaN, seconds = from?.Seconds ?? 0;
        long samples = from?.Samples ?? 0, saved = Stopwatch.GetTimestamp();
        long speedSamples = 0;
        double speedSeconds = 0;
        double? speed = null;
        int epoch = from?.Epochs ?? 0, sinceBest = from?.SinceBest ?? 0, savedEpoch = 0;
        TrainingState? whole = from;
        bool brokenOff = false;
        Restore(network, from);
        for (int past = 0; past < epoch; past++)
        {
            shuffle.Shuffle(order);
        }

        bool isRounding = from?.Steps is not null;
        while (epoch < Math.Min(_epochs, options.StopAfter ?? _epochs) && !(options.Patience > 0 && sinceBest >= options.Patience) && !cancellation.IsCancellationRequested)
        {
            if (options.LearnsSteps && !isRounding && epoch >= _roundingEpoch)
            {
                // What did best without rounding says nothing about what will with it.
                network.StartRounding(EvenSpread.Of(train.Count, SamplesForSteps));
                (isRounding, best, bestLoss, sinceBest) = (true, null, double.MaxValue, 0);
            }

            shuffle.Shuffle(order);
            long started = Stopwatch.GetTimestamp();
            (int done, double meanLoss) = RunEpoch(network, order, epoch * StepsPerEpoch, epoch == 0 || whole is not null ? cancellation : CancellationToken.None);
            double elapsed = Stopwatch.GetElapsedTime(started).TotalSeconds;
            seconds += elapsed;
            samples += done;
            brokenOff = done < train.Count;
            if (brokenOff)
            {
                break;
            }

            lastLoss = meanLoss;
            epoch++;

            // A rectifier makes zero of what is not a number, so the loss alone does not tell.
            if (!double.IsFinite(lastLoss) || !network.Parameters.AreFinite)
            {
                string what = double.IsFinite(lastLoss) ? "a weight" : "the loss";
                throw new UserException($"training diverged in epoch {epoch} ({what} is not a number); {(options.EffectiveLearningRate.At(epoch - 1) is > 0f and float rate ? $"try a learning rate below {rate}" : "the values of the data are too small or too large to be scaled")}");
            }

            double? watched = watcher?.Mean();
            sinceBest += watched is null || isRounding != options.LearnsSteps ? 0 : 1;
            if (watched < bestLoss)
            {
                bestLoss = watched.Value;
                best = new LearnedNumbers(network.Parameters.ToMatrices(), Steps());
                sinceBest = 0;
            }

            // An epoch that is broken off leaves a network that no whole epoch gives: the state before it is kept, if an epoch is long enough to be broken off.
            whole = cancellation.CanBeCanceled && elapsed > BriefEpochSeconds ? State(save is not null) : null;
            if (save is not null && Stopwatch.GetElapsedTime(saved).TotalSeconds >= SecondsBetweenSaves)
            {
                save(write(whole ?? State()));
                (saved, savedEpoch) = (Stopwatch.GetTimestamp(), epoch);
            }

            speedSamples += done;
            speedSeconds += elapsed;
            if (speedSeconds >= SpeedSeconds)
            {
                speed = speedSamples / speedSeconds;
                (speedSamples, speedSeconds) = (0, 0);
            }

            if (progress is not null)
            {
                bool isNow = true;
                progress(new TrainingProgress(start + 1, starts, epoch, _epochs, lastLoss, watched, speed)
                {
                    NetworkNow = () => isNow ? new LearnedNumbers(network.Parameters.ToMatrices(), Steps()).ApplyTo(first) : throw new InvalidOperationException("the training has gone on"),
                    CheckpointNow = () => isNow ? write(State()) : throw new InvalidOperationException("the training has gone on"),
                });
                isNow = false;
            }
        }

        if (epoch == 0)
        {
            return null;
        }

        TrainingState end = brokenOff ? whole! : State(save is not null);
        if (savedEpoch != epoch)
        {
            save?.Invoke(write(end));
        }

        return new FinishedTraining(best ?? new LearnedNumbers(end.Weights, end.Steps), validation is null ? lastLoss : bestLoss, epoch, samples, seconds, lastLoss, cancellation.IsCancellationRequested);

        TrainingState State(bool hasMoments = true) => new()
        {
            Start = start,
            Epochs = epoch,
            Samples = samples,
            Seconds = seconds,
            Loss = lastLoss,
            Weights = network.Parameters.ToMatrices(),
            Moments = !hasMoments ? [] : network.Parameters.ToMoments(Optimizer.MomentsOf(options.Optimizer)),
            Steps = Steps(),
            StepMoments = isRounding && hasMoments ? network.Parameters.FakeQuantizer!.ToMoments() : [],
            Best = best,
            BestLoss = bestLoss,
            SinceBest = sinceBest,
        };

        LayerSteps[]? Steps() => isRounding ? network.Parameters.FakeQuantizer!.ToSteps() : null;
    }

    private static void Restore(Backpropagation<T> network, TrainingState? from)
    {
        NetworkParameters parameters = network.Parameters;
        for (int l = 0; l < parameters.ByLayer.Length && from is not null; l++)
        {
            if (parameters.ByLayer[l] is { } layer)
            {
                layer.Set(layer.Master, from.Weights[l]!);
                layer.Changed(0, layer.Rows);
                for (int m = 0; m < layer.Moments.Length; m++)
                {
                    layer.Set(layer.Moments[m], from.Moments[m][l]!);
                }
            }
        }

        if (from?.Steps is not null)
        {
            network.StartRounding(from.Steps, from.StepMoments);
        }
    }

    // Two small steps of a copy, so that the kernels are compiled before the clock runs and before Pace compares one thread with all.
    private void WarmUp()
    {
        int[] samples = [.. Enumerable.Range(0, Math.Min(Math.Min(_batch, WarmUpSamples), train.Count))];
        using Backpropagation<T> copy = new(first, train.Subset(samples), _loss, options, weights);
        for (int step = 0; step < 2; step++)
        {
            copy.ForwardAndBack(samples, step, 0, samples.Length);
            for (int l = 0; l < copy.Parameters.ByLayer.Length; l++)
            {
                if (copy.Parameters.ByLayer[l] is { } weights)
                {
                    copy.Learn(l, samples.Length, 0, weights.Rows, options.EffectiveLearningRate.First, step);
                }
            }
        }
    }

    private (int Samples, double MeanLoss) RunEpoch(Backpropagation<T> network, int[] order, int firstStep, CancellationToken cancellation)
    {
        _pace ??= new Pace(ThreadsFor(network.Parameters));
        double lossSum = 0;
        int at = 0, step = firstStep;
        do
        {
            int threads = _pace.Threads;
            int samples = (int)Math.Min(order.Length - at, (long)_pace.Steps * _batch);
            long started = Stopwatch.GetTimestamp();
            (int steps, lossSum) = RunSteps(network, order.AsMemory(at, samples), step, threads, lossSum);
            _pace.Record(threads, steps, Stopwatch.GetElapsedTime(started).TotalSeconds);
            at += Math.Min(samples, steps * _batch);
            step += steps;
        }
        while (at < order.Length && !cancellation.IsCancellationRequested);

        return (at, lossSum / at);
    }

    // Runs whole steps on some threads, and stops early where they take far longer than they should; gives the number of steps and the sum of all
    // losses of the epoch so far, added one after the other so that it does not depend on where the epoch was cut into runs.
    private (int Steps, double LossSum) RunSteps(Backpropagation<T> network, ReadOnlyMemory<int> samples, int firstStep, int threads, double lossSum)
    {
        int steps = _epochs * StepsPerEpoch;
        int done = 0;
        bool late = false;
        long started = Stopwatch.GetTimestamp();
        Parameters?[] layers = network.Parameters.ByLayer;
        bool rounds = network.Parameters.FakeQuantizer is { IsOn: true };
        WorkerTeam.Run(threads, (worker, barrier) =>
        {
            int step = firstStep;
            for (int at = 0; at < samples.Length && !late; at += _batch, step++)
            {
                int batch = Math.Min(_batch, samples.Length - at);
                (int from, int to) = Share(batch, network.Together, worker, threads);
                network.ForwardAndBack(samples.Span.Slice(at, batch), step, from, to);
                barrier.Wait();
                float rate = LearningRates.At(options, firstStep / StepsPerEpoch, step, steps);
                for (int l = 0; l < layers.Length; l++)
                {
                    if (layers[l] is { } weights)
                    {
                        (from, to) = Share(weights.Rows, RowsOfTile, worker, threads);
                        network.Learn(l, batch, from, to, rate, step);
                    }
                }

                if (rounds)
                {
                    barrier.Wait();
                    if (worker == 0)
                    {
                        network.LearnSteps(batch, rate, step + 1 - (_roundingEpoch * StepsPerEpoch));
                    }

                    barrier.Wait();
                    for (int l = 0; l < layers.Length; l++)
                    {
                        if (layers[l] is { } weights)
                        {
                            (from, to) = Share(weights.Rows, RowsOfTile, worker, threads);
                            network.Round(l, from, to);
                        }
                    }
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

    // Whole tiles, so that no thread is left with the slow remainder.
    private static (int From, int To) Share(int rows, int tile, int worker, int workers)
    {
        int tiles = (rows + tile - 1) / tile;
        return (Math.Min(rows, tiles * worker / workers * tile), Math.Min(rows, tiles * (worker + 1) / workers * tile));
    }

    private int ThreadsFor(NetworkParameters parameters)
    {
        double work = parameters.ByLayer.Select((p, l) => p is null ? 0 : (double)p.Rows * p.Stride * (first.Layers[l].Output.Count / p.Outputs)).Sum() * _batch;
        return work < WorthThreads ? 1 : options.Threads > 0 ? options.Threads : Environment.ProcessorCount;
    }
}
