using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Reports;

/// <summary>What --json prints: names that scripts rely on.</summary>
internal static class JsonReports
{
    /// <summary>A training.</summary>
    public static Dictionary<string, object?> Of(TrainedModel trained, HeapForecast heap)
    {
        BuiltModel built = trained.Model;
        Dictionary<string, object?> json = built.Model.Output.Task == ModelFormat.Regression
            ? new()
            {
                ["testError"] = built.FloatScore.Error,
                ["quantisedTestError"] = built.Score.Error,
                ["largestError"] = built.FloatScore.LargestError,
                ["quantisedLargestError"] = built.Score.LargestError,
                ["testDetermination"] = built.FloatScore.Determination,
                ["quantisedTestDetermination"] = built.Score.Determination,
            }
            : new() { ["testAccuracy"] = built.FloatScore.Accuracy, ["quantisedTestAccuracy"] = built.Score.Accuracy };
        json["testSamples"] = built.Score.Samples;
        json["parameters"] = built.Training.Network.Parameters;
        json["modelBytes"] = built.File.Length;
        json["ramBytes"] = built.Model.RamBytes;
        json["board"] = heap.Board.Name;
        json["boardHeapBytes"] = heap.NeededBytes;
        json["boardHeapSizeBytes"] = heap.Board.HeapBytes;
        json["samplesPerSecond"] = Math.Round(built.Training.SamplesPerSecond);
        json["seconds"] = built.Training.Seconds;
        json["epochs"] = built.Training.Epochs;
        json["stopped"] = trained.Interrupted;
        json["quantisation"] = Array.ConvertAll(built.Quantization.Layers, l => new
        {
            layer = l.Layer,
            signalToNoiseDecibels = l.SignalToNoiseDecibels is double d ? Math.Round(d, 2) : (double?)null,
            saturated = l.Saturated,
            values = l.Values,
        });
        json["labels"] = built.Model.Labels;
        json["confusion"] = built.Score.Confusion;
        json["classes"] = Classes((TaskKind)built.Model.Output.Task, built.Score);
        json["out"] = trained.Path;
        return json;
    }

    private static object Classes(TaskKind task, Score score) =>
        ClassScore.Of(task, score.Confusion).Select(c => new { samples = c.Samples, precision = c.Precision, recall = c.Recall, f1 = c.F1 });

    /// <summary>A score.</summary>
    public static Dictionary<string, object?> Of(ModelEvaluation evaluation)
    {
        Score score = evaluation.Score;
        Dictionary<string, object?> json = evaluation.Model.Output.Task == ModelFormat.Regression
            ? new() { ["error"] = score.Error, ["largestError"] = score.LargestError, ["determination"] = score.Determination }
            : new() { ["accuracy"] = score.Accuracy };
        json["samples"] = score.Samples;
        json["origin"] = OriginText.Word(evaluation.Origin);
        json["samplesOutside"] = evaluation.Outside?.Samples ?? 0;
        json["confusion"] = score.Confusion;
        json["labels"] = evaluation.Model.Labels;
        json["classes"] = Classes((TaskKind)evaluation.Model.Output.Task, score);
        return json;
    }

    /// <summary>A run on a virtual board, and on a real one beside it.</summary>
    public static Dictionary<string, object?> Of(EmulationReport report, TaskKind task, TestOrigin origin)
    {
        Dictionary<string, object?> json = new()
        {
            ["samples"] = report.Samples,
            ["origin"] = OriginText.Word(origin),
            ["agreement"] = report.Agreement,
            ["accuracy"] = report.Accuracy,
        };
        if (task == TaskKind.Regression)
        {
            json["error"] = report.Score.Error;
            json["largestError"] = report.Score.LargestError;
            json["determination"] = report.Score.Determination;
        }

        json["instructionsPerClassification"] = report.InstructionsPerClassification;
        json["predictedMicroseconds"] = report.PredictedMicroseconds;
        json["loadMicroseconds"] = report.LoadMicroseconds;
        json["heapPeakBytes"] = report.HeapPeakBytes;
        json["heapSizeBytes"] = report.HeapSizeBytes;
        json["modelBytes"] = report.ModelBytes;
        json["instructionsPerSecond"] = report.InstructionsPerSecond;
        json["hotMethods"] = report.HotMethods;
        json["real"] = report.Real;
        return json;
    }

    /// <summary>A valid model.</summary>
    public static object Of(ModelFile model, int optionalBytes, HeapForecast heap) => new
    {
        name = model.Meta("name"),
        dataset = model.Meta("dataset"),
        build = model.Meta("build"),
        task = ((TaskKind)model.Output.Task).ToString(),
        inputShape = Evaluator.ShapeOf(model).Dimensions,
        inputBits = model.Input.Bits,
        labels = model.Labels,
        layers = model.Layers.Select((layer, i) => new
        {
            kind = layer.KindName,
            shape = new[] { layer.Inputs, layer.Outputs },
            activation = ModelReport.ActivationName(model, i),
            weightBytes = layer.Matrix?.WeightBytes ?? 0,
        }),
        modelBytes = model.Length,
        optionalBytes,
        ramBytes = model.RamBytes,
        board = heap.Board.Name,
        boardHeapBytes = heap.NeededBytes,
        boardHeapSizeBytes = heap.Board.HeapBytes,
        macs = model.Macs,
        goldenVectors = model.GoldenCount,
        crcOk = true,
    };

    /// <summary>A file that is not a valid model.</summary>
    public static object OfInvalid(Inspection file) => new { modelBytes = file.Bytes.Length, crcOk = false, error = file.Problem, exitCode = 1 };

    /// <summary>An answer.</summary>
    public static Dictionary<string, object?> Of(ClassifiedSample sample, ModelFile model)
    {
        Dictionary<string, object?> json = new() { ["input"] = sample.Name };
        if (model.Output.Task == ModelFormat.Classification)
        {
            json["label"] = model.Labels[sample.Best];
            json["index"] = sample.Best;
        }

        if (model.Output.Task == ModelFormat.MultiLabel)
        {
            json["on"] = model.Labels.Where((_, output) => sample.IsOn[output]);
        }

        json["confidencePercent"] = sample.ConfidencePercent;
        json["unsure"] = sample.IsUnsure;
        json["outside"] = sample.Outside is OutsideValue value ? new { column = value.Column, value = value.Value, low = value.Low, high = value.High } : null;
        json["values"] = sample.Values;
        json["logits"] = sample.Logits;
        json["labels"] = model.Labels;
        return json;
    }

    /// <summary>What was read before a training.</summary>
    public static object OfData(DatasetSplit split) => new
    {
        name = split.Train.Name,
        task = split.Train.Task.ToString(),
        inputShape = split.Train.Shape.Dimensions,
        columns = split.Train.Columns,
        label = split.Train.Table?.Label,
        taskRule = split.Train.Table?.TaskRule,
        ignored = split.Train.Table?.Ignored,
        missing = split.Train.Table?.Missing,
        trainSamples = split.Train.Count,
        testSamples = split.Test.Count,
        classes = split.Train.Task == TaskKind.Classification ? split.Train.CountClasses().Zip(split.Test.CountClasses(), (train, test) => new { train, test }) : null,
        split = split.Rule,
        warnings = split.Warnings,
    };

    /// <summary>A dataset.</summary>
    public static object Of(DatasetSplit split) => new
    {
        name = split.Train.Name,
        task = split.Train.Task.ToString(),
        inputShape = split.Train.Shape.Dimensions,
        trainSamples = split.Train.Count,
        testSamples = split.Test.Count,
        labels = split.Train.Labels,
    };

    /// <summary>A board.</summary>
    public static object Of(BoardProfile board) => new
    {
        name = board.Name,
        title = board.Title,
        clockMegahertz = board.ClockMegahertz,
        cyclesPerInstruction = board.CyclesPerInstruction,
        heapBytes = board.HeapBytes,
        flashBytes = board.FlashBytes,
        storageBytes = board.StorageBytes,
        sources = board.Sources.ToDictionary(s => s.Key, s => new { basis = BoardsTable.BasisOf(board, s.Key), source = s.Value.Sentence }),
    };

    /// <summary>A model on a board.</summary>
    public static object Of(BoardRow row) => new
    {
        board = row.Heap.Board.Name,
        fits = row.Heap.Fits,
        heapPeakBytes = row.Heap.NeededBytes,
        heapIsLowerBound = row.Heap.IsLowerBound,
        heapSizeBytes = row.Heap.Board.HeapBytes,
        cyclesPerInstruction = row.Heap.Board.CyclesPerInstruction,
        basis = BoardsTable.BasisOf(row.Heap.Board, BoardProfileJson.Cycles),
        samples = row.Report?.Samples ?? 0,
        agreement = row.Report?.Agreement,
        accuracy = row.Report?.Accuracy,
        loadMicroseconds = row.Report?.LoadMicroseconds,
        predictedMicroseconds = row.Report?.PredictedMicroseconds,
    };
}
