using System.Text.Json;
using System.Text.RegularExpressions;
using EdgeNet.Cli.Reports;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Deployment.Serial;
using EdgeNet.Emulator;
using EdgeNet.Link;
using EdgeNet.TestSupport;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Anomaly;
using EdgeNet.Trainer.Export.Onnx;
using EdgeNet.Trainer.Signals;
using EdgeNet.Trainer.Training;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Tests;

/// <summary>docs/json.md lists every key that a command prints, and no other.</summary>
public sealed partial class JsonDocumentTests : IDisposable
{
    private static readonly HeapForecast Heap = new(BoardProfile.Esp32, 50_000);

    // Figures have profiles of their own, described in docs/boards.md.
    private static readonly string[] DescribedElsewhere = ["boards[].sources"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Trainings_evaluations_and_answers()
    {
        List<object> trainings = [], evaluations = [], inspections = [], answers = [], emulations = [], looks = [];
        string classes = _folder.Write("classes.csv", Table(i => i % 3 == 0 ? "tall" : "small")), numbers = _folder.Write("numbers.csv", Table(i => $"{i * 0.31}"));
        foreach ((string data, int? folds) in new[] { (classes, 2), (numbers, 2), ("builtin:gates", (int?)null) })
        {
            string model = _folder.File("m.edgenet");
            DataSource source = new(new CsvOptions { Missing = MissingValues.Median });
            TrainingJob job = TrainingJob.Prepare(new TrainingRequest(data, model) { Source = source, Folds = folds, AllowLoss = true });
            Dictionary<string, object?> printed = JsonReports.Of(job.Run(null, default), Heap, 1000);
            printed["data"] = JsonReports.OfData(job.Data);
            PageReport.AddTo(printed, EdgeNet.Files.OutputFile.Create(_folder.File("m.html"), LookPage.FileKind));
            OnnxReport.AddTo(printed, EdgeNet.Files.OutputFile.Create(_folder.File("m.onnx"), OnnxExport.Kind));
            trainings.Add(printed);
            evaluations.Add(JsonReports.Of(ModelEvaluation.Run(model, source, data, 1)));
            LoadedModel loaded = LoadedModel.Read(model);
            TaskKind task = (TaskKind)loaded.Model.Output.Task;
            inspections.Add(JsonReports.Of(loaded.Model, 0, Heap));
            answers.Add(JsonReports.Of(ModelClassification.Run(loaded, new CsvOptions(), [.. Enumerable.Repeat("9999", loaded.Model.Input.Count)], false, why: true), loaded.Model));
            EmulationReport report = EmulatedModel.Run(loaded.Bytes, job.Data.Test, 1, BoardProfile.Esp32, null, default) with { Real = new RealReport("b", 1, 1, null, 1, false) };
            emulations.Add(JsonReports.Of(report, task, TestOrigin.TestPart));
            looks.Add(JsonReports.Of(ModelLook.Of(loaded, ModelLook.TestDataOf(job.Data), BoardProfile.Esp32), "m.html"));
        }

        Array.ForEach(["a/1.csv", "a/2.csv", "a/3.csv", "b/1.csv", "b/2.csv", "b/3.csv"], f => _folder.Write($"r/{f}", "x\n" + string.Concat(Enumerable.Range(0, 20).Select(i => $"{(f[0] == 'a' ? i : -i)}\n"))));
        TrainingRequest windows = new(_folder.File("r"), _folder.File("w.edgenet"))
        {
            Source = new DataSource(new CsvOptions()) { Features = new FeatureChoice(FeatureText.Parse("mean")), Windows = new WindowOptions(new TimeLength(5, false), null, 10), TablesAreRecordings = true },
            Options = new TrainingOptions { Epochs = 1, Starts = 1 },
            AllowLoss = true,
            Folds = 2,
        };
        TrainingJob onWindows = TrainingJob.Prepare(windows);
        Dictionary<string, object?> printedOfWindows = JsonReports.Of(onWindows.Run(null, default), Heap, null);
        printedOfWindows["data"] = JsonReports.OfData(onWindows.Data);
        trainings.Add(printedOfWindows);
        evaluations.Add(JsonReports.Of(ModelEvaluation.Run(windows.Output, new DataSource(new CsvOptions()), windows.Data, 1)));
        LoadedModel ofWindows = LoadedModel.Read(windows.Output);
        inspections.Add(JsonReports.Of(ofWindows.Model, 0, Heap));
        emulations.Add(JsonReports.Of(EmulatedModel.Run(ofWindows.Bytes, onWindows.Data.Test, 1, BoardProfile.Esp32, null, default), TaskKind.Classification, TestOrigin.TestPart));
        answers.Add(JsonReports.Of([.. RecordingClassification.Run(ofWindows, new CsvOptions(), [_folder.File("r/a/1.csv")])], ofWindows.Model));
        Dataset pictures = new("p", TaskKind.Classification, Shape.Features(1), FeatureKind.Pixels, [1], [0], ["a"]) { Skipped = [new SkippedFile("a.txt", "not a picture")] };
        TrainingRequest taught = new("builtin:bugs", _folder.File("b.edgenet")) { Teacher = "dense 4, dense 2", Options = new TrainingOptions { Epochs = 1, Starts = 1 }, AllowLoss = true };
        trainings.Add(JsonReports.Of(TrainingJob.Prepare(taught).Run(null, default), Heap, null));
        trainings.Add(new { data = JsonReports.OfData(new DatasetSplit(pictures, pictures)) });
        inspections.Add(JsonReports.OfInvalid(new Inspection("m", [], null, "damaged")));
        string normal = _folder.File("a.edgenet");
        DataSource anomalies = new(new CsvOptions(Task: TaskKind.Anomaly) { Ignore = ["label"], Missing = MissingValues.Median });
        AnomalyJob learning = AnomalyJob.Prepare(new TrainingRequest(classes, normal) { Source = anomalies });
        (BuiltAnomaly learned, string path) = learning.Run(null, default);
        AssertDocumented("train --task anomaly", [JsonReports.Of(learned, path, Heap, 1000)], "board", "boardHeapBytes", "boardHeapSizeBytes", "predictedMicroseconds", "boardShare");
        evaluations.Add(JsonReports.Of(ModelEvaluation.Run(normal, anomalies, classes, 1)));
        inspections.Add(JsonReports.Of(learned.Model, 0, Heap));
        answers.Add(JsonReports.Of(ModelClassification.Run(LoadedModel.Read(normal), new CsvOptions(), ["1", "2"], false), learned.Model));
        TrainingRequest beside = new(classes, _folder.File("c.edgenet")) { Source = new DataSource(new CsvOptions { Missing = MissingValues.Median }), Options = new TrainingOptions { Epochs = 1, Starts = 1 }, Anomaly = new AnomalyOptions(), AllowLoss = true };
        trainings.Add(JsonReports.Of(TrainingJob.Prepare(beside).Run(null, default), Heap, null));
        AssertDocumented("train", trainings);
        AssertDocumented("eval", evaluations);
        string[] ofOthers = ["modelBytes", "ramBytes", "board", "boardHeapBytes", "boardHeapSizeBytes", "predictedMicroseconds", "boardShare"];
        AssertDocumented("report", looks, [.. evaluations.SelectMany(KeysOf), .. ofOthers]);
        AssertDocumented("inspect", inspections, "error", "exitCode");
        AssertDocumented("classify", answers);
        AssertDocumented("emulate", emulations);
    }

    [Fact]
    public void Boards_and_data()
    {
        AssertDocumented("emulate --recording", [JsonReports.Of(new LiveReport(Heap, "microphone", "a.wav", 1, 2, 0.5, 0, [new LiveAnswer(1, "yes")]))]);
        AssertDocumented("emulate --board all", [JsonReports.Of(new BoardRow(Heap, null))]);
        AssertDocumented("boards", [JsonReports.Of(BoardProfile.All)]);
        SampleList list = SampleList.Read(new DataSource(new CsvOptions()), "builtin:bugs", null, 1);
        AssertDocumented("data", [JsonReports.Of(list, withSamples: true)], [.. DataKeys()]);
        AssertDocumented("correct", [JsonReports.Of([new Correction("a", "1", "b", "c", 0)], "c.csv", takenBack: false)]);
        AssertDocumented("datasets", [JsonReports.OfDatasets(), JsonReports.Of(Data.BuiltIn.BuiltInDatasets.Create("xor", 1))]);
    }

    [Fact]
    public void Lines_files_and_errors()
    {
        string model = _folder.File("bugs.edgenet");
        TrainingJob.Prepare(new TrainingRequest("builtin:bugs", model) { Options = new TrainingOptions { Epochs = 1, Starts = 1 }, AllowLoss = true }).Run(null, default);
        AssertDocumented("Errors", [JsonReports.OfError("e", 1)]);
        AssertDocumented("capture", [JsonReports.Of(new CaptureResult(1, 2, 3), "a", "b"), JsonReports.Of(new LineCapture("a", 1, 2, 3, null, 4), "b")]);
        AssertDocumented("teach", [JsonReports.Of(new LearnedByBoard(LearnedAnswer.Trained, false, 3, 1, 2, 3, true, 4, [new LearnedLabel("a", 1, true)]))]);
        AssertDocumented("watch", [JsonReports.Of(Seen(), null), JsonReports.Of(Unusual(), null)]);
        AssertDocumented("deploy", [JsonReports.OfDelivery("a", 1, new HelloMessage(), 0), JsonReports.Of(NanoffDeployment.Write(model, _folder.File("d.json"), null, null, BoardProfile.Esp32, false), "d.json", false)]);
        AssertDocumented("export", [JsonReports.OfExport("a", "b"), JsonReports.OfCExport("a", "b", 1)]);
        string onnx = _folder.File("bugs.onnx");
        File.WriteAllBytes(onnx, OnnxFloatNetwork.Write(NetworkFactory.Create(Data.BuiltIn.BuiltInDatasets.Create("bugs", 1).Train, new TrainingOptions()), "bugs"));
        AssertDocumented("import", [JsonReports.Of(ImportedModel.Write(new ImportRequest(onnx, _folder.File("i.edgenet")) { Calibrate = "builtin:bugs" }), "i.edgenet")]);
        AssertDocumented("sign", [JsonReports.OfSignature("a", 1, 2, "b"), JsonReports.OfKey("k")]);
        AssertDocumented("new", [JsonReports.Of(NewProject.Create(new NewProjectRequest(_folder.File("Gestures"))), "Gestures"), new UpdatedProject("1", "2", 3)]);
    }

    // What is documented for train already.
    private static IEnumerable<string> DataKeys()
    {
        using JsonDocument json = JsonDocument.Parse(Json.Text(new { data = JsonReports.OfData(Data.BuiltIn.BuiltInDatasets.Create("bugs", 1)) }));
        SortedSet<string> keys = new(StringComparer.Ordinal);
        AddKeys(json.RootElement, "", keys);
        return keys.Where(k => k != "data");
    }

    private static void AssertDocumented(string section, IEnumerable<object> objects, params string[] fromErrors)
    {
        SortedSet<string> printed = new(StringComparer.Ordinal), documented = new(StringComparer.Ordinal);
        printed.UnionWith(objects.SelectMany(KeysOf));

        string text = Documents.Read("docs/json.md");
        Match found = Regex.Match(text, $@"^###? {Regex.Escape(section)}\n(.*?)(?=^##|\z)", RegexOptions.Multiline | RegexOptions.Singleline);
        Assert.True(found.Success, $"docs/json.md has no section {section}");
        foreach (Match row in Row().Matches(found.Groups[1].Value))
        {
            documented.UnionWith(Span().Matches(row.Groups[1].Value).Select(m => m.Groups[1].Value));
        }

        printed.ExceptWith(fromErrors);

        // A list may be empty or null in one of the objects.
        printed.RemoveWhere(key => printed.Any(k => k.StartsWith(key + "[].", StringComparison.Ordinal)));
        Assert.Equal("missing in docs/json.md: ; not printed: ", $"missing in docs/json.md: {string.Join(", ", printed.Except(documented))}; not printed: {string.Join(", ", documented.Except(printed))}");
    }

    private static SortedSet<string> KeysOf(object value)
    {
        SortedSet<string> keys = new(StringComparer.Ordinal);
        using JsonDocument json = JsonDocument.Parse(Json.Text(value));
        AddKeys(json.RootElement, "", keys);
        return keys;
    }

    private static LabelMessage Seen()
    {
        byte[] message = new byte[100];
        return LabelMessage.Read(message, 0, LabelMessage.Write(message, 0, 1, 90, 1000, "waving"));
    }

    private static LabelMessage Unusual()
    {
        byte[] message = new byte[100];
        return LabelMessage.Read(message, 0, LabelMessage.Write(message, 0, 1, 90, 1000, 2f, true, "anomaly"));
    }

    // An object's own key is documented only if it may be null.
    private static void AddKeys(JsonElement element, string path, SortedSet<string> keys)
    {
        if (element.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in element.EnumerateArray())
            {
                AddKeys(item, path + "[]", keys);
            }
        }

        if (element.ValueKind != JsonValueKind.Object)
        {
            return;
        }

        foreach (JsonProperty property in element.EnumerateObject())
        {
            string key = path.TrimStart('.') + (path.Length == 0 || path == "[]" ? "" : ".") + property.Name;
            bool isList = property.Value.ValueKind == JsonValueKind.Array && property.Value.EnumerateArray().Any(i => i.ValueKind == JsonValueKind.Object);
            if (!isList)
            {
                keys.Add(key);
            }

            if (!DescribedElsewhere.Contains(key))
            {
                AddKeys(property.Value, key, keys);
            }
        }
    }

    private static string Table(Func<int, string> label) =>
        "width,height,label\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i % 7},{(i == 3 ? "" : $"{i % 5}")},{label(i)}\n"));

    [GeneratedRegex(@"^\| (`.*?) \|", RegexOptions.Multiline)]
    private static partial Regex Row();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex Span();
}
