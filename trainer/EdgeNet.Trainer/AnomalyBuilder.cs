using System.Globalization;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Anomaly;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Quantization;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Trainer;

/// <summary>From normal data to a model file that finds anomalies.</summary>
public static class AnomalyBuilder
{
    private const int MostNamed = 5;

    /// <summary>Builds a model.</summary>
    /// <param name="split">Normal samples to learn from, and samples to test with.</param>
    /// <param name="options">How to learn what is normal.</param>
    /// <param name="training">How to train an auto-encoder, and the seed.</param>
    /// <param name="name">Name of the model.</param>
    /// <param name="notes">What the file says besides.</param>
    /// <param name="progress">Called after every epoch of a training; may be null.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The model.</returns>
    /// <exception cref="UserException">There are too few samples, or they do not fit a model file.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public static BuiltAnomaly Build(DatasetSplit split, AnomalyOptions options, TrainingOptions training, string name, ModelNotes notes, Action<TrainingProgress>? progress, CancellationToken cancellation)
    {
        (QuantizedNetwork network, AnomalyChoice choice) = NormalLearner.Learn(split.Train, options, training, progress, cancellation);
        (string, string)[] meta = notes.MetaAfter(("name", name), ("dataset", split.Train.Name), ("method", choice.Description), ("build", typeof(AnomalyBuilder).Assembly.GetName().Version!.ToString(3)));
        byte[] file = ModelWriter.Write(network, meta, TableNotes.Of(split.Train, notes.Strip, unsureOutside: false), notes.Pipeline, notes.Sensor);
        ModelFile model = ModelFile.Parse(file);
        return new BuiltAnomaly(file, model, choice, AnomalyScore.Of(model, split.Test), [.. Warnings(split.Train)]);
    }

    private static IEnumerable<string> Warnings(Dataset train)
    {
        if (train.Kind != FeatureKind.Columns)
        {
            yield break;
        }

        string[] constant = ColumnsWhere((value, before) => value == before);
        if (constant.Length > 0)
        {
            yield return $"{string.Join(", ", constant.Take(MostNamed))}{(constant.Length > MostNamed ? $" and {constant.Length - MostNamed:N0} more columns" : "")} never changed{(constant.Length == 1 ? "" : " each")} in the normal data: 1 % of the value (0.01 if it is 0) counts as a usual deviation; leave it out with --ignore if it means nothing";
        }

        string[] growing = ColumnsWhere((value, before) => value > before);
        if (growing.Length > 0)
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"{growing[0]} grows from row to row, as a time or a counter does: later rows will be anomalies; leave it out with --ignore {growing[0]}");
        }

        // Of each row and the one before.
        string[] ColumnsWhere(Func<float, float, bool> holds) =>
            [.. Enumerable.Range(0, train.Shape.Count).Where(i => Enumerable.Range(1, train.Count - 1).All(s => holds(train.Sample(s)[i], train.Sample(s - 1)[i]))).Select(i => train.Columns?[i] ?? $"column {i + 1}")];
    }
}
