using System.Text.RegularExpressions;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Training;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Tests;

/// <summary>What the verbs do, called by a program that has no console.</summary>
[Trait("speed", "slow")]
public sealed partial class WorkflowTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Model => _folder.File("m.edgenet");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Workflows_have_no_console() =>
        Assert.DoesNotContain(typeof(TrainingJob).Assembly.GetReferencedAssemblies(), a => a.Name is "System.Console" or "Spectre.Console" or "System.CommandLine");

    [Fact]
    public void No_verb_calls_another()
    {
        foreach (string file in Directory.GetFiles(Path.Combine(SharedData.ProjectRoot, "tools/EdgeNet.Cli/Commands"), "*Command.cs"))
        {
            string[] named = [.. VerbClass().Matches(File.ReadAllText(file)).Select(m => m.Value).Distinct()];
            Assert.Equal([Path.GetFileNameWithoutExtension(file)], named);
        }
    }

    [Fact]
    public void A_model_is_trained_tested_inspected_run_and_signed_with_records_for_results()
    {
        List<TrainingProgress> heard = [];
        TrainingJob job = TrainingJob.Prepare(new TrainingRequest("builtin:bugs", Model) { Options = new TrainingOptions { Epochs = 30, Starts = 1, Hidden = [4] } });
        TrainedModel trained = job.Run(heard.Add, default);
        Assert.Equal((Model, false), (trained.Path, trained.Interrupted));
        Assert.Equal(Enumerable.Range(1, 30), heard.Select(p => p.Epoch));
        Assert.Equal(trained.Model.File, File.ReadAllBytes(Model));

        Assert.Equal(trained.Model.Score.Accuracy, ModelEvaluation.Run(Model, new DataSource(new CsvOptions()), "builtin:bugs", 1).Score.Accuracy);
        Inspection inspection = Inspection.Of(Model);
        Assert.Equal("m", inspection.Model!.Meta("name"));
        Assert.Equal(trained.Model.Model.Labels.Length, ModelClassification.Run(LoadedModel.Read(Model), new CsvOptions(), ["1", "5"], invert: false).Single().Values.Length);
        Assert.True(AppBoard.Forecast(BoardProfile.Esp32, inspection.Bytes).Fits);

        List<int> done = [];
        LoadedModel loaded = LoadedModel.Read(Model);
        Dataset data = loaded.ReadData(new DataSource(new CsvOptions()), "builtin:bugs", 1).Samples;
        EmulationReport report = EmulatedModel.Run(loaded.Bytes, data, 3, BoardProfile.Esp32, (n, of) => done.Add((n * 10) + of), default);
        Assert.Equal((3, 1.0), (report.Samples, report.Agreement));
        Assert.Equal([13, 23, 33], done);

        ModelExport.Write(Model, _folder.File("Bugs.cs"), "My.App", asCode: true, force: false);
        Assert.True(File.Exists(_folder.File("Bugs.cs")));
        File.WriteAllBytes(_folder.File("fleet.key"), new byte[32]);
        Assert.Equal(Model + ".sig", ModelSigning.Write(Model, _folder.File("fleet.key"), 1, false, 0, false));
        Assert.Equal(Model, NanoffDeployment.Write(Model, _folder.File("d.json"), null, _folder.File("fleet.key"), BoardProfile.Esp32, false).Model.Path);
    }

    [Fact]
    public void A_training_that_is_cancelled_leaves_the_file_that_is_there_and_says_what_it_wrote()
    {
        TrainingRequest request = new("builtin:bugs", Model) { Options = new TrainingOptions { Epochs = 5, Starts = 1 }, AllowLoss = true };
        TrainingJob.Prepare(request).Run(null, default);
        byte[] before = File.ReadAllBytes(Model);

        using CancellationTokenSource source = new();
        TrainedModel trained = TrainingJob.Prepare(request with { Options = request.Options with { Seed = 2 } }).Run(p => source.Cancel(), source.Token);
        Assert.Equal((true, Model, _folder.File("m.interrupted.edgenet")), (trained.Interrupted, trained.Untouched, trained.Path));
        Assert.Equal(1, trained.Model.Training.Epochs);
        Assert.Equal(before, File.ReadAllBytes(Model));
        Assert.Equal(trained.Model.File, File.ReadAllBytes(trained.Path));

        OperationCanceledException e = Assert.ThrowsAny<OperationCanceledException>(() => TrainingJob.Prepare(request).Run(null, new CancellationToken(canceled: true)));
        Assert.Contains("nothing was written", e.Message);
    }

    /// <summary>Evaluation, and a run on the virtual board, have the same idea of what is right: of every task, on the same samples.</summary>
    [Theory]
    [InlineData("builtin:bugs")]
    [InlineData("builtin:gates")]
    [InlineData("builtin:miles")]
    public void The_virtual_board_is_judged_as_the_desktop_is(string data)
    {
        TrainingJob.Prepare(new TrainingRequest(data, Model) { Options = new TrainingOptions { Epochs = 3, Starts = 1 }, AllowLoss = true }).Run(null, default);
        LoadedModel loaded = LoadedModel.Read(Model);
        Dataset all = loaded.ReadData(new DataSource(new CsvOptions()), data, 1).Samples;
        int[] first = [.. Enumerable.Range(0, Math.Min(40, all.Count))];
        Dataset some = all.Subset(first);
        ModelEvaluation desktop = new(loaded.Model, Trainer.Evaluation.Evaluator.Evaluate(loaded.Model, some), TestOrigin.TestPart, null);
        EmulationReport board = EmulatedModel.Run(loaded.Bytes, some, some.Count, BoardProfile.Esp32, null, default);
        Assert.Equal(some.Count, board.Samples);
        Assert.Equal(loaded.Model.Output.Task == ModelFormat.Regression ? desktop.Score.Error : desktop.Score.Accuracy, board.Accuracy);
    }

    [Fact]
    public void What_is_wrong_is_thrown_as_one_line()
    {
        Assert.Contains("no such file", Assert.Throws<UserException>(() => LoadedModel.Read(Model)).Message);
        Assert.Contains("not an EdgeNet model file", Inspection.Of(_folder.Write("x.edgenet", "hello")).Problem);
        Assert.Contains("digits", Assert.Throws<UserException>(() => TrainingJob.Prepare(new TrainingRequest("builtin:cats", Model))).Message);
    }

    [GeneratedRegex(@"\b\w+Command\b(?<!\bCommand|RootCommand)")]
    private static partial Regex VerbClass();
}
