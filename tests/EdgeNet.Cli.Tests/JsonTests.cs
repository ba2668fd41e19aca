using System.Globalization;
using System.Text.Json;
using EdgeNet.Cli.Reports;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Training;
using EdgeNet.Workflows;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeNet.Cli.Tests;

/// <summary>Every report is JSON that any reader takes, whatever the data are like.</summary>
[Trait("speed", "slow")]
public sealed class JsonTests : IDisposable
{
    private const int Samples = 12;

    private static readonly HeapForecast Heap = new(BoardProfile.Esp32, 50_000);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_number_that_JSON_has_no_words_for_is_null()
    {
        string json = Serialize(new { a = double.NegativeInfinity, b = new[] { 1.5, double.NaN }, c = float.PositiveInfinity, d = (double?)null, e = 0.1f });
        Assert.Equal("""{"a":null,"b":[1.5,null],"c":null,"d":null,"e":0.1}""", json);
    }

    [Fact]
    public void Every_report_of_degenerate_data_is_JSON()
    {
        int built = 0, reports = 0;
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            reports++;
            Random random = new(seed);
            Dataset data = Degenerate(random);
            TrainingOptions options = new()
            {
                Hidden = random.Next(3) == 0 ? [] : [random.Next(1, 5)],
                Activations = [(Activation)random.Next(4)],
                Epochs = random.Next(1, 4),
                Starts = 1,
                Loss = (Loss)random.Next(2),
                Seed = random.Next(100),
            };
            BuiltModel model;
            try
            {
                model = ModelBuilder.Build(new DatasetSplit(data, data), options, "degenerate", allowCollapse: true, null, default);
            }
            catch (UserException e)
            {
                // One line that says what is wrong.
                Assert.DoesNotContain('\n', e.Message);
                return;
            }

            built++;
            AssertJson(JsonReports.Of(new TrainedModel(model, "out \"ä\" .edgenet", false, null), Heap, 1), "quantisation");
            AssertJson(JsonReports.Of(model.Model, 0, Heap), "ramBytes");
            AssertJson(JsonReports.Of(new ModelEvaluation(model.Model, Evaluator.Evaluate(model.Model, data), TestOrigin.Unknown, null)), "samples");
            Network network = new(model.Model);
            for (int s = 0; s < data.Count; s++)
            {
                network.Classify(data.Sample(s).ToArray());
                AssertJson(JsonReports.Of(ClassifiedSample.Of("row", network), model.Model), "values");
            }

            foreach (float extreme in new[] { float.MaxValue, float.MinValue, float.Epsilon })
            {
                network.Classify([.. Enumerable.Repeat(extreme, data.Shape.Count)]);
                AssertJson(JsonReports.Of(ClassifiedSample.Of("row", network), model.Model), "values");
            }

            if (built % 10 == 0)
            {
                AssertJson(JsonReports.Of(EmulatedModel.Run(model.File, data, 2, BoardProfile.Esp32, null, default), data.Task, TestOrigin.Unknown), "agreement");
            }
        }).QuickCheckThrowOnFailure();
        Assert.True(built > reports / 2, $"{built} of {reports}");
    }

    [Fact]
    public void Every_valid_model_is_classified_and_inspected_as_JSON()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            // A regression's scale comes from the file: here it is as large as a float can be.
            Random random = new(seed);
            ModelFile model = ModelFile.Parse(ModelWriter.Write((random.Next(3) == 0 ? RandomNetworks.WithAnomalies(seed) : RandomNetworks.Create(seed, extreme: random.Next(2) == 0)) with
            {
                LogitScale = random.Next(2) == 0 ? float.MaxValue / 2 : 1f,
                ValueScale = random.Next(2) == 0 ? float.MaxValue : 1f,
                ValueOffset = random.Next(2) == 0 ? float.MinValue : 0f,
            }, []));
            Network network = new(model);
            network.Classify([.. Enumerable.Range(0, network.InputCount).Select(_ => random.NextSingle() * 300)]);
            AssertJson(JsonReports.Of(ClassifiedSample.Of("row", network), model), "values");
            AssertJson(JsonReports.Of(model, 0, Heap), "layers");
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Every_built_in_dataset_is_described_as_JSON()
    {
        foreach ((string name, _) in BuiltInDatasets.All)
        {
            AssertJson(JsonReports.Of(BuiltInDatasets.Create(name, 1)), "labels");
        }
    }

    [Fact]
    public void Pictures_that_are_all_alike_are_reported_by_every_command()
    {
        foreach (string label in new[] { "a", "b" })
        {
            for (int i = 0; i < 6; i++)
            {
                _folder.Write($"pictures/{label}/{i}.pgm", [.. "P5 4 4 255\n"u8, .. new byte[16]]);
            }
        }

        AssertReports(_folder.File("pictures"), _folder.File("pictures/a/0.pgm"));
        JsonElement layer = EdgeNetProcess.Run("train", "--data", _folder.File("pictures"), "--epochs", "2", "--out", _folder.File("m.edgenet"), "--json")
            .AssertSucceeded().Json.GetProperty("quantisation")[0];
        Assert.Equal(JsonValueKind.Null, layer.GetProperty("signalToNoiseDecibels").ValueKind);
        Assert.Contains("layer 1: no signal", EdgeNetProcess.Run("train", "--data", _folder.File("pictures"), "--epochs", "2", "--out", _folder.File("m.edgenet")).AssertSucceeded().Out);
    }

    [Theory]
    [InlineData("constant columns", "3,3,3", "a;b")]
    [InlineData("one class", "1,2,3;4,5,6", "only")]
    [InlineData("huge values", "3e38,-3e38,1;-3e38,3e38,0", "a;b")]
    [InlineData("huge numbers to learn", "1,2,3;4,5,6", "3e38;-3e38;0.5")]
    [InlineData("one number to learn", "1,2,3;4,5,6", "2.5")]
    [InlineData("tiny values", "1e-45,0,1e-38;0,1e-45,0", "1e-45;0.5;1e-38")]
    public void Degenerate_tables_are_reported_by_every_command(string name, string features, string labels)
    {
        string[] rows = features.Split(';'), texts = labels.Split(';');
        string data = _folder.Write($"{name}.csv", string.Concat(Enumerable.Range(0, Samples).Select(i => $"{rows[i % rows.Length]},{texts[i / 2 % texts.Length]}\n")));
        AssertReports(data, data);
    }

    [UnixFact]
    public void Reports_are_UTF_8_whatever_the_terminal_speaks()
    {
        string data = _folder.Write("t.csv", string.Concat(Enumerable.Range(0, Samples).Select(i => $"{i % 2},{(i % 2 == 0 ? "Käfer" : "虫")}\n")));
        string model = _folder.File("m.edgenet");
        EdgeNetProcess.Run("train", "--data", data, "--epochs", "2", "--out", model, "--allow-loss").AssertSucceeded();
        JsonElement json = EdgeNetProcess.RunWith(("LC_ALL", "de_DE.ISO-8859-1"), "inspect", model, "--json").AssertSucceeded().Json;
        Assert.Equal(["Käfer", "虫"], json.GetProperty("labels").EnumerateArray().Select(l => l.GetString()));
    }

    // Each command either gives JSON, or says in one line why it cannot.
    private void AssertReports(string data, string sample)
    {
        string model = _folder.File("m.edgenet");
        EdgeNetProcess train = EdgeNetProcess.Run("train", "--data", data, "--hidden", "3", "--epochs", "2", "--out", model, "--allow-loss", "--json");
        if (train.ExitCode != 0)
        {
            Assert.Equal(1, train.ExitCode);
            Assert.StartsWith("edgenet: ", train.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)[^1]);
            return;
        }

        AssertJson(train.Out, "quantisation");
        AssertJson(EdgeNetProcess.Run("eval", model, "--data", data, "--json").AssertSucceeded().Out, "samples");
        AssertJson(EdgeNetProcess.Run("classify", model, sample, "--json").AssertSucceeded().Out, "results");
        AssertJson(EdgeNetProcess.Run("inspect", model, "--json").AssertSucceeded().Out, "layers");
        AssertJson(EdgeNetProcess.Run("emulate", model, "--data", data, "--samples", "2", "--json").AssertSucceeded().Out, "agreement");
    }

    private static Dataset Degenerate(Random random)
    {
        TaskKind task = (TaskKind)random.Next(3);
        bool pixels = random.Next(3) == 0;
        Shape shape = pixels ? Shape.Grey(random.Next(1, 4), random.Next(1, 4)) : Shape.Features(random.Next(1, 5));
        int outputs = random.Next(1, 4), targets = task == TaskKind.Classification ? 1 : outputs;
        Func<float>[] columns = [.. Enumerable.Range(0, shape.Count).Select(_ => pixels ? Pixel(random) : Column(random))];
        Func<float>[] wanted = [.. Enumerable.Range(0, targets).Select(_ => task switch
        {
            TaskKind.Classification => () => random.Next(outputs),
            TaskKind.MultiLabel => () => random.Next(2),
            _ => Column(random),
        })];
        return new Dataset("degenerate", task, shape, pixels ? FeatureKind.Pixels : random.Next(4) == 0 ? FeatureKind.SharedRange : FeatureKind.Columns,
            [.. Enumerable.Range(0, Samples * shape.Count).Select(i => columns[i % shape.Count]())],
            [.. Enumerable.Range(0, Samples * targets).Select(i => wanted[i % targets]())],
            [.. Enumerable.Range(0, outputs).Select(o => o.ToString(CultureInfo.InvariantCulture))]);
    }

    private static Func<float> Pixel(Random random)
    {
        float constant = random.Next(256);
        return random.Next(2) == 0 ? () => constant : () => random.Next(256);
    }

    private static Func<float> Column(Random random)
    {
        float constant = (float)Math.ScaleB(random.NextDouble() - 0.5, random.Next(-148, 128));
        return random.Next(4) switch
        {
            0 => () => constant,
            1 => () => random.Next(2) == 0 ? constant : -constant,
            2 => () => random.Next(3) == 0 ? float.MaxValue : random.Next(2) == 0 ? float.MinValue : 0f,
            _ => () => random.NextSingle(),
        };
    }

    private static void AssertJson(object report, string member) => AssertJson(Serialize(report), member);

    private static void AssertJson(string json, string member)
    {
        using JsonDocument document = JsonDocument.Parse(json);
        Assert.True(document.RootElement.TryGetProperty(member, out _), json);
    }

    private static string Serialize(object report) => System.Text.Encoding.UTF8.GetString(Json.Serialize(report));
}
