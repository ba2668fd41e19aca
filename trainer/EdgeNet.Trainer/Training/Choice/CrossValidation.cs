using System.Collections.Concurrent;
using System.Diagnostics;
using EdgeNet.Data;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Training;

/// <summary>
/// Chooses what a training of few samples depends on the most: the weight decay, the number of epochs, and whether a hidden layer helps at all. Every
/// candidate is trained on all folds but one and judged by the one held out. Each of these trainings uses one thread and several run at the same time,
/// so the choice does not depend on the number of threads.
/// </summary>
internal sealed class CrossValidation
{
    // Below this a held-out part says nothing; above, a training without any choice overfits little and the choice takes long.
    private const int FewestSamples = 30;
    private const int MostSamples = 10_000;

    // Multiply-adds of the forward passes of all candidates: about ten seconds on two cores. Large networks are trained for fewer epochs.
    private const double MostWork = 6e10;
    private const int FewestEpochs = 30;

    // With many parts, a network is trained on almost as many samples as in the end, which matters where they are few.
    private const int FoldsOfMany = 5;
    private const int FoldsOfFew = 10;
    private const int FewSamples = 500;

    // More parts to train, so each of them in half the time.
    private const int ShorterForFew = 2;

    // Standard errors by which a hidden layer must be better than none, and a wide one better than the usual: below, it is luck, and fewer weights are the safer bet.
    private const double Doubt = 1;

    // Trainings of the chosen network from different first weights. A network of few weights is easily stuck, and trying again costs little.
    private const int Starts = 4;
    private const int FewParameters = 1000;

    // What a wide layer must lower the loss by at least: for less, a board need not store and compute three times as much.
    private const double WorthWeights = 0.005;

    // Tried with the settings that suit the usual layer best, where that is better than none.
    private static readonly int[] Wide = [96];

    // Decays worth a long training: those that do best in short ones.
    private const int Finalists = 2;

    private static readonly float[] Decays = [3f, 1f, 0.3f, 0.03f, 0.003f];
    private static readonly int[] ShortDivisors = [16, 4];

    private readonly Dataset _data;
    private readonly TrainingOptions _options;
    private readonly Action<TrainingProgress>? _progress;
    private readonly float[]? _weights;
    private readonly DatasetSplit[] _folds;
    private readonly int[][] _hidden;
    private readonly bool _choosesLayers;
    private readonly int _total;
    private readonly List<Judged> _judged = [];
    private readonly Lock _lock = new();
    private UserException? _failure;
    private int _done;

    private CrossValidation(Dataset data, TrainingOptions options, Action<TrainingProgress>? progress)
    {
        // A class whose recordings are all of one group must not be missing from all that is learned.
        _data = data = LastParts.Of(data, 0.5);
        _options = options;
        _progress = progress;
        _weights = ClassWeights.For(data, options);
        int groups = data.Groups?.Distinct().Count() ?? data.Count;
        Folds folds = new(data, Math.Min(groups, data.Count < FewSamples ? FoldsOfFew : FoldsOfMany), options.Seed);
        _folds = [.. Enumerable.Range(0, folds.Count).Select(folds.Split)];
        _choosesLayers = options.Model is null && options.Hidden is null;
        _hidden = _choosesLayers ? [[], TrainingOptions.UsualHidden] : [options.Hidden ?? []];
        _total = ((_hidden.Length * ((ShortDivisors.Length * Decays.Length) + Finalists)) + (_choosesLayers ? 1 : 0)) * _folds.Length;
    }

    /// <summary>Whether the user leaves the choice to us, and the data are few enough for the network to learn them by heart.</summary>
    /// <param name="data">The training part.</param>
    /// <param name="options">How to train: what a user has decided is not chosen.</param>
    public static bool IsWanted(Dataset data, TrainingOptions options) =>
        options is { Optimizer: OptimizerKind.Adam, Epochs: null, StopAfter: null, LearningRate: null or { IsConstant: true }, WeightDecay: null, Starts: null, ValidationShare: 0f, Patience: 0, Teacher: null }
        && (options.Loss == Loss.CrossEntropy || data.Task == TaskKind.Regression)
        && data.Count is >= FewestSamples and <= MostSamples
        && (data.Groups is null || data.Groups.Distinct().Count() > 1);

    /// <summary>Whether a wanted choice is worth its time.</summary>
    /// <param name="data">The training part.</param>
    /// <param name="options">How to train.</param>
    public static bool IsAffordable(Dataset data, TrainingOptions options) => EpochsFor(data, options) >= Math.Min(FewestEpochs, options.EffectiveEpochs(data.Count));

    /// <summary>Chooses.</summary>
    /// <param name="data">The training part.</param>
    /// <param name="options">How to train.</param>
    /// <param name="progress">Called after every training; may be null.</param>
    /// <param name="cancellation">Ends the choice.</param>
    /// <returns>The choice; if it was ended, the best network so far.</returns>
    /// <exception cref="UserException">All trainings diverged.</exception>
    /// <exception cref="OperationCanceledException">It was ended before any network had been trained for a whole epoch.</exception>
    public static ChoiceResult Choose(Dataset data, TrainingOptions options, Action<TrainingProgress>? progress, CancellationToken cancellation) =>
        new CrossValidation(data, options, progress).Run(cancellation);

    // Of the longest candidates: as many as without a choice, where there is time for that.
    private static int EpochsFor(Dataset data, TrainingOptions options)
    {
        bool few = data.Count < FewSamples;
        double candidates = (2 * ((Decays.Length * ShortDivisors.Sum(d => 1.0 / d)) + Finalists)) + (Wide[0] / TrainingOptions.UsualHidden[0]);
        double each = candidates * (few ? FoldsOfFew : FoldsOfMany) * data.Count * options.ArchitectureFor(data).ParametersOf(data.Shape);
        return Math.Max(1, (int)Math.Min(options.EffectiveEpochs(data.Count) / (few ? ShorterForFew : 1), MostWork / each));
    }

    private ChoiceResult Run(CancellationToken cancellation)
    {
        long started = Stopwatch.GetTimestamp();
        int epochs = EpochsFor(_data, _options);
        Judge([.. from hidden in _hidden from divisor in ShortDivisors from decay in Decays select new Candidate(hidden, decay, Math.Max(1, epochs / divisor))], cancellation);
        Judge([.. _hidden.SelectMany(hidden => _judged.Where(j => j.Candidate.Hidden == hidden).OrderBy(j => j.Loss).Select(j => j.Candidate.Decay).Distinct().Take(Finalists),
            (hidden, decay) => new Candidate(hidden, decay, epochs))], cancellation);
        if (_choosesLayers && !cancellation.IsCancellationRequested && Best() is { Candidate: { Hidden.Length: > 0 } usual })
        {
            Judge([usual with { Hidden = Wide }], cancellation);
        }

        if (cancellation.IsCancellationRequested)
        {
            FoldTraining soFar = _judged.SelectMany(j => j.Folds).OfType<FoldTraining>().MinBy(t => t.Loss) ?? throw new OperationCanceledException("interrupted before the first whole epoch", cancellation);
            return new ChoiceResult(_options, 1f, null, soFar.Result with { Cancelled = true });
        }

        Judged best = Best();
        if (double.IsPositiveInfinity(best.Loss))
        {
            throw _failure!;
        }

        HeldOutSamples samples = new(_weights);
        for (int f = 0; f < _folds.Length; f++)
        {
            samples.Add(best.Folds[f]!.Result.Network, _folds[f].Test);
        }

        Candidate chosen = best.Candidate;
        TrainingChoice choice = new(_options.Model is null ? chosen.Hidden : null, chosen.Decay, chosen.Epochs, best.Loss, _folds.Length, _judged.Count, Stopwatch.GetElapsedTime(started).TotalSeconds);
        return new ChoiceResult(Of(chosen), _options.IsCalibrated(_data.Task) ? Temperature.Fit(samples) : 1f, choice, null);
    }

    // The lowest loss, but fewer units where that may be chance.
    private Judged Best() => _judged.GroupBy(j => j.Candidate.Hidden).Select(g => g.MinBy(j => j.Loss)!)
        .Aggregate((fewer, more) => IsBetter(more, fewer) ? more : fewer);

    private static bool IsBetter(Judged more, Judged fewer)
    {
        if (double.IsPositiveInfinity(more.Loss) || double.IsPositiveInfinity(fewer.Loss))
        {
            return more.Loss < fewer.Loss;
        }

        double[] gains = [.. fewer.Losses.Zip(more.Losses, (f, m) => f - m)];
        double mean = gains.Average(), error = Math.Sqrt(gains.Sum(g => (g - mean) * (g - mean))) / gains.Length;
        return mean > Math.Max(Doubt * error, more.Candidate.Hidden == Wide ? WorthWeights : 0);
    }

    private void Judge(Candidate[] candidates, CancellationToken cancellation)
    {
        FoldTraining?[][] trained = [.. candidates.Select(_ => new FoldTraining?[_folds.Length])];

        // The longest first, so that no thread is left with one at the end.
        IEnumerable<(int Candidate, int Fold)> work = Enumerable.Range(0, candidates.Length).OrderByDescending(c => candidates[c].Cost).SelectMany(c => Enumerable.Range(0, _folds.Length), (c, f) => (c, f));
        ParallelOptions threads = new() { MaxDegreeOfParallelism = _options.Threads > 0 ? _options.Threads : Environment.ProcessorCount };
        Parallel.ForEach(Partitioner.Create(work, EnumerablePartitionerOptions.NoBuffering), threads, w =>
        {
            if (!cancellation.IsCancellationRequested)
            {
                trained[w.Candidate][w.Fold] = Train(candidates[w.Candidate], _folds[w.Fold], cancellation);
            }
        });
        _judged.AddRange(candidates.Select((candidate, c) => new Judged(candidate, trained[c], LossOf(trained[c]))));
    }

    // Infinity if one of its trainings diverged or was not made.
    private double LossOf(FoldTraining?[] folds) =>
        folds.Select((t, f) => t is not null && double.IsFinite(t.Loss) ? t.Loss * _folds[f].Test.Count : double.PositiveInfinity).Sum() / _data.Count;

    private FoldTraining? Train(Candidate candidate, DatasetSplit fold, CancellationToken cancellation)
    {
        try
        {
            TrainingResult result = NetworkTrainer.Train(fold.Train, Of(candidate) with { Threads = 1, Starts = 1 }, null, cancellation);
            HeldOutSamples samples = new(_weights);
            samples.Add(result.Network, fold.Test);
            return new FoldTraining(result, samples.Losses());
        }
        catch (OperationCanceledException)
        {
            return null;
        }
        catch (UserException e)
        {
            lock (_lock)
            {
                _failure = e;
            }

            return null;
        }
        finally
        {
            lock (_lock)
            {
                _progress?.Invoke(TrainingProgress.Of(new TrainingPhase("choosing", ++_done, _total)));
            }
        }
    }

    private TrainingOptions Of(Candidate candidate) => _options with
    {
        Hidden = candidate.Hidden,
        WeightDecay = candidate.Decay,
        Epochs = candidate.Epochs,

        // One layer has no bad first weights: its loss has one minimum.
        Starts = _options.Model is null && candidate.Hidden.Length == 0 ? 1 : ParametersOf(candidate.Hidden) <= FewParameters ? Starts : 1,
    };

    private long ParametersOf(int[] hidden) => (_options with { Hidden = hidden }).ArchitectureFor(_data).ParametersOf(_data.Shape);

    private sealed record Judged(Candidate Candidate, FoldTraining?[] Folds, double Loss)
    {
        /// <summary>The losses of all samples, in the same order for every candidate.</summary>
        public IEnumerable<double> Losses => Folds.SelectMany(f => f!.Losses);
    }

    private sealed record FoldTraining(TrainingResult Result, double[] Losses)
    {
        public double Loss { get; } = Losses.Average();
    }

    private sealed record Candidate(int[] Hidden, float Decay, int Epochs)
    {
        public long Cost => (long)Epochs * (1 + Hidden.Sum());
    }
}

/// <summary>What a choice ends with.</summary>
/// <param name="Options">How to train.</param>
/// <param name="Temperature">What to divide logits by so that confidences are right.</param>
/// <param name="Choice">What was chosen; null if the choice was ended.</param>
/// <param name="Ended">The best network so far if the choice was ended, else null.</param>
internal sealed record ChoiceResult(TrainingOptions Options, float Temperature, TrainingChoice? Choice, TrainingResult? Ended);
