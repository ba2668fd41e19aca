using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Deployment.Osc;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Training;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Tests;

/// <summary>edgenet run and edgenet wekinator: models behind a UDP port.</summary>
public sealed class OscCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<string> _said = [];
    private readonly Socket _sketch = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    public OscCommandTests()
    {
        _sketch.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _sketch.ReceiveTimeout = 60_000;
    }

    public void Dispose()
    {
        _sketch.Dispose();
        _folder.Dispose();
    }

    private int OutPort => ((IPEndPoint)_sketch.LocalEndPoint!).Port;

    /// <summary>The answers are those of edgenet classify; labels that are texts go out as their place in the order that inspect prints.</summary>
    [Fact]
    public void A_class_goes_out_as_its_place_where_labels_are_texts()
    {
        string model = Build("bugs");
        OscRunner runner = OscRunner.Read([model], _said.Add);
        DatasetSplit bugs = BuiltInDatasets.Create("bugs", 1);
        for (int i = 0; i < bugs.Test.Count; i++)
        {
            float[] sample = bugs.Test.Sample(i).ToArray();
            int best = ModelClassification.Run(LoadedModel.Read(model), new CsvOptions(), [string.Join(' ', sample.Select(v => v.ToString(CultureInfo.InvariantCulture)))], false).Single().Best;
            OscMessage answer = runner.Answer(new OscMessage("/wek/inputs", [.. sample.Select(v => (object)v)]))!;
            Assert.Equal("/wek/outputs", answer.Address);
            Assert.Equal([best + 1f], answer.Arguments);
        }

        Assert.Equal($"the number of the class: {string.Join(", ", bugs.Train.Labels.Select((l, i) => $"{i + 1} {l}"))}", Assert.Single(runner.Meanings));
    }

    [Fact]
    public void A_class_whose_label_is_a_whole_number_goes_out_as_that_number()
    {
        string data = _folder.Write("numbers.csv", "x,label\n0,7\n0.1,7\n0.2,7\n0.9,-2\n1,-2\n1.1,-2\n");
        string model = Train(data, TaskKind.Classification);
        OscRunner runner = OscRunner.Read([model], _said.Add);
        Assert.Equal([7f], runner.Answer(new OscMessage("/wek/inputs", 0.1))!.Arguments);
        Assert.Equal([-2f], runner.Answer(new OscMessage("/wek/inputs", 1))!.Arguments);
        Assert.Equal(["the class"], runner.Meanings);
    }

    /// <summary>A mile is 1.609344 km.</summary>
    [Fact]
    public void A_regression_goes_out_as_its_value_and_several_models_answer_in_one_message()
    {
        string model = Build("miles");
        OscRunner runner = OscRunner.Read([model, model], _said.Add);
        IReadOnlyList<object?> answer = runner.Answer(new OscMessage("/wek/inputs", 50f))!.Arguments;
        Assert.Equal(2, answer.Count);
        Assert.Equal(50 / 1.609344f, (float)answer[0]!, 0.5f);
        Assert.Equal(answer[0], answer[1]);
    }

    [Fact]
    public void What_is_no_input_of_the_model_is_said_once_and_not_answered()
    {
        OscRunner runner = OscRunner.Read([Build("miles")], _said.Add);
        for (int i = 0; i < 3; i++)
        {
            Assert.Null(runner.Answer(new OscMessage("/wek/inputs", 1f, 2f)));
            Assert.Null(runner.Answer(new OscMessage("/wek/inputs", "fifty")));
            Assert.Null(runner.Answer(new OscMessage("/wek/inputs", float.PositiveInfinity)));
            Assert.Null(runner.Answer(new OscMessage("/wekinator/control/train")));
        }

        Assert.Equal(4, _said.Count);
        Assert.Equal("2 inputs have come, but the model has 1; they are ignored", _said[0]);
        Assert.Equal("/wekinator/control/train is ignored; a model that runs listens to /wek/inputs only", _said[3]);
    }

    [Fact]
    public void Models_that_cannot_run_together_are_refused()
    {
        string bugs = Build("bugs"), miles = Build("miles");
        Assert.Contains("has 1 inputs, but", Assert.Throws<UserException>(() => OscRunner.Read([bugs, miles], _said.Add)).Message);
        Assert.Contains("no such file", Assert.Throws<UserException>(() => OscRunner.Read([_folder.File("none.edgenet")], _said.Add)).Message);
    }

    /// <summary>The program itself, a sketch that sends garbage as well, and Ctrl-C.</summary>
    [UnixFact]
    [Trait("speed", "slow")]
    public void The_command_answers_a_sketch_until_Ctrl_C()
    {
        string model = Build("miles");
        using Process process = EdgeNetProcess.Start("run", model, "--osc-in", "0", "--osc-out", $"{OutPort}");
        int port = PortOf(process);
        Send(port, [1, 2, 3]);
        Send(port, new OscMessage("/wek/inputs", 10f));
        Assert.Equal(6.2f, (float)Receive().Arguments[0]!, 0.5f);
        Send(port, new OscBundle(OscTimeTag.Immediately, [new OscMessage("/wek/inputs", 20), new OscMessage("/wek/inputs", 30.0)]));
        Assert.Equal(12.4f, (float)Receive().Arguments[0]!, 0.5f);
        Assert.Equal(18.6f, (float)Receive().Arguments[0]!, 0.5f);
        EdgeNetProcess.Signal(process, "INT");
        EdgeNetProcess ended = EdgeNetProcess.Finish(process).AssertSucceeded();
        Assert.Contains("a datagram from 127.0.0.1 is not Open Sound Control: byte 0", ended.Out);
        Assert.EndsWith("stopped after 3 answers\n", ended.Out);
        Assert.Empty(ended.Error);
    }

    /// <summary>A sketch that knows Wekinator only, a program that is killed while it records, and one that goes on with what was recorded.</summary>
    [UnixFact]
    [Trait("speed", "slow")]
    public void The_loop_survives_a_killed_program_and_runs_for_a_sketch_that_only_sends_messages()
    {
        string project = _folder.File("project");
        string[] command = ["wekinator", project, "--outputs", "classes 2", "--osc-in", "0", "--osc-out", $"{OutPort}"];
        using (Process killed = EdgeNetProcess.Start(command))
        {
            int port = PortOf(killed);
            Send(port, new OscMessage("/wekinator/control/outputs", 1f));
            Send(port, new OscMessage("/wekinator/control/startRecording"));
            for (int i = 0; i < 20; i++)
            {
                Send(port, new OscMessage("/wek/inputs", i / 100f, 0.5f));
            }

            WaitForRows(20);
            EdgeNetProcess.Signal(killed, "KILL");
            killed.WaitForExit();
        }

        using Process process = EdgeNetProcess.Start([.. command[..2], .. command[4..]]);
        int again = PortOf(process, out string printed);
        Assert.Contains("output 1: classes 2, 20 examples", printed);
        Send(again, new OscMessage("/wekinator/control/outputs", 2f));
        Send(again, new OscMessage("/wekinator/control/startRecording"));
        for (int i = 0; i < 20; i++)
        {
            Send(again, new OscMessage("/wek/inputs", 0.8f + (i / 100f), 0.5f));
        }

        WaitForRows(40);
        Send(again, new OscMessage("/wekinator/control/stopRecording"));
        Send(again, new OscMessage("/wekinator/control/train"));
        Assert.Equal("/wekinator/status/done-training", Receive().Address);
        Send(again, new OscMessage("/wekinator/control/startRunning"));
        Send(again, new OscMessage("/wek/inputs", 0.1f, 0.5f));
        Assert.Equal([1f], Receive().Arguments);
        Send(again, new OscMessage("/wek/inputs", 0.9f, 0.5f));
        Assert.Equal([2f], Receive().Arguments);
        EdgeNetProcess.Signal(process, "INT");
        Assert.EndsWith("stopped\n", EdgeNetProcess.Finish(process).AssertSucceeded().Out);

        // The command that repeats the training gives the same bytes.
        string csv = Path.Combine(project, "output-1.csv"), copy = _folder.File("output-1.edgenet");
        EdgeNetProcess.Run("train", "--data", csv, "--test", csv, "--task", "classification", "--weight-decay", "0.03", "--allow-loss", "--out", copy).AssertSucceeded();
        Assert.Equal(File.ReadAllBytes(copy), File.ReadAllBytes(Path.Combine(project, "output-1.edgenet")));

        void WaitForRows(int rows) => Assert.True(SpinWait.SpinUntil(() => File.Exists(Path.Combine(project, "output-1.csv")) && File.ReadLines(Path.Combine(project, "output-1.csv")).Count() == rows + 1, TimeSpan.FromMinutes(1)));
    }

    [Fact]
    [Trait("speed", "slow")]
    public void Wrong_words_are_refused_in_one_line()
    {
        EdgeNetProcess.Run("run", _folder.File("none.edgenet")).AssertRefused("no such file");
        EdgeNetProcess.Run("run", Build("miles"), "--osc-in", "70000").AssertRefused("--osc-in must be a whole number from 0 to 65535");
        EdgeNetProcess.Run("wekinator", _folder.File("p"), "--outputs", "knob", "--osc-in", "0").AssertRefused("\"knob\" is no output");
        EdgeNetProcess.Run("wekinator", _folder.File("p"), "--osc-in", $"{OutPort}").AssertRefused($"UDP port {OutPort} of 127.0.0.1 is in use");
        EdgeNetProcess.Run("wekinator", _folder.File("p"), "--osc-in", "0", "--osc-to", "no.such.invalid").AssertRefused("no.such.invalid: no such host");
        Assert.False(Directory.Exists(_folder.File("p")));
    }

    private string Build(string name)
    {
        string path = _folder.File(name + ".edgenet");
        File.WriteAllBytes(path, ModelBuilder.Build(BuiltInDatasets.Create(name, 1), new TrainingOptions { Epochs = 200, Seed = 1 }, name).File);
        return path;
    }

    private string Train(string data, TaskKind task)
    {
        string path = Path.ChangeExtension(data, ".edgenet");
        TrainingJob.Prepare(new TrainingRequest(data, path) { Test = data, Source = new DataSource(new CsvOptions(Task: task)) }).Run(null, default);
        return path;
    }

    private static int PortOf(Process process) => PortOf(process, out _);

    private static int PortOf(Process process, out string printed)
    {
        printed = "";
        while (process.StandardOutput.ReadLine() is string line)
        {
            printed += line + "\n";
            if (Regex.Match(line, @"^listening .*on UDP port (\d+) of 127\.0\.0\.1") is { Success: true } match)
            {
                return int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture);
            }
        }

        throw new InvalidOperationException(printed + process.StandardError.ReadToEnd());
    }

    private void Send(int port, OscPacket packet) => Send(port, OscWriter.Write(packet));

    private void Send(int port, byte[] datagram) => _sketch.SendTo(datagram, new IPEndPoint(IPAddress.Loopback, port));

    private OscMessage Receive()
    {
        byte[] buffer = new byte[65536];
        return (OscMessage)OscReader.Read(buffer.AsSpan(0, _sketch.Receive(buffer)));
    }
}
