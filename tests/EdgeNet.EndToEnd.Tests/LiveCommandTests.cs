using System.Diagnostics;
using EdgeNet.Cli.Commands;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Workflows;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>Lines of text that say what happens to a live board: edgenet emulate --live.</summary>
public class LiveCommandTests
{
    [Fact]
    public void Every_command_of_the_help_does_what_it_says()
    {
        using TemporaryFolder folder = new();
        LoadedModel model = LoadedModel.Read(folder.Write("bugs.edgenet", StoreBoard.Model(1)));
        Dataset rows = Data.BuiltIn.BuiltInDatasets.Create("bugs", 1).Test;
        List<string> said = [];
        using LiveBoard board = new(new VirtualBoard(BoardProfile.Esp32, model.Bytes));
        LiveCommands commands = new(board, model, rows, said.Add);
        foreach (string line in new[] { "", "thermal 3,4 30.5", "room 21", "tilt 10 -20", "shake 1.5", "shake 0 2", "feed 3 4.5", "sample 1", "wait 1.5", "compare 20", "press", "press 0.5", "sensor off", "sensor on", "wait 0", "unplug", "plug", "state", "unplug write" })
        {
            Assert.True(commands.Do(line, default));
        }

        Assert.False(commands.Do("quit", default));
        Assert.Contains("same logits as the desktop: 20 of 20 samples", said);
        Assert.Contains(said, s => s.StartsWith("on for", StringComparison.Ordinal));
        board.Do(b => Assert.Equal(new HandMotion(10, -20, 0, 2), b.Hand));
        board.Do(b => b.PlugIn());

        string[] names = [.. LiveCommands.Help.Split('\n').Select(l => l.Split(' ')[0])];
        Assert.Equal(16, names.Length);
        Assert.Contains("is no command", Assert.Throws<UserException>(() => commands.Do("jump", default)).Message);
    }

    [Fact]
    public void A_line_that_makes_no_sense_is_refused_with_a_reason_and_the_board_goes_on()
    {
        using TemporaryFolder folder = new();
        LoadedModel model = LoadedModel.Read(folder.Write("bugs.edgenet", StoreBoard.Model(1)));
        using LiveBoard board = new(new VirtualBoard(BoardProfile.Esp32, model.Bytes));
        LiveCommands commands = new(board, model, null, _ => { });
        foreach (string line in new[]
        {
            "jump", "thermal", "thermal 8,0 20", "thermal 3 20", "thermal ,, 20", "thermal a,b 20", "thermal 1,1 hot", "room", "room NaN", "tilt 1", "shake", "shake 1e99", "play", "play none.wav", "feed", "feed x",
            "sample 1", "compare", "compare x", "press -1", "press 1 2", "sensor", "sensor maybe", "unplug later", "plug in", "send", "send none.edgenet", "wait", "wait 1e9", "wait -1", "quit now",
        })
        {
            Assert.NotEmpty(Assert.Throws<UserException>(() => commands.Do(line, default)).Message);
        }

        // What no person types: words and numbers in any order.
        string[] words = ["thermal", "room", "tilt", "shake", "feed", "sample", "press", "sensor", "off", "on", "unplug", "plug", "state", "3,4", "-1,9", "1e308", "NaN", "\0", "🙂", "0", "30.5", "-5"];
        for (int seed = 0; seed < 500; seed++)
        {
            Random random = new(seed);
            string line = string.Join(' ', Enumerable.Range(0, random.Next(5)).Select(_ => words[random.Next(words.Length)]));
            Exception? problem = Record.Exception(() => commands.Do(line, default));
            Assert.True(problem is null or UserException, $"{line}: {problem}");
        }

        Assert.Null(board.State.Fault);
    }

    [Fact]
    [Trait("speed", "slow")]
    public void A_script_runs_a_board_in_real_time()
    {
        using TemporaryFolder folder = new();
        string model = folder.Write("person.edgenet", ThermalScene.Model), script = "room 21\nwait 2\nstate\nsensor off\njump\nwait 1\nunplug\nstate\nquit\n";
        using Process process = EdgeNetProcess.Start("emulate", model, "--live");
        process.StandardInput.Write(script);
        process.StandardInput.Close();
        EdgeNetProcess run = EdgeNetProcess.Finish(process);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("model loaded from slot 0", run.Out);
        Assert.Contains("answer empty", run.Out);
        Assert.Contains("sensor does not answer", run.Out);
        Assert.Contains("\noff\n", run.Out);
        Assert.Contains("\"jump\" is no command", run.Error);
        EdgeNetProcess.Run("emulate", model, "--live", "--json").AssertRefused("--live runs one virtual board");
        EdgeNetProcess.Run("emulate", model, "--learns").AssertRefused("--learns needs --live");
    }
}
