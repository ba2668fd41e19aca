using System.Diagnostics;
using System.Text.Json;
using EdgeNet.TestSupport;

namespace EdgeNet.Cli.Tests;

/// <summary>Ctrl-C and the other signals that end programs, sent to the real program: nothing that was there is lost, and nothing is left lying about.</summary>
[Trait("speed", "slow")]
public sealed class InterruptionTests : IDisposable
{
    private static readonly string[] Endless = ["train", "--data", "builtin:digits8", "--epochs", "1000000", "--json"];

    private readonly TemporaryFolder _folder = new();

    private string Model => _folder.File("m.edgenet");

    public void Dispose() => _folder.Dispose();

    [UnixFact]
    public void Ctrl_C_leaves_a_model_that_is_there_and_puts_the_best_whole_epoch_beside_it()
    {
        byte[] before = TrainQuickly();
        EdgeNetProcess ended = InterruptAfterAnEpoch([.. Endless, "--out", Model]);
        string beside = _folder.File("m.interrupted.edgenet");
        AssertInterrupted(ended, "m.edgenet is unchanged", beside);
        Assert.Equal(before, File.ReadAllBytes(Model));
        Assert.Equal(beside, ended.Json.GetProperty("out").GetString());
        Assert.True(ended.Json.GetProperty("stopped").GetBoolean());
        Assert.True(ended.Json.GetProperty("epochs").GetInt32() > 0);
        EdgeNetProcess.Run("inspect", beside).AssertSucceeded();
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [UnixFact]
    public void Ctrl_C_writes_the_best_whole_epoch_where_no_file_is_in_its_way()
    {
        EdgeNetProcess ended = InterruptAfterAnEpoch([.. Endless, "--out", Model]);
        AssertInterrupted(ended, "the best network so far is in", Model);
        Assert.Equal(Model, ended.Json.GetProperty("out").GetString());
        EdgeNetProcess.Run("inspect", Model).AssertSucceeded();
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [UnixTheory]
    [InlineData(300)]
    [InlineData(3000)]
    public void Ctrl_C_before_the_first_whole_epoch_writes_nothing(int milliseconds)
    {
        byte[] before = TrainQuickly();
        Process[] trainings = [StartSlowTraining(Model), StartSlowTraining(_folder.File("new.edgenet"))];
        Thread.Sleep(milliseconds);
        Array.ForEach(trainings, p => EdgeNetProcess.Signal(p, "INT"));
        foreach (EdgeNetProcess ended in trainings.Select(EdgeNetProcess.Finish))
        {
            Assert.Equal(130, ended.ExitCode);

            // Very early the system ends the program, without a word.
            Assert.True(ended.Out.Length == 0 || ended.Json.GetProperty("exitCode").GetInt32() == 130, ended.Out);
            // A network this slow is also too large for a board, and a warning says so before the training.
            string[] lines = [.. ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(l => !l.StartsWith("warning: the app", StringComparison.Ordinal))];
            Assert.All(lines, l => Assert.Matches("edgenet: interrupted.*(nothing was|no file was) written", l));
            Assert.InRange(lines.Length, milliseconds < 1000 ? 0 : 1, 1);
        }

        Array.ForEach(trainings, p => p.Dispose());
        Assert.Equal([Model], Directory.GetFiles(_folder.Path).Where(f => !f.EndsWith(".csv", StringComparison.Ordinal)));
        Assert.Equal(before, File.ReadAllBytes(Model));
    }

    [UnixTheory]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    [InlineData("INT INT", 130)]
    public void Signals_that_end_a_training_leave_the_old_model_and_no_other_file(string signals, int code)
    {
        byte[] before = TrainQuickly();
        using Process process = StartSlowTraining(Model);
        Thread.Sleep(2000);
        Array.ForEach(signals.Split(' '), s => EdgeNetProcess.Signal(process, s));
        Assert.Equal(code, EdgeNetProcess.Finish(process).ExitCode);
        Assert.Equal(before, File.ReadAllBytes(Model));
        Assert.Equal([Model], Directory.GetFiles(_folder.Path).Where(f => !f.EndsWith(".csv", StringComparison.Ordinal)));
    }

    [UnixFact]
    public void Whenever_a_signal_comes_what_is_written_is_whole_or_not_there()
    {
        TrainQuickly();
        Random random = new(5);
        string code = _folder.File("Model.cs");
        byte[]? whole = null;
        for (int i = 0; i < 12; i++)
        {
            File.Delete(code);
            using Process process = EdgeNetProcess.Start("export", Model, "--out", code);
            if (i > 0)
            {
                Thread.Sleep(random.Next(500));
                EdgeNetProcess.Signal(process, i % 2 == 0 ? "TERM" : "INT");
            }

            int ended = EdgeNetProcess.Finish(process).ExitCode;
            Assert.Contains(ended, new[] { 0, 130, 143 });
            whole ??= File.ReadAllBytes(code);
            Assert.Equal(File.Exists(code) ? whole : [], File.Exists(code) ? File.ReadAllBytes(code) : []);
            Assert.Empty(Directory.GetFiles(_folder.Path).Except([Model, code]));
        }
    }

    [UnixFact]
    public void An_emulation_reports_the_samples_until_Ctrl_C()
    {
        EdgeNetProcess.Run("train", "--data", "builtin:digits", "--hidden", "256,128", "--epochs", "1", "--out", Model).AssertSucceeded();
        using Process process = EdgeNetProcess.Start("emulate", Model, "--data", "builtin:digits", "--board", "esp32-psram", "--samples", "5000", "--json");
        Assert.Contains("of 5000 samples", process.StandardError.ReadLine());
        EdgeNetProcess.Signal(process, "INT");
        EdgeNetProcess ended = EdgeNetProcess.Finish(process);
        AssertInterrupted(ended, "of 5,000 samples");
        Assert.InRange(ended.Json.GetProperty("samples").GetInt32(), 1, 4999);
    }

    [UnixFact]
    public void The_demo_stops_while_it_draws_its_digits()
    {
        using Process process = EdgeNetProcess.Start("demo", "--out", Model);
        Assert.Contains("drawing", process.StandardError.ReadLine());
        EdgeNetProcess.Signal(process, "INT");
        AssertInterrupted(EdgeNetProcess.Finish(process), "written");
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [UnixTheory]
    [InlineData("INT", 0)]
    [InlineData("TERM", 143)]
    [InlineData("HUP", 129)]
    public void A_server_ends_by_Ctrl_C_as_it_says_and_by_the_other_signals_at_once(string signal, int code)
    {
        using Process process = EdgeNetProcess.Start("serve", _folder.Path, "--port", "0", "--address", "127.0.0.1");
        Assert.Contains("Ctrl-C", process.StandardOutput.ReadLine());
        EdgeNetProcess.Signal(process, signal);
        Assert.Equal(code, EdgeNetProcess.Finish(process).ExitCode);
    }

    [UnixFact]
    public void A_command_that_only_reads_ends_by_Ctrl_C()
    {
        TrainQuickly();
        using Process process = EdgeNetProcess.Start("eval", Model, "--data", "builtin:digits");
        Thread.Sleep(100);
        EdgeNetProcess.Signal(process, "INT");
        Assert.Equal(130, EdgeNetProcess.Finish(process).ExitCode);
    }

    private byte[] TrainQuickly()
    {
        EdgeNetProcess.Run("train", "--data", "builtin:bugs", "--hidden", "2", "--epochs", "2", "--out", Model, "--allow-loss").AssertSucceeded();
        return File.ReadAllBytes(Model);
    }

    // A single epoch of it takes minutes.
    private Process StartSlowTraining(string output)
    {
        string data = _folder.Write("slow.csv", string.Concat(Enumerable.Range(0, 20_000).Select(i => $"{i % 7},{i % 11},{i % 2}\n")));
        return EdgeNetProcess.Start("train", "--data", data, "--hidden", "1024,1024", "--batch", "1", "--threads", "1", "--out", output, "--json");
    }

    // The first line of progress comes after an epoch.
    private static EdgeNetProcess InterruptAfterAnEpoch(string[] args)
    {
        using Process process = EdgeNetProcess.Start(args);
        Assert.Contains("epoch", process.StandardError.ReadLine());
        EdgeNetProcess.Signal(process, "INT");
        return EdgeNetProcess.Finish(process);
    }

    private static void AssertInterrupted(EdgeNetProcess ended, params string[] words)
    {
        Assert.Equal(130, ended.ExitCode);
        string line = Assert.Single(ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries), l => l.StartsWith("edgenet: interrupted", StringComparison.Ordinal));
        Assert.All(words, w => Assert.Contains(w, line));
    }
}
