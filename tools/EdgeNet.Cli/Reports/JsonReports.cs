using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Deployment.Serial;
using EdgeNet.Emulator;
using EdgeNet.Import.Lowering;
using EdgeNet.Link;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Anomaly;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Signals;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Reports;

/// <summary>What --json prints: names that scripts rely on.</summary>
internal static class JsonReports
{
    /// <summary>A training.</summary>
    public static Dictionary<string, object?> Of(TrainedModel trained, HeapForecast heap, double? predictedMicroseconds, double? boardShare = null)
    {
        BuiltModel built = trained.Model;
        Dictionary<string, object?> json = built.Model.Output.Task == ModelFormat.Regression
            ? new()
            {
                ["testError"] = built.FloatScore.Error,
                ["quantisedTestError"] = built.Score.Error,
                ["largestError"] = built.FloatScore.LargestError,
                ["quantisedLargestError"] = built.Score.LargestError,
                ["testR2"] = built.FloatScore.R2,
                ["quantisedTestR2"] = built.Score.R2,
            }
            : new() { ["testAccuracy"] = built.FloatScore.Accuracy, ["quantisedTestAccuracy"] = built.Score.Accuracy };
        if (built is { FloatScore.CalibrationError: double before, Score.CalibrationError: double after })
        {
            json["calibrationError"] = before;
            json["quantisedCalibrationError"] = after;
        }

        json["testSamples"] = built.Score.Samples;
        if (built.Model.Output.Task != ModelFormat.Regression)
        {
            json["macroF1"] = built.FloatScore.MacroF1((TaskKind)built.Model.Output.Task);
            json["quantisedMacroF1"] = built.Score.MacroF1((TaskKind)built.Model.Output.Task);
        }

        if (built.Score.Recordings is { } recordings)
        {
            json["testRecordings"] = recordings.Recordings;
            json["recordingAccuracy"] = built.FloatScore.Recordings!.Accuracy;
            json["quantisedRecordingAccuracy"] = recordings.Accuracy;
        }

        json["model"] = built.Architecture.ToString();
        json["parameters"] = built.Training.Network.Parameters;
        AddBoard(json, built.Model, heap, predictedMicroseconds, boardShare);
        json["samplesPerSecond"] = Math.Round(built.Training.SamplesPerSecond);
        json["seconds"] = built.Training.Seconds;
        json["epochs"] = built.Training.Epochs;
        json["temperature"] = built.Training.Temperature;
        if (built.Training.Choice is { } choice)
        {
            json["chosen"] = new
            {
                hidden = choice.Hidden,
                weightDecay = choice.WeightDecay,
                epochs = choice.Epochs,
                folds = choice.Folds,
                candidates = choice.Candidates,
                seconds = choice.Seconds,
            };
        }

        if (trained.Teacher is { } teacher)
        {
            json["teacher"] = new { model = teacher.Name, accuracy = teacher.Accuracy };
        }

        if (trained.Folds is { } folds)
        {
            Dictionary<string, object> measured = new() { ["count"] = folds.Scores.Length, ["mean"] = folds.Mean, ["spread"] = folds.Spread, ["scores"] = folds.Scores };
            if (folds.R2.Length > 0)
            {
                measured["r2"] = new { mean = folds.R2.Average(), spread = FoldScores.SpreadOf(folds.R2), scores = folds.R2 };
            }

            if (folds.Recordings is { } whole)
            {
                measured["windowAccuracy"] = folds.SampleAccuracy;
                measured["recordings"] = whole.Recordings;
                measured["recordingAccuracy"] = whole.Accuracy;
            }

            json["folds"] = measured;
        }

        if (built.Anomaly is { } anomaly)
        {
            json["anomaly"] = Of(anomaly);
        }

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

    /// <summary>What came of learning what is normal.</summary>
    public static Dictionary<string, object?> Of(BuiltAnomaly built, string path, HeapForecast heap, double? predictedMicroseconds, double? boardShare = null)
    {
        Dictionary<string, object?> json = Of(built.Choice);
        Add(json, built.Score);
        AddBoard(json, built.Model, heap, predictedMicroseconds, boardShare);
        json["warnings"] = built.Warnings;
        json["out"] = path;
        return json;
    }

    private static void AddBoard(Dictionary<string, object?> json, ModelFile model, HeapForecast heap, double? predictedMicroseconds, double? boardShare)
    {
        json["modelBytes"] = model.Length;
        json["ramBytes"] = model.RamBytes;
        json["board"] = heap.Board.Name;
        json["boardHeapBytes"] = heap.NeededBytes;
        json["boardHeapSizeBytes"] = heap.Board.HeapBytes;
        json["predictedMicroseconds"] = predictedMicroseconds;
        json["boardShare"] = boardShare;
    }

    private static Dictionary<string, object?> Of(AnomalyChoice choice)
    {
        (double low, double high) = choice.Threshold.Interval();
        return new()
        {
            ["method"] = choice.Description,
            ["compared"] = choice.Tried.Select(t => new { method = t.Description, auc = t.Auc }),
            ["threshold"] = choice.Threshold.Score,
            ["falseAlarmShare"] = choice.Threshold.Wanted,
            ["falseAlarmShareLow"] = low,
            ["falseAlarmShareHigh"] = high,
            ["heldOutSamples"] = choice.Threshold.HeldOut,
            ["heldOutAbove"] = choice.Threshold.Above,
            ["extrapolated"] = choice.Threshold.IsExtrapolated,
        };
    }

    private static void Add(Dictionary<string, object?> json, AnomalyScore score)
    {
        json["normalSamples"] = score.Normal;
        json["falseAlarms"] = score.FalseAlarms;
        json["anomalies"] = score.Anomalies;
        json["anomaliesFound"] = score.Found;
        json["anomaliesFoundAtOnePercent"] = score.FoundAtUsual;
        json["auc"] = score.Auc;
    }

    private static object Classes(TaskKind task, Score score) =>
        ClassScore.Of(task, score.Confusion).Select(c => new { samples = c.Samples, precision = c.Precision, recall = c.Recall, f1 = c.F1 });

    /// <summary>A score.</summary>
    public static Dictionary<string, object?> Of(ModelEvaluation evaluation)
    {
        Score score = evaluation.Score;
        Dictionary<string, object?> json = evaluation.Model.Output.Task == ModelFormat.Regression
            ? new() { ["error"] = score.Error, ["largestError"] = score.LargestError, ["r2"] = score.R2 }
            : new() { ["accuracy"] = score.Accuracy };
        if (score.CalibrationError is double calibration)
        {
            json["calibrationError"] = calibration;
        }

        json["samples"] = score.Samples;
        if (evaluation.Anomalies is { } anomalies)
        {
            Add(json, anomalies);
        }

        if (evaluation.Model.Output.Task != ModelFormat.Regression)
        {
            json["macroF1"] = score.MacroF1((TaskKind)evaluation.Model.Output.Task);
        }

        if (score.Recordings is { } recordings)
        {
            json["recordings"] = recordings.Recordings;
            json["recordingAccuracy"] = recordings.Accuracy;
        }

        json["origin"] = OriginText.Word(evaluation.Origin);
        json["samplesOutside"] = evaluation.Outside?.Samples ?? 0;
        json["confusion"] = score.Confusion;
        json["labels"] = evaluation.Model.Labels;
        json["classes"] = Classes((TaskKind)evaluation.Model.Output.Task, score);
        return json;
    }

    /// <summary>A look at a model.</summary>
    public static Dictionary<string, object?> Of(ModelLook look, string path)
    {
        Dictionary<string, object?> json = Of(look.Evaluation);
        json["cells"] = look.Confusion.Select(c => new { row = c.Row, column = c.Column, samples = c.Samples });
        json["mistakes"] = look.Mistakes.Take(ModelLook.MostMistakes).Select(s =>
        {
            SampleText text = SampleText.Of(look, s);
            return new { sample = s, id = look.Samples.IdOf(s), name = SampleView.NameOf(look.Samples, s), expected = text.Expected, answered = text.Answered, note = text.Note };
        });
        json["reliability"] = look.Reliability?.Select(b => new { low = b.Low, high = b.High, answers = b.Answers, confidence = b.Confidence, right = b.RightShare });
        AddBoard(json, look.File.Model, look.Board.Heap, look.Board.Emulation?.PredictedMicroseconds, look.Board.Emulation?.Signal?.Share);
        json["inputMicroseconds"] = look.Board.Emulation?.LayerTimes?.Input;
        json["restMicroseconds"] = look.Board.Emulation?.LayerTimes?.Rest;
        json["layers"] = look.Layers.Select(l => new { layer = l.Number, kind = l.Kind, weightBytes = l.WeightBytes, ramBytes = l.RamBytes, macs = l.Macs, microseconds = l.Microseconds });
        json["out"] = path;
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
            json["r2"] = report.Score.R2;
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
        json["signal"] = report.Signal is { } signal
            ? new
            {
                windows = signal.Windows,
                equal = signal.Equal,
                windowsPerSecond = signal.WindowsPerSecond,
                windowMicroseconds = signal.WindowMicroseconds,
                boardShare = signal.Share,
                ramBytes = signal.RamBytes,
                stages = signal.Stages,
            }
            : null;
        return json;
    }

    /// <summary>A valid model.</summary>
    public static object Of(ModelFile model, int optionalBytes, HeapForecast heap, double? boardShare = null) => Of(model, ActivationMemory.Of(model), optionalBytes, heap, boardShare);

    private static object Of(ModelFile model, ActivationMemory memory, int optionalBytes, HeapForecast heap, double? boardShare) => new
    {
        name = model.Meta("name"),
        dataset = model.Meta("dataset"),
        build = model.Meta("build"),
        task = ((TaskKind)model.Output.Task).ToString(),
        inputShape = Evaluator.ShapeOf(model).Dimensions,
        inputBits = model.Input.Bits,
        labels = model.Labels,
        columns = model.ReadColumns(),
        unsureOutside = model.Range is not null,
        anomaly = model.Anomaly is null ? null : new { method = ModelReport.AnomalyMethod(model), centres = model.Anomaly.Centres, threshold = model.Anomaly.Threshold },
        signal = SignalInfo.Of(model) is { } signal
            ? new
            {
                features = model.Meta(FeaturePipeline.MetaKey),
                channels = signal.Channels,
                rate = signal.Rate,
                sampleScale = signal.SampleScale,
                windowReadings = signal.WindowReadings,
                strideReadings = signal.StrideReadings,
                stages = signal.Stages.Select(StageNames.Of),
                ramBytes = signal.RamBytes,
            }
            : null,
        layers = model.Layers.Select((layer, i) => new
        {
            kind = layer.KindName,
            shape = new[] { layer.Inputs, layer.Outputs },
            activation = LayerLook.ActivationName(model, i),
            weightBytes = layer.Matrix?.WeightBytes ?? 0,
            weightBits = layer.Matrix?.WeightBits,
            outputShape = new[] { layer.Output.Height, layer.Output.Width, layer.Output.Channels },
            outputBits = i == model.Layers.Length - 1 ? (int?)null : layer.Activation.Bits,
            macs = layer.Macs,
            slot = memory.SlotOf[i],
        }),
        slotBytes = memory.SlotBytes,
        modelBytes = model.Length,
        optionalBytes,
        ramBytes = model.RamBytes,
        board = heap.Board.Name,
        boardHeapBytes = heap.NeededBytes,
        boardHeapSizeBytes = heap.Board.HeapBytes,
        boardShare,
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
        if (sample.Seconds is double seconds)
        {
            json["seconds"] = seconds;
        }

        if (model.Output.Task is ModelFormat.Classification or ModelFormat.Anomaly)
        {
            json["label"] = model.Labels[sample.Best];
            json["index"] = sample.Best;
        }

        if (model.Output.Task == ModelFormat.MultiLabel)
        {
            json["on"] = model.Labels.Where((_, output) => sample.IsOn[output]);
        }

        if (sample.Anomaly is SampleAnomaly anomaly)
        {
            json["score"] = anomaly.Score;
            json["isAnomaly"] = anomaly.IsAnomaly;
        }

        json["confidencePercent"] = sample.ConfidencePercent;
        json["unsure"] = sample.IsUnsure;
        json["outside"] = sample.Outside is OutsideValue value ? new { column = value.Column, value = value.Value, low = value.Low, high = value.High } : null;
        json["values"] = sample.Values;
        json["logits"] = sample.Logits;
        json["labels"] = model.Labels;
        if (sample.Why is { } why)
        {
            json["why"] = new { output = why.Output, lead = why.Lead, drops = why.Drops, rows = why.Rows, columns = why.Columns, names = why.Names };
        }

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
        skipped = split.Train.Skipped,
        trainSamples = split.Train.Count,
        testSamples = split.Test.Count,
        classes = split.Train.HasClasses ? split.Train.CountClasses().Zip(split.Test.CountClasses(), (train, test) => new { train, test }) : null,
        split = split.Rule,
        recordings = split.Train.Windows is { } windows ? OfRecordings(split, windows) : null,
        warnings = split.Warnings,
    };

    private static object OfRecordings(DatasetSplit split, WindowTable windows) => new
    {
        train = split.Train.Files!.Distinct().Count(),
        test = split.Test.Files!.Distinct().Count(),
        rate = windows.Features.Rate,
        sampleScale = windows.Features.SampleScale,
        channels = windows.Recordings.Channels,
        window = windows.Features.WindowReadings,
        stride = windows.Features.StrideReadings,
        features = windows.Features.Text,
        notes = windows.Recordings.Notes,
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
        boardShare = row.Report?.Signal?.Share,
    };

    /// <summary>Answers.</summary>
    public static object Of(IEnumerable<ClassifiedSample> samples, ModelFile model) => new { results = samples.Select(s => Of(s, model)).ToList() };

    /// <summary>Answers for recordings.</summary>
    public static object Of(IReadOnlyList<RecordingClassification> recordings, ModelFile model) => new
    {
        results = recordings.SelectMany(r => r.Windows).Select(w => Of(w, model)).ToList(),
        recordings = recordings.Select(r => new { input = r.Name, label = model.Labels[r.Best], index = r.Best, windows = r.Windows.Count, votes = r.Votes }),
    };

    /// <summary>The names of all built-in data.</summary>
    public static object OfDatasets() => new { datasets = BuiltInDatasets.All.Select(d => new { name = d.Name, description = d.Description }) };

    /// <summary>Boards.</summary>
    public static object Of(IEnumerable<BoardProfile> boards) => new { boards = boards.Select(Of) };

    /// <summary>What data hold, sample by sample if wanted.</summary>
    public static Dictionary<string, object?> Of(SampleList list, bool withSamples)
    {
        Dictionary<string, object?> json = new() { ["data"] = OfData(list.Split), ["labels"] = list.Split.Train.Labels };
        if (withSamples)
        {
            json["samples"] = list.Samples.Select(s => new { sample = s.Id, label = s.Label, part = s.Part });
        }

        return json;
    }

    /// <summary>Corrections that were added to a file, or taken back.</summary>
    public static object Of(IReadOnlyList<Correction> corrections, string path, bool takenBack) => new
    {
        path,
        takenBack,
        corrections = corrections.Select(c => new { data = c.Data, sample = c.Sample, label = c.Label, was = c.Was }),
    };

    /// <summary>A solution that was created.</summary>
    public static object Of(NewProject project, string folder) => new
    {
        folder,
        name = project.Name,
        version = project.Version,
        files = project.Files.Count,
        boardHeapBytes = project.Heap?.NeededBytes,
        boardHeapSizeBytes = project.Heap?.Board.HeapBytes,
    };

    /// <summary>What the app did while a recording was played.</summary>
    public static object Of(LiveReport report) => new
    {
        board = report.Heap.Board.Name,
        sensor = report.Sensor,
        recording = report.Recording,
        seconds = report.Seconds,
        classifications = report.Classifications,
        boardShare = report.BusyShare,
        lostReadings = report.LostReadings,
        heapPeakBytes = report.Heap.NeededBytes,
        heapSizeBytes = report.Heap.Board.HeapBytes,
        answers = report.Answers,
    };

    /// <summary>A classification of a board, and how the board keeps up if it listens to a stream.</summary>
    public static Dictionary<string, object?> Of(LabelMessage seen, PaceMessage? pace)
    {
        Dictionary<string, object?> json = new() { ["label"] = seen.Text, ["index"] = seen.Label, ["confidencePercent"] = seen.ConfidencePercent, ["microseconds"] = seen.Microseconds, ["busyPercent"] = pace?.BusyPercent, ["lostReadings"] = pace?.Lost };
        if (seen.HasScore)
        {
            json["score"] = seen.Score;
            json["isAnomaly"] = seen.IsAnomaly;
        }

        return json;
    }

    /// <summary>A recording.</summary>
    public static object Of(CaptureResult result, string path, string label) => new { @out = path, label, recorded = result.Recorded, lost = result.Lost, notNumbers = result.NotNumbers };

    /// <summary>A recording of lines.</summary>
    public static object Of(LineCapture result, string label) => new { @out = result.Path, label, recorded = result.Recorded, notNumbers = result.Others, errors = result.Errors, hasTimes = result.TimeUnit is not null, clockRate = result.Rate > 0 ? result.Rate : (double?)null };

    /// <summary>What a board has learned.</summary>
    public static object Of(LearnedByBoard board) => new
    {
        active = board.Active switch { LearnedAnswer.Prototypes => "prototypes", LearnedAnswer.Trained => "trained", _ => "network" },
        isComparing = board.IsComparing,
        remembered = board.Remembered,
        rightByNetwork = board.RightByNetwork,
        rightByPrototypes = board.RightByPrototypes,
        rightByTraining = board.RightByTraining,
        canUndo = board.CanUndo,
        labelRoom = board.LabelRoom,
        labels = board.Labels.Select(l => new { label = l.Label, samples = l.Samples, isNew = l.IsNew }),
    };

    /// <summary>Readings that a board was unsure of.</summary>
    public static object OfUnsure(string path, int fetched) => new { @out = path, recorded = fetched };

    /// <summary>A key that was created.</summary>
    public static object OfKey(string path) => new { key = path };

    /// <summary>A signature that was written.</summary>
    public static object OfSignature(string model, int version, int securityCounter, string path) => new { model, version, securityCounter, @out = path };

    /// <summary>What a network of another program would need.</summary>
    public static object Of(NetworkForecast forecast) => new
    {
        format = forecast.Network.Format,
        networkBytes = forecast.Network.Bytes,
        isQuantised = forecast.Network.Graph.IsQuantized,
        inputShape = new[] { forecast.Network.Graph.Input.Shape.Height, forecast.Network.Graph.Input.Shape.Width, forecast.Network.Graph.Input.Shape.Channels },
        operators = forecast.Network.Graph.Nodes.Select(node => new
        {
            place = node.Place,
            outputShape = new[] { node.Output.Shape.Height, node.Output.Shape.Width, node.Output.Shape.Channels },
            weights = GraphSize.Weights(node) is { } weights ? (long)weights.Outputs * weights.Terms : 0,
            macs = GraphSize.Macs(node),
        }),
        problem = forecast.Problem,
        macs = forecast.Model?.Model.Macs,
        modelBytes = forecast.Model?.Model.Length,
        ramBytes = forecast.Model?.Model.RamBytes,
        board = forecast.Heap?.Board.Name,
        boardHeapBytes = forecast.Heap?.NeededBytes,
        boardHeapSizeBytes = forecast.Heap?.Board.HeapBytes,
        predictedMicroseconds = forecast.Microseconds,
        changes = forecast.Changes(),
    };

    /// <summary>A network that was imported.</summary>
    public static object Of(ImportedModel imported, string path) => new
    {
        network = imported.Network.Path,
        format = imported.Network.Format,
        networkBytes = imported.Network.Bytes,
        operators = imported.Network.Graph.Nodes.Count,
        equalsReference = imported.Network.RoundsTwice,
        mean = imported.Mapping.Mean,
        deviation = imported.Mapping.Deviation,
        mappingSource = imported.Mapping.Source.ToString(),
        task = ((TaskKind)imported.Model.Output.Task).ToString(),
        labels = imported.Model.Labels,
        calibration = imported.Calibration is not { } calibration ? null : new
        {
            data = calibration.Data,
            samples = calibration.Samples,
            testSamples = calibration.Comparison.Samples,
            floatAccuracy = calibration.FloatScore?.Accuracy,
            accuracy = calibration.Score?.Accuracy,
            floatError = calibration.FloatScore?.Error,
            error = calibration.Score?.Error,
            agreement = calibration.Comparison.Agreement,
            difference = calibration.Comparison.Error,
            spread = calibration.Comparison.Spread,
        },
        notes = imported.Network.Graph.Notes.Remarks.Concat(imported.Calibration?.Remarks ?? []),
        layers = imported.Model.Layers.Length,
        macs = imported.Model.Macs,
        ramBytes = imported.Model.RamBytes,
        modelBytes = imported.Model.Length,
        @out = path,
    };

    /// <summary>Source that was written.</summary>
    public static object OfExport(string model, string path) => new { model, @out = path };

    /// <summary>A model that was written as a C header.</summary>
    public static object OfCExport(string model, string path, int ramBytes) => new { model, @out = path, ramBytes };

    /// <summary>A model that a running board has confirmed.</summary>
    public static object OfDelivery(string model, int modelBytes, HelloMessage board, int messagesSentAgain) => new { model, modelBytes, board = board.Name, slot = board.Slot, messagesSentAgain };

    /// <summary>A file for nanoff.</summary>
    public static object Of(NanoffDeployment deployment, string path, bool ran) => new
    {
        model = deployment.Model.Path,
        modelBytes = deployment.Model.Bytes.Length,
        board = deployment.Heap.Board.Name,
        boardHeapBytes = deployment.Heap.NeededBytes,
        boardHeapSizeBytes = deployment.Heap.Board.HeapBytes,
        @out = path,
        deployed = ran,
    };

    /// <summary>What went wrong.</summary>
    public static object OfError(string error, int exitCode) => new { error, exitCode };
}
