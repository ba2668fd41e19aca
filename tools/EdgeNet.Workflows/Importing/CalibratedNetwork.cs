using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Import.Graphs;
using EdgeNet.Import.Lowering;
using EdgeNet.Import.Quantization;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Quantization;

namespace EdgeNet.Workflows;

/// <summary>A network of real numbers that was quantised by samples.</summary>
/// <param name="Original">The network as it was.</param>
/// <param name="Network">The network in integers.</param>
/// <param name="Data">The samples: the training part has given the ranges, the test part is for comparing.</param>
/// <param name="Remarks">What was decided by the data, one line each.</param>
internal sealed record CalibratedNetwork(ScaledNetwork Original, QuantizedNetwork Network, DatasetSplit Data, IReadOnlyList<string> Remarks)
{
    private const int Seed = 1;

    /// <summary>Quantises a network.</summary>
    /// <param name="graph">The network.</param>
    /// <param name="mapping">How raw values become its input.</param>
    /// <param name="request">What else is asked for; with data.</param>
    /// <param name="labels">Names of its outputs; null if the data decide.</param>
    /// <returns>The network in integers.</returns>
    /// <exception cref="UserException">The data do not fit the network, or it cannot be run.</exception>
    public static CalibratedNetwork Of(ImportedGraph graph, RawMapping mapping, ImportRequest request, string[]? labels)
    {
        DatasetSplit data = request.Source.LoadSplit(request.Calibrate!, null, Seed);
        List<string> remarks = [.. data.Warnings];
        int outputs = graph.Output.Shape.Count;
        bool fits = data.Train.Labels.Length == outputs, decides = fits && request.Task is null && !GraphLowering.HasEnd(graph);
        TaskKind task = request.Task ?? (decides && data.Train.Task != TaskKind.Anomaly ? data.Train.Task : GraphLowering.TaskOf(graph));
        if (task is TaskKind.Classification or TaskKind.MultiLabel && !GraphLowering.HasEnd(graph))
        {
            remarks.Add($"its outputs are taken as they are before {(task == TaskKind.Classification ? "softmax" : "the logistic function")}, which makes probabilities of them");
            graph = GraphLowering.WithEnd(graph, task);
        }

        if (labels is null && fits)
        {
            labels = data.Train.Labels;
            remarks.Add($"labels are those of the data in their order: {string.Join(", ", labels.Take(12))}{(labels.Length > 12 ? ", ..." : "")}");
        }

        labels ??= [.. Enumerable.Range(0, outputs).Select(i => $"{i}")];
        ScaledNetwork original = new(graph, mapping.Mean, mapping.Deviation);
        ScaledNetwork scaled = original.WithoutInputFunction().WithColumnRanges(data.Train);
        ImportedGraph quantised = GraphQuantizer.Quantize(scaled.Graph, new SampleReader(data.Train, scaled));
        return new CalibratedNetwork(original, GraphLowering.Lower(quantised, new LoweringSettings(false, task, labels, scaled.Mean, scaled.Deviation)), data, remarks);
    }

    /// <summary>Tests the network before and after.</summary>
    /// <param name="model">The model file that was made of it.</param>
    /// <param name="allowLoss">Whether quantisation may ruin it.</param>
    /// <returns>What was found.</returns>
    /// <exception cref="UserException">Quantisation has ruined it.</exception>
    public ImportCalibration Compare(ModelFile model, bool allowLoss)
    {
        List<string> remarks = [.. Remarks];
        Score? before = null, after = null;
        try
        {
            Evaluator.CheckFit(model, Data.Test);
            Dataset test = LabelMap.Apply(Data.Test, model.Labels);
            (before, after) = (GraphEvaluator.Evaluate(new SampleReader(test, Original)), Evaluator.Evaluate(model, test));
        }
        catch (UserException e)
        {
            remarks.Add($"no accuracy, since the data are for something else: {e.Message}");
        }

        if (before is not null && !allowLoss && ModelBuilder.IsCollapse(before, after!))
        {
            throw new UserException($"accuracy falls from {before.Accuracy:P1} in floating point to {after!.Accuracy:P1} in integers; calibrate with more or other data, train on from it with rounding (edgenet train --from, --quantise-from 0.35), or write the model anyway with --allow-loss");
        }

        return new ImportCalibration(Data.Train.Name, Math.Min(Data.Train.Count, GraphQuantizer.MaxSamples), before, after, GraphComparison.Of(new SampleReader(Data.Test, Original), model), remarks);
    }
}
