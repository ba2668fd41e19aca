using System.Globalization;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Anomaly;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Quantization;
using EdgeNet.Trainer.Signals;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Trainer;

/// <summary>From data to a model file: train, test, quantise, write, load again with Core, test again.</summary>
public static class ModelBuilder
{
    // More than this lost to quantisation is a collapse, not rounding.
    private const double Collapse = 0.05;

    // Of fewer test samples, one or two are more than that.
    private const int CollapsedSamples = 3;

    // What first weights make of more samples is not needed.
    private const int SamplesToMeasure = 64;

    private const float HeldOutShare = 0.15f;
    private const int LeastPatience = 5;

    /// <summary>Builds a model.</summary>
    /// <param name="split">What to learn from and what to test with.</param>
    /// <param name="options">How to train.</param>
    /// <param name="name">Name of the model.</param>
    /// <returns>The model and its scores.</returns>
    /// <exception cref="UserException">The layers do not fit, training diverged, or quantisation ruined the network, or it does not fit a model file.</exception>
    public static BuiltModel Build(DatasetSplit split, TrainingOptions options, string name) => Build(split, options, name, false, null, CancellationToken.None);

    /// <summary>Builds a model, tells how far it is, and can be ended or continued.</summary>
    /// <param name="split">What to learn from and what to test with.</param>
    /// <param name="options">How to train.</param>
    /// <param name="name">Name of the model.</param>
    /// <param name="allowCollapse">Whether a model is built even if quantisation ruins it.</param>
    /// <param name="progress">Called after every epoch; may be null.</param>
    /// <param name="cancellation">Ends training; the best network after a whole epoch becomes the model.</param>
    /// <param name="continuation">What to continue from, and how to keep the training; null for neither.</param>
    /// <param name="notes">What the file says besides the network; null for the name, the accuracy, the build and the columns.</param>
    /// <returns>The model and its scores.</returns>
    /// <exception cref="UserException">The layers or the checkpoint do not fit, training diverged, or quantisation ruined the network, or it does not fit a model file.</exception>
    /// <exception cref="OperationCanceledException">Training was ended before its first epoch was whole.</exception>
    public static BuiltModel Build(DatasetSplit split, TrainingOptions options, string name, bool allowCollapse,
        Action<TrainingProgress>? progress, CancellationToken cancellation, Continuation? continuation = null, ModelNotes? notes = null)
    {
        notes ??= new ModelNotes();
        ModelWriter.CheckLabels(split.Train.Labels);
        options = options with { WideInputs = notes.Anomaly is not null };
        TrainingResult training = Train(split.Train, ref options, progress, continuation, cancellation);
        Score before = Evaluator.Evaluate(training.Network, split.Test);
        QuantizationResult quantization = Quantizer.Quantize(training.Network, split.Train);
        (QuantizedNetwork network, AnomalyChoice? anomaly) = notes.Anomaly is null ? (quantization.Network, null) : NormalLearner.Ride(quantization.Network, split.Train, notes.Anomaly, options.Seed);
        bool regression = split.Test.Task == TaskKind.Regression;
        string accuracy = regression
            ? "rmse " + before.Error.ToString("G4", CultureInfo.InvariantCulture)
            : before.Accuracy.ToString("F4", CultureInfo.InvariantCulture);
        (string, string)[] meta = notes.MetaAfter(("name", name), ("dataset", split.Train.Name), ("accuracy", accuracy), ("build", BuildId(split.Train, options)));
        byte[] file = ModelWriter.Write(network, meta, TableNotes.Of(split.Train, notes.Strip, notes.UnsureOutside), notes.Pipeline, notes.Sensor);
        file = notes.Drift ? DriftNotes.AddTo(file, split) : file;
        ModelFile model = ModelFile.Parse(file);
        Score after = Evaluator.Evaluate(model, split.Test);

        // A training that was ended before it began to round is worth keeping all the same.
        if (!allowCollapse && !training.Cancelled && IsCollapse(before, after))
        {
            LayerLoss worst = quantization.Layers.MinBy(l => l.SignalToNoiseDecibels ?? double.MaxValue)!;
            throw new UserException($"accuracy falls from {before.Accuracy:P1} in floating point to {after.Accuracy:P1} in integers; "
                + $"layer {worst.Layer} lost the most ({worst.SignalToNoiseDecibels:F0} dB). Train with {(options.LearnsSteps ? "more bits" : "--quantise-from 0.35")} or --weight-decay, or write the model anyway with --allow-loss");
        }

        return new BuiltModel(file, model, training, quantization, before, after) { Architecture = options.ArchitectureFor(split.Train), Anomaly = anomaly };
    }

    /// <summary>Whether quantisation has ruined a network: it has lost more than 5 points of accuracy, and more than two samples.</summary>
    /// <param name="before">Its score in floating point.</param>
    /// <param name="after">Its score in integers on the same samples.</param>
    /// <returns>True if so; false for a regression.</returns>
    public static bool IsCollapse(Score before, Score after) =>
        before.Accuracy - after.Accuracy > Collapse && (before.Accuracy - after.Accuracy) * after.Samples >= CollapsedSamples;

    /// <summary>Builds a model file of first weights, which shows what the trained one will need.</summary>
    /// <param name="train">What is to be learned.</param>
    /// <param name="options">How it will be trained.</param>
    /// <param name="pipeline">What turns a sensor's stream into the network's input; null if it takes values as they are.</param>
    /// <returns>The file, without anything that only people read.</returns>
    /// <exception cref="UserException">The layers do not fit the data, or do not fit a model file.</exception>
    public static byte[] BuildUntrained(Dataset train, TrainingOptions options, FeaturePipeline? pipeline = null)
    {
        Dataset few = train.Subset([.. Enumerable.Range(0, Math.Min(train.Count, SamplesToMeasure))]);
        return BuildAsItIs(NetworkFactory.Create(train, options), few, pipeline);
    }

    /// <summary>Builds a model file of a network as it is, which is not tested.</summary>
    /// <param name="network">The network.</param>
    /// <param name="train">Samples that it learns from.</param>
    /// <param name="pipeline">What turns a sensor's stream into the network's input; null if it takes values as they are.</param>
    /// <returns>The file, without anything that only people read.</returns>
    /// <exception cref="UserException">The network does not fit a model file.</exception>
    public static byte[] BuildAsItIs(FloatNetwork network, Dataset train, FeaturePipeline? pipeline = null) =>
        ModelWriter.Write(Quantizer.Quantize(network, train).Network, [], TableNotes.Of(train, strip: true, unsureOutside: false), pipeline);

    // Where data are few, the trainer chooses first; what the user has decided stays.
    private static TrainingResult Train(Dataset data, ref TrainingOptions options, Action<TrainingProgress>? progress, Continuation? continuation, CancellationToken cancellation)
    {
        if (!CrossValidation.IsWanted(data, options))
        {
            return NetworkTrainer.Train(data, options, progress, cancellation, continuation);
        }

        if (!CrossValidation.IsAffordable(data, options))
        {
            // One held-out part stops the training, and shows how confident the answers may be.
            options = options with { ValidationShare = HeldOutShare, Patience = Math.Max(LeastPatience, options.EffectiveEpochs(data.Count) / 5) };
            return NetworkTrainer.Train(data, options, progress, cancellation, continuation);
        }

        ChoiceResult choice = CrossValidation.Choose(data, options, progress, cancellation);
        options = choice.Options;
        if (choice.Ended is not null)
        {
            return choice.Ended;
        }

        TrainingResult training = NetworkTrainer.Train(data, options, progress, cancellation, continuation);
        return training with { Network = Temperature.Apply(training.Network, choice.Temperature), Temperature = choice.Temperature, Choice = choice.Choice };
    }

    // The same data and options give the same id, whenever and wherever the model is built.
    private static string BuildId(Dataset train, TrainingOptions options)
    {
        // A record writes its numbers in the culture of the thread.
        CultureInfo culture = CultureInfo.CurrentCulture;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        string settings = $"{train.Name} {train.Count} {options.ArchitectureFor(train)} {options with { Threads = 0, Model = null, Hidden = [], Activations = [], WeightBits = null, ActivationBits = null }}"
            + $" {string.Join(',', options.WeightBits ?? [])} {string.Join(',', options.ActivationBits ?? [])}";
        CultureInfo.CurrentCulture = culture;
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(settings);
        Version version = typeof(ModelBuilder).Assembly.GetName().Version!;
        return $"{version.ToString(3)}-{Crc32.Compute(bytes, 0, bytes.Length):x8}";
    }
}
