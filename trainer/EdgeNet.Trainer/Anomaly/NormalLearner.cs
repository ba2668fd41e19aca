using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Quantization;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Trainer.Anomaly;

/// <summary>Learns what is normal: in several ways, of which samples held out show the best; they also set the threshold.</summary>
internal static class NormalLearner
{
    private const double HeldOutShare = 0.25;
    private const int LeastSamples = 20;
    private const int LeastSamplesPerCentre = 10;
    private const int LeastForNetwork = 50;
    private const int MostNetworkInputs = 1024;
    private const int MostCompared = 2000;

    private static readonly int[] CentreCounts = [2, 4, 8, 16, 32];

    /// <summary>Learns it for a model that does nothing else.</summary>
    /// <param name="train">Normal samples.</param>
    /// <param name="options">How to learn what is normal.</param>
    /// <param name="training">How to train an auto-encoder, and the seed.</param>
    /// <param name="progress">Called after every epoch of a training; may be null.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The model in integers, and how it finds anomalies.</returns>
    /// <exception cref="UserException">There are too few samples.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static (QuantizedNetwork Network, AnomalyChoice Choice) Learn(Dataset train, AnomalyOptions options, TrainingOptions training, Action<TrainingProgress>? progress, CancellationToken cancellation)
    {
        (Dataset learn, Dataset heldOut) = HoldOut(train, training.Seed);
        InputScaling scaling = InputScaling.For(learn, training.InputBits, training.InputRange, wide: true);
        QuantizedNetwork inputs = new()
        {
            Task = TaskKind.Anomaly,
            Shape = learn.Shape,
            InputBits = scaling.Bits,
            InputScale = Array.ConvertAll(scaling.Scale, s => s / scaling.Step),
            InputOffset = Array.ConvertAll(scaling.Offset, o => (o - scaling.From) / scaling.Step),
            Layers = [],
            OutputFunction = Activation.Linear,
            LogitScale = 1f,
            ValueScale = 1f,
            ValueOffset = 0f,
            Labels = [.. AnomalyLabels.Names],
            GoldenSeeds = [1, 2],
        };
        IEnumerable<Candidate> candidates = Centred(inputs, learn, options.Method, scaling.Scale.Length > 1 ? 1 / (double)scaling.Step : null, training.Seed);
        if (options.Method is null or AnomalyMethod.Autoencoder)
        {
            candidates = candidates.Concat(Networks(inputs, learn, options.Method is not null, training, progress, cancellation));
        }

        return Choose(candidates, heldOut, options, training.Seed, cancellation);
    }

    /// <summary>Adds to a network that does something else how it tells inputs that are unlike all that it has learned from.</summary>
    /// <param name="network">The network.</param>
    /// <param name="train">What it has learned from.</param>
    /// <param name="options">How to learn what is normal.</param>
    /// <param name="seed">Of the first centres, and of the samples held out.</param>
    /// <returns>The network, and how it finds anomalies.</returns>
    /// <exception cref="UserException">There are too few samples.</exception>
    public static (QuantizedNetwork Network, AnomalyChoice Choice) Ride(QuantizedNetwork network, Dataset train, AnomalyOptions options, int seed)
    {
        (Dataset learn, Dataset heldOut) = HoldOut(train, seed);
        double? deviation = network.InputScale.Length > 1 ? Math.ScaleB(1, network.InputBits) / InputScaling.WideRange : null;
        (QuantizedNetwork with, AnomalyChoice choice) = Choose(Centred(network, learn, options.Method, deviation, seed), heldOut, options, seed, CancellationToken.None);
        return (with with { LogitScale = network.LogitScale }, choice);
    }

    private static (Dataset Learn, Dataset HeldOut) HoldOut(Dataset train, int seed)
    {
        if (train.Count < LeastSamples)
        {
            throw new UserException($"{train.Name}: {train.Count:N0} samples are too few to learn what is normal, and where it ends; record at least {LeastSamples}, better some hundreds");
        }

        DatasetSplit split;
        try
        {
            split = DatasetSplit.Create(train, HeldOutShare, seed, "threshold");
        }
        catch (UserException) when (train.Groups is not null)
        {
            // A single recording is better parted within than not at all.
            split = DatasetSplit.Stratified(train, HeldOutShare, seed);
        }

        return (split.Train, split.Test);
    }

    private static IEnumerable<Candidate> Centred(QuantizedNetwork network, Dataset learn, AnomalyMethod? method, double? deviation, int seed)
    {
        int fraction = QuantizedAnomaly.FractionBitsFor(network.InputBits);
        InputRows rows = InputRows.Of(learn, network);
        int[] counts = [.. CentreCounts.Where(c => c * LeastSamplesPerCentre <= rows.Count)];
        if (method == AnomalyMethod.Clusters && counts.Length == 0)
        {
            throw new UserException($"{learn.Name}: {rows.Count:N0} samples are too few for clusters; use --method gaussian");
        }

        foreach (int count in (int[])[.. method is null or AnomalyMethod.Gaussian ? [1] : (int[])[], .. method is null or AnomalyMethod.Clusters ? counts : []])
        {
            (double[][] centres, double[][] deviations) = CentreFitter.Fit(rows, count, deviation * (1 << fraction), seed);
            (ushort[][] weights, int shift) = QuantizedAnomaly.WeightsOf(deviations);
            QuantizedAnomaly anomaly = new()
            {
                FractionBits = fraction,
                Centres = [.. centres.Select(c => Array.ConvertAll(c, v => (ushort)Math.Round(v)))],
                Weights = weights,
                Shift = shift,
            };
            yield return count == 1 ? new Candidate(AnomalyMethod.Gaussian, "gaussian", network with { Anomaly = anomaly })
                : new Candidate(AnomalyMethod.Clusters, $"clusters: {centres.Length} centres", network with { Anomaly = anomaly });
        }
    }

    private static IEnumerable<Candidate> Networks(QuantizedNetwork inputs, Dataset learn, bool required, TrainingOptions training, Action<TrainingProgress>? progress, CancellationToken cancellation)
    {
        int width = learn.Shape.Count;
        if (width < 2 || width > MostNetworkInputs || learn.Count < LeastForNetwork)
        {
            if (required)
            {
                throw new UserException(width < 2 ? $"{learn.Name}: an auto-encoder of a single value can only repeat it; use --method gaussian or clusters"
                    : width > MostNetworkInputs ? $"{learn.Name}: {width:N0} values are too many for an auto-encoder, which has as many outputs; at most {MostNetworkInputs:N0} are allowed. Use --method clusters, or smaller pictures (--input-size)"
                    : $"{learn.Name}: {learn.Count:N0} samples to learn from are too few for an auto-encoder, which needs {LeastForNetwork}; use --method gaussian");
            }

            yield break;
        }

        int[][] sizes = training.Hidden is { Length: > 0 } given ? [given] : [.. new[] { width / 8, width / 4, width / 2 }.Select(units => new[] { Math.Clamp(units, 1, 64) }).DistinctBy(h => h[0])];
        foreach (int[] hidden in sizes)
        {
            QuantizedNetwork network;
            try
            {
                network = AutoencoderFitter.Fit(learn, hidden, training, progress, cancellation);
            }
            catch (UserException) when (!required)
            {
                // Such as of columns that never change, which other methods can deal with.
                continue;
            }

            cancellation.ThrowIfCancellationRequested();
            yield return new Candidate(AnomalyMethod.Autoencoder, $"autoencoder: {width}-{string.Join('-', hidden)}-{width}", inputs with
            {
                InputBits = network.InputBits,
                InputScale = network.InputScale,
                InputOffset = network.InputOffset,
                Layers = network.Layers,
                Anomaly = network.Anomaly,
            });
        }
    }

    // The first that does best; a later one, which costs more, has to be better by more than chance: by half a standard error, as all are compared on the same samples.
    private static (QuantizedNetwork Network, AnomalyChoice Choice) Choose(IEnumerable<Candidate> candidates, Dataset heldOut, AnomalyOptions options, int seed, CancellationToken cancellation)
    {
        Dataset compared = heldOut.Count <= MostCompared ? heldOut : heldOut.Subset(EvenSpread.Of(heldOut.Count, MostCompared));
        float[][] normal = [.. Enumerable.Range(0, compared.Count).Select(s => compared.Sample(s).ToArray())], anomalies = [.. ArtificialAnomalies.Of(compared, seed)];
        List<(string, double)> tried = [];
        Candidate? best = null;
        double bestAuc = 0;
        foreach (Candidate candidate in candidates)
        {
            cancellation.ThrowIfCancellationRequested();
            ModelFile model = ModelFile.Parse(ModelWriter.Write(candidate.Network with { GoldenSeeds = [] }, []));
            double auc = AnomalyScore.AucOf(AnomalyScore.Scores(model, normal), AnomalyScore.Scores(model, anomalies));
            tried.Add((candidate.Description, auc));
            if (best is null || auc > bestAuc + (0.5 * Math.Sqrt(bestAuc * (1 - bestAuc) / compared.Count)))
            {
                (best, bestAuc) = (candidate, auc);
            }
        }

        ModelFile chosen = ModelFile.Parse(ModelWriter.Write(best!.Network with { GoldenSeeds = [] }, []));
        Threshold threshold = Threshold.Of(AnomalyScore.Scores(chosen, Enumerable.Range(0, heldOut.Count).Select(s => heldOut.Sample(s).ToArray())), options.FalseAlarms);
        QuantizedNetwork network = best.Network with { Anomaly = best.Network.Anomaly! with { Threshold = threshold.Score }, LogitScale = 1f / threshold.Score };
        return (network, new AnomalyChoice(best.Method, best.Description, threshold, tried.Count > 1 ? tried : []));
    }

    private sealed record Candidate(AnomalyMethod Method, string Description, QuantizedNetwork Network);
}
