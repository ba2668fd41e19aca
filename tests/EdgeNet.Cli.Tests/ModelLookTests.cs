using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Emulator;
using EdgeNet.TestSupport;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Tests;

/// <summary>What there is to see of a model: worked by hand with models whose answers are seen without computing.</summary>
public sealed class ModelLookTests
{
    private static readonly string[] Labels = ["a", "b", "c"];

    [Fact]
    public void Every_number_of_the_matrix_knows_its_samples()
    {
        ModelLook look = Look(TinyModels.Largest(Labels), TinyModels.Data(TaskKind.Classification, Labels,
            ([3, 0, 0], [0]), ([0, 3, 0], [0]), ([0, 2, 0], [0]), ([0, 3, 0], [1]), ([0, 0, 3], [2]), ([3, 0, 0], [2])));
        Assert.Equal(["0 0: 0", "0 1: 1,2", "1 1: 3", "2 0: 5", "2 2: 4"], look.Confusion.Select(c => $"{c.Row} {c.Column}: {string.Join(',', c.Samples)}"));
        Assert.Equal([true, false, true, false, true], look.Confusion.Select(c => c.IsRight));
        Assert.Equal(0.5, look.Score.Accuracy);
        Assert.Equal(1 / 3.0, look.Classes[0].Recall, 1e-12);
        Assert.Equal(1 / 3.0, look.Classes[1].Precision, 1e-12);

        // e^3 / (e^3 + 2) and e^2 / (e^2 + 2): the surest mistakes first, of equal ones the first.
        Assert.Equal([1, 5, 2], look.Mistakes);
        Assert.Equal(0.909, look.Answers[1].Confidence, 0.01);
        Assert.Equal(0.787, look.Answers[2].Confidence, 0.01);

        // Five answers of 91 %, three of them right; one of 79 %, wrong.
        ConfidenceBin[] bins = [.. look.Reliability!.Where(b => b.Answers > 0)];
        Assert.Equal([1, 5], bins.Select(b => b.Answers));
        Assert.Equal([0, 0.6], bins.Select(b => b.RightShare));
        Assert.Equal(((5 * (0.909 - 0.6)) + 0.787) / 6, look.Score.CalibrationError!.Value, 0.01);
    }

    [Fact]
    public void The_matrix_counts_what_the_score_counts()
    {
        foreach (string name in new[] { "bugs", "gates", "xor", "digits8" })
        {
            DatasetSplit split = name == "digits8" ? Digits.Create(name, 8, 300, 100, 1) : BuiltInDatasets.Create(name, 1);
            BuiltModel built = ModelBuilder.Build(split, new TrainingOptions { Hidden = [4], Epochs = 2, Starts = 1 }, name, true, null, default);
            ModelLook look = Look(new LoadedModel("m", built.File, built.Model), split.Test);
            int[][] counted = [.. look.Score.Confusion.Select(row => new int[row.Length])];
            foreach (ConfusionCell cell in look.Confusion)
            {
                counted[cell.Row][cell.Column] = cell.Samples.Count;
            }

            Assert.Equal(look.Score.Confusion, counted);
            Assert.Equal((int)Math.Round(look.Score.Accuracy * look.Score.Samples), look.Answers.Count(a => a.IsRight));
            Assert.Equal(look.Score.Samples - look.Answers.Count(a => a.IsRight), look.Mistakes.Count);
        }
    }

    [Fact]
    public void Of_yes_or_no_outputs_each_has_its_four_numbers()
    {
        string[] outputs = ["left", "right"];
        ModelLook look = Look(TinyModels.Linear(TaskKind.MultiLabel, [1, 0, 0, 1], 2, outputs), TinyModels.Data(TaskKind.MultiLabel, outputs,
            ([3, -3], [1, 0]), ([3, -3], [0, 0]), ([-1, 3], [1, 1]), ([-3, -3], [0, 0])));
        Assert.Equal(["0 0: 3", "0 1: 1", "0 2: 2", "0 3: 0", "1 0: 0,1,3", "1 3: 2"], look.Confusion.Select(c => $"{c.Row} {c.Column}: {string.Join(',', c.Samples)}"));
        Assert.Equal([true, false, false, true, true, true], look.Confusion.Select(c => c.IsRight));

        // sigmoid(3) - 0 is worse than 1 - sigmoid(-1).
        Assert.Equal([1, 2], look.Mistakes);
        Assert.Equal(0.953, look.Answers[1].Severity, 0.01);
        Assert.Equal(0.731, look.Answers[2].Severity, 0.01);
        Assert.Null(look.Reliability);
    }

    [Fact]
    public void The_largest_errors_of_a_regression_come_first()
    {
        string[] outputs = ["sum"];
        ModelLook look = Look(TinyModels.Linear(TaskKind.Regression, [1, 1], 2, outputs), TinyModels.Data(TaskKind.Regression, outputs, ([1, 1], [2.5f]), ([1, 2], [0]), ([3, -3], [-1])));
        Assert.Equal([1, 2, 0], look.Mistakes);
        Assert.Equal(3, look.Answers[1].Severity, 0.05);
        Assert.Empty(look.Confusion);
        Assert.Equal("error 3", SampleText.Of(look, 1).Note[..7]);
    }

    [Fact]
    public void No_samples_and_one_class_are_looked_at_too()
    {
        LoadedModel one = TinyModels.Largest(["only"]);
        Assert.Equal(1, Look(one, TinyModels.Data(TaskKind.Classification, ["only"], ([1], [0]))).Score.Accuracy);
        ModelLook none = Look(one, TinyModels.Data(TaskKind.Classification, ["only"]));
        Assert.Empty(none.Mistakes);
        Assert.Null(none.Board.Emulation);
        Assert.True(none.Board.Heap.Fits);
        LookPageTests.AssertWhole(none);
    }

    [Fact]
    public void The_time_of_every_kind_of_runner_is_known()
    {
        IEnumerable<string> runners = typeof(Network).Assembly.GetTypes()
            .Where(t => t.Name.EndsWith("Runner", StringComparison.Ordinal) && !t.Name.StartsWith("Simd", StringComparison.Ordinal) && t.Name != "AnomalyRunner")
            .Where(t => t.GetMethod("Run") is { IsAbstract: false } run && run.DeclaringType == t).Select(t => t.Name + ".Run");
        Assert.NotEmpty(runners);
        Assert.Empty(runners.Except(LayerStopwatch.Layers));
    }

    /// <summary>The times of the layers are measured one by one, the time of the classification as a whole.</summary>
    [Theory]
    [InlineData("dense 12 relu, dense 6 relu, dense 10")]
    [InlineData("conv 4 3x3 stride 2, conv 8 3x3, dense 10")]
    [InlineData("conv 4 3x3, pool 2, depthwise 3x3 same, average 3, dense 10")]
    [InlineData("conv 4 3x3 same, conv 4 3x3 same, conv 4 3x3 same linear, add 2 relu, pool 3, dense 10")]
    [InlineData("conv 4 3x3, conv 8 3x3, pool 2, dense 10")]
    public void The_times_of_all_layers_make_the_time_of_a_classification(string layers)
    {
        Dataset few = Digits.Create("digits8", 8, 10, 40, 1).Test;
        TrainingOptions options = new() { Model = Architecture.Parse(layers), Epochs = 1, Starts = 1, WeightBits = [4], ActivationBits = [4] };
        BuiltModel built = ModelBuilder.Build(new DatasetSplit(few, few), options, "m", true, null, default);
        ModelLook look = Look(new LoadedModel("m", built.File, built.Model), few);
        LayerTimes times = look.Board.Emulation!.LayerTimes!;
        Assert.Equal(built.Model.Layers.Length, times.Layers.Count);
        Assert.All(times.Layers, t => Assert.True(t > 0));
        Assert.True(times.Input > 0);
        Assert.Equal(look.Board.Emulation.PredictedMicroseconds, times.Input + times.Layers.Sum() + times.Rest, 1e-6);
        Assert.Equal(look.Layers.Select(l => l.Microseconds), times.Layers.Select(t => (double?)t));

        // A classification costs the same whether somebody watches or not.
        using AppBoard app = new(BoardProfile.Esp32, built.File);
        app.Start();
        double unwatched = 0;
        app.Use(network =>
        {
            double before = app.Board.BusyMicroseconds;
            app.Board.CallOn(network, "Classify", Array.ConvertAll(few.Sample(0).ToArray(), v => (byte)v));
            unwatched = app.Board.BusyMicroseconds - before;
        });
        EmulationReport first = EmulatedModel.Run(built.File, few.Subset([0]), 1, BoardProfile.Esp32, null, default);
        Assert.Equal(unwatched, first.PredictedMicroseconds, 1e-6);
    }

    [Fact]
    public void The_loss_of_a_layer_is_known_after_a_training_only()
    {
        using TemporaryFolder folder = new();
        TrainingJob job = TrainingJob.Prepare(new TrainingRequest("builtin:bugs", folder.File("m.edgenet")) { Options = new TrainingOptions { Epochs = 2, Starts = 1 }, AllowLoss = true });
        TrainedModel trained = job.Run(null, default);
        BoardLook board = BoardLook.Of(trained.Model.File, job.Data.Test, BoardProfile.Esp32);
        Assert.All(ModelLook.Of(trained, job.Data, board).Layers, l => Assert.Equal(l.Number, l.Loss!.Layer));
        Assert.All(ModelLook.Of(LoadedModel.Read(trained.Path), ModelLook.TestDataOf(job.Data), board).Layers, l => Assert.Null(l.Loss));
    }

    internal static ModelLook Look(LoadedModel model, Dataset data) => ModelLook.Of(model, new TestData(data, TestOrigin.TestPart), BoardProfile.Esp32);
}
