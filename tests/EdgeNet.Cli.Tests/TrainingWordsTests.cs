using EdgeNet.Cli.Options;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Training;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Tests;

/// <summary>The words of edgenet train as a project of the studio keeps them.</summary>
public sealed class TrainingWordsTests
{
    [Fact]
    public void Words_give_the_request_of_the_command()
    {
        TrainingRequest request = TrainingRequestOptions.Read(["--data", "a.csv", "--out=m.edgenet", "--hidden", "6,4", "--lr", "0.03", "--optimizer", "sgd", "--seed", "7", "--teacher", "big.edgenet"]);
        Assert.Equal(("a.csv", "m.edgenet", "big.edgenet", null), (request.Data, request.Output, request.Teacher, request.Board));
        Assert.Equal([6, 4], request.Options.Hidden!);
        Assert.Equal((0.03f, OptimizerKind.Sgd, 7), (request.Options.LearningRate, request.Options.Optimizer, request.Options.Seed));
        TrainingRequest changing = TrainingRequestOptions.Read(["--data", "a.csv", "--out", "m", "--epochs", "9", "--stop-after", "7", "--lr", "0.01,0.003@5", "--weight-decay", "0,1@2"]);
        Assert.Equal(("0.01,0.003@5", "0,1@2", 7), ($"{changing.Options.LearningRate}", $"{changing.Options.WeightDecay}", changing.Options.StopAfter));
        Assert.Equal("esp32-s3", TrainingRequestOptions.Read(["--data", "a.csv", "--out", "m.edgenet", "--board", "esp32-s3"]).Board!.Name);
    }

    [Theory]
    [InlineData("Option '--out' is required", "--data", "a.csv")]
    [InlineData("--lr must be a number from 1E-07 to 100, not fast", "--data", "a.csv", "--out", "m", "--lr", "fast")]
    [InlineData("--lr must be numbers from 1E-07 to 100, each after the first with the epochs before it, such as 0.1,0.03@12, not 0.1,0.2", "--data", "a.csv", "--out", "m", "--lr", "0.1,0.2")]
    [InlineData("--model replaces --hidden and --activation; omit those", "--data", "a.csv", "--out", "m", "--model", "dense 2", "--hidden", "3")]
    [InlineData("Unrecognized command or argument '--json'", "--data", "a.csv", "--out", "m", "--json")]
    [InlineData("--name is empty", "--data", "a.csv", "--out", "m", "--name", "")]
    [InlineData("Unrecognized command or argument '@words.txt'", "--data", "a.csv", "--out", "m", "@words.txt")]
    public void Wrong_words_are_refused_as_the_command_does(string problem, params string[] words) =>
        Assert.Equal(problem, Assert.Throws<UserException>(() => TrainingRequestOptions.Read(words)).Message);

    [Fact]
    public void Files_of_a_project_are_in_its_folder()
    {
        using TemporaryFolder folder = new();
        TrainingRequest request = new TrainingRequest("data/a.csv", "m.edgenet") { Test = "../b.csv", Checkpoint = "c.safetensors", From = "c.safetensors", Teacher = "big.edgenet" }.In(folder.Path);
        Assert.Equal(
            (folder.File("data/a.csv"), folder.File("m.edgenet"), Path.GetFullPath(folder.File("../b.csv")), folder.File("c.safetensors"), folder.File("c.safetensors"), folder.File("big.edgenet")),
            (request.Data, request.Output, request.Test, request.Checkpoint, request.From, request.Teacher));
        Assert.Equal(folder.File("corrections.csv"), TrainingRequestOptions.Read(["--data", "a.csv", "--out", "m", "--corrections", "corrections.csv"]).In(folder.Path).Source.Corrections);

        TrainingRequest builtIn = new TrainingRequest("builtin:xor", "m.edgenet") { Teacher = "dense 8, dense 2" }.In(folder.Path);
        Assert.Equal(("builtin:xor", "dense 8, dense 2", null), (builtIn.Data, builtIn.Teacher, builtIn.Test));
    }

    [Theory]
    [InlineData("../m.edgenet")]
    [InlineData("/tmp/m.edgenet")]
    [InlineData("a/../../m.edgenet")]
    [InlineData(".")]
    public void A_project_writes_nothing_outside_of_its_folder(string path)
    {
        using TemporaryFolder folder = new();
        Assert.Contains("outside of the project's folder", Assert.Throws<UserException>(() => new TrainingRequest("builtin:xor", path).In(folder.Path)).Message);
        Assert.Contains("outside of the project's folder", Assert.Throws<UserException>(() => new TrainingRequest("builtin:xor", "m") { Checkpoint = path }.In(folder.Path)).Message);
    }

    [Fact]
    public void A_project_reads_nothing_from_a_pipe() =>
        Assert.Contains("not from a pipe", Assert.Throws<UserException>(() => new TrainingRequest("-", "m.edgenet").In(Path.GetTempPath())).Message);
}
