using System.Diagnostics;
using System.Text.Json;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;
using EdgeNet.Link;
using EdgeNet.Pictures;
using EdgeNet.TestSupport;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>The real board beside the virtual one: another virtual board, as fast as a real one, plays it at the other end of a serial device file.</summary>
[Collection("uses the whole machine")]
[Trait("speed", "slow")]
public sealed class RealBoardTests : IDisposable
{
    private const string SkipReason = "pseudo-terminals are tested on Linux";

    private readonly TemporaryFolder _folder = new();
    private readonly string _model, _data;

    public RealBoardTests()
    {
        _model = _folder.File("person.edgenet");
        File.WriteAllBytes(_model, ThermalScene.Model);
        _data = _folder.File("scene.csv");
        Dataset scene = ThermalScene.Create(20, 5);
        File.WriteAllLines(_data, [string.Join(',', Enumerable.Range(1, 64).Select(i => $"v{i}")) + ",label", .. Enumerable.Range(0, 20).Select(i => $"{string.Join(',', scene.Sample(i).ToArray())},{scene.Labels[i % 2]}")]);
    }

    /// <summary>The board at the line takes one and a half times as long as the profile says: that is found, and the saved profile predicts what was measured.</summary>
    [Fact]
    public void What_a_board_takes_is_measured_and_saved_as_a_profile_that_predicts_it()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Fail(SkipReason);
        }

        BoardProfile slower = BoardProfile.Esp32 with { CyclesPerInstruction = 1.5 * BoardProfile.Esp32.CyclesPerInstruction };
        using Desk desk = new(slower, ThermalScene.Model);
        string saved = _folder.File("my board.json");
        EdgeNetProcess first = EdgeNetProcess.Run("emulate", _model, "--data", _data, "--serial", desk.Port, "--save-board", saved).AssertSucceeded();
        Assert.Contains("EdgeNet on ESP32", first.Out);
        Assert.Contains("100.0 % of 20 samples", first.Out);
        Assert.Contains("ms measured", first.Out);
        BoardProfile found = BoardProfileJson.Read(File.ReadAllBytes(saved));
        Assert.InRange(found.CyclesPerInstruction / slower.CyclesPerInstruction, 0.99, 1.02);
        Assert.Equal(found.CyclesPerInstruction, Assert.Single(found.Methods).Value.Cycles);
        Assert.Equal(("my-board", BoardProfile.Esp32.HeapBytes, FigureBasis.Measured), (found.Name, found.HeapBytes, found.Sources[BoardProfileJson.Cycles].Basis));
        Assert.Contains("person.edgenet", found.Sources[BoardProfileJson.Cycles].Sentence);
        Assert.Equal(BoardProfile.Esp32.Sources[BoardProfileJson.Heap], found.Sources[BoardProfileJson.Heap]);

        // With it, prediction and measurement agree; what it knows of another method stays.
        MethodCycles other = new(7.5, new FigureSource(FigureBasis.Measured, "Somebody else."));
        File.WriteAllBytes(saved, BoardProfileJson.Write(found with { Methods = new Dictionary<string, MethodCycles>(found.Methods) { ["EdgeNet.Core.NotCalled.Here"] = other } }));
        JsonElement again = EdgeNetProcess.Run("emulate", _model, "--data", _data, "--board", saved, "--serial", desk.Port, "--save-board", saved, "--json").AssertSucceeded().Json;
        Assert.InRange(again.GetProperty("real").GetProperty("measuredMicroseconds").GetDouble() / again.GetProperty("predictedMicroseconds").GetDouble(), 0.99, 1.01);
        Assert.Equal(20, again.GetProperty("real").GetProperty("equal").GetInt32());
        BoardProfile refined = BoardProfileJson.Read(File.ReadAllBytes(saved));
        Assert.Equal(other, refined.Methods["EdgeNet.Core.NotCalled.Here"]);
        Assert.InRange(refined.CyclesPerInstruction / found.CyclesPerInstruction, 0.99, 1.01);

        // What is no profile is left alone.
        string notes = _folder.File("notes.json");
        File.WriteAllText(notes, "{}");
        EdgeNetProcess.Run("emulate", _model, "--data", _data, "--serial", desk.Port, "--save-board", notes).AssertRefused("notes.json", "is not a board profile", "--force");
        Assert.Equal("{}", File.ReadAllText(notes));
        AssertWatched(desk.Port);
    }

    [Fact]
    public void A_board_whose_logits_differ_is_told_and_saves_nothing()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Fail(SkipReason);
        }

        using Desk desk = new(BoardProfile.Esp32, ThermalScene.Model, falsify: true);
        string saved = _folder.File("b.json");
        EdgeNetProcess result = EdgeNetProcess.Run("emulate", _model, "--data", _data, "--samples", "5", "--serial", desk.Port, "--save-board", saved);
        Assert.Equal(1, result.ExitCode);
        Assert.Contains("5 of 5 samples have different logits on the real board and on the desktop; the first is sample 1, logit 1:", result.Error);
        Assert.Contains("0.0 % of 5 samples", result.Out);
        Assert.False(File.Exists(saved));
    }

    [Fact]
    public void A_board_with_another_model_or_none_an_old_app_noise_and_another_protocol_are_told_apart_in_one_line()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Fail(SkipReason);
        }

        using (Desk desk = new(BoardProfile.Esp32, StoreBoard.Model(1)))
        {
            Emulate(desk.Port).AssertRefused("the board runs another model", "edgenet deploy");
        }

        using (Desk desk = new(BoardProfile.Esp32, null))
        {
            Emulate(desk.Port).AssertRefused("the board runs no model", "edgenet deploy");
            EdgeNetProcess.Run("watch", "--serial", desk.Port).AssertRefused("the board has no model");
        }

        // A port that gives no message is asked for seven seconds, so each of these with one command.
        Func<string, EdgeNetProcess> watch = p => EdgeNetProcess.Run("watch", "--serial", p), deploy = p => EdgeNetProcess.Run("deploy", _model, "--serial", p),
            capture = p => EdgeNetProcess.Run("capture", "--serial", p, "--label", "x", "--out", _folder.File("x.csv"));
        foreach ((Func<byte[], byte[]> answer, string problem, Func<string, EdgeNetProcess>[] commands) in new (Func<byte[], byte[]>, string, Func<string, EdgeNetProcess>[])[]
        {
            (_ => [], "the board does not answer", [watch]),
            (_ => "ets Jun  8 2016 00:22:57\r\n"u8.ToArray(), "not an EdgeNet board", [Emulate]),
            (frame => frame, "not an EdgeNet board", [capture]),
            (f => Hello(f, 3, 8), "uses another protocol: version 3", [Emulate, watch, deploy, capture]),
        })
        {
            using PseudoTerminal port = new(new UartPort(), answer);
            Assert.All(commands, run => run(port.Name).AssertRefused(problem));
        }

        using PseudoTerminal old = new(new UartPort(), f => Hello(f, 2, 0));
        Emulate(old.Name).AssertRefused("the app on the board is too old");
        EdgeNetProcess.Run("watch", "--serial", old.Name).AssertRefused("the app on the board is too old");
    }

    [Fact]
    public void Ctrl_C_reports_what_was_done_and_saves_nothing()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Fail(SkipReason);
        }

        using Desk desk = new(BoardProfile.Esp32, ThermalScene.Model);
        string saved = _folder.File("b.json");
        string many = _folder.File("many.csv");
        string[] rows = File.ReadAllLines(_data);
        File.WriteAllLines(many, [rows[0], .. Enumerable.Range(0, 2000).Select(i => rows[1 + (i % 20)])]);
        using (Process process = EdgeNetProcess.Start("emulate", _model, "--data", many, "--samples", "2000", "--serial", desk.Port, "--save-board", saved, "--json"))
        {
            // Samples are under way once progress is told.
            Assert.Contains("of 2000 samples", process.StandardError.ReadLine());
            EdgeNetProcess.Signal(process, "INT");
            EdgeNetProcess ended = EdgeNetProcess.Finish(process);
            Assert.Equal(130, ended.ExitCode);
            Assert.Contains("edgenet: interrupted after", ended.Error);
            int samples = ended.Json.GetProperty("samples").GetInt32();
            Assert.InRange(samples, 1, 1999);
            Assert.Equal(samples, ended.Json.GetProperty("real").GetProperty("samples").GetInt32());
            Assert.False(File.Exists(saved));
        }

        using Process watch = EdgeNetProcess.Start("watch", "--serial", desk.Port);
        Assert.Contains("%", watch.StandardOutput.ReadLine());
        EdgeNetProcess.Signal(watch, "INT");
        EdgeNetProcess stopped = EdgeNetProcess.Finish(watch);
        Assert.Equal(130, stopped.ExitCode);
        Assert.StartsWith("edgenet: interrupted after", stopped.Error);
    }

    public void Dispose() => _folder.Dispose();

    private EdgeNetProcess Emulate(string port) => EdgeNetProcess.Run("emulate", _model, "--data", _data, "--serial", port);

    private static void AssertWatched(string port)
    {
        EdgeNetProcess plain = EdgeNetProcess.Run("watch", "--serial", port, "--count", "25").AssertSucceeded();
        string[] lines = plain.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(25, lines.Length);
        Assert.All(lines, l => Assert.Matches(@"^(empty|person)  \d+ %  \d+\.\d\d ms$", l));
        EdgeNetProcess json = EdgeNetProcess.Run("watch", "--serial", port, "--count", "3", "--json").AssertSucceeded();
        JsonElement[] answers = [.. json.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => JsonDocument.Parse(l).RootElement)];
        Assert.Equal(3, answers.Length);
        Assert.All(answers, a => Assert.InRange(a.GetProperty("microseconds").GetInt32(), 500, 100_000));
        Assert.All(answers, a => Assert.InRange(a.GetProperty("confidencePercent").GetInt32(), 0, 100));
    }

    // The answer to hello with another version of the protocol, or of an app from before.
    private static byte[] Hello(byte[] request, int version, int newest)
    {
        FrameDecoder decoder = new();
        if (Array.FindIndex(request, decoder.Add) < 0)
        {
            return [];
        }

        byte[] message = Frames.NewMessage();
        HelloMessage hello = new() { ActiveHeader = ThermalScene.Model[..20], Name = "old", LastEvent = "", ValueCount = 64, ChunkBytes = 512, RoomBytes = -1, Runs = BoardCapabilities.OfThisApp(50_000), NewestRequest = newest };
        int count = hello.Write(message, Frames.PrefixBytes);
        message[Frames.PrefixBytes] = (byte)version;
        MessageParts.WritePrefix(message, LinkProtocol.Hello | LinkProtocol.Answer, MessageParts.Number(decoder.Message));
        FrameEncoder encoder = new();
        return encoder.Frame[..encoder.Pack(message, Frames.PrefixBytes + count)];
    }

    /// <summary>A board that runs the app and a model, and looks at a scene.</summary>
    private sealed class Desk : IDisposable
    {
        private readonly CancellationTokenSource _powerOff = new();
        private readonly Board _board;
        private readonly PseudoTerminal _terminal;
        private readonly Thread _power;

        public Desk(BoardProfile profile, byte[]? model, bool falsify = false)
        {
            _board = Esp32App.Create(profile, realTime: true);
            if (model is not null)
            {
                _board.Storage.Put(StoreBoard.Mailbox, model);
            }

            _board.I2c.Attach(Esp32App.Bus, Esp32App.CameraAddress, new Amg8833(seconds => ThermalScene.Picture(seconds % 4 < 2, new SeededRandom(4, "desk", (long)(seconds * 10)))));
            UartPort port = _board.Uart.Port("COM2");
            _terminal = new PseudoTerminal(port);
            if (falsify)
            {
                Action<byte[]> send = port.Sent!;
                port.Sent = frame => send(Falsify(frame));
            }

            using ManualResetEventSlim listening = new();
            _board.OutputWritten = (_, line) =>
            {
                if (line.StartsWith("model loaded", StringComparison.Ordinal) || line.StartsWith("error", StringComparison.Ordinal))
                {
                    listening.Set();
                }
            };
            _power = new Thread(() => _board.Run(TimeSpan.FromMinutes(10), _powerOff.Token));
            _power.Start();
            Assert.True(listening.Wait(TimeSpan.FromMinutes(1)));
            _board.OutputWritten = null;
        }

        public string Port => _terminal.Name;

        public void Dispose()
        {
            _powerOff.Cancel();
            _power.Join();
            _terminal.Dispose();
            _board.Dispose();
            _powerOff.Dispose();
        }

        // The first logit is one more than it was.
        private static byte[] Falsify(byte[] frame)
        {
            FrameDecoder decoder = new();
            if (Array.FindIndex(frame, decoder.Add) < 0 || ClassifiedMessage.Read(decoder.Message, Frames.PrefixBytes, decoder.Length - Frames.PrefixBytes) is null)
            {
                return frame;
            }

            byte[] message = Frames.NewMessage();
            decoder.Message.AsSpan(0, decoder.Length).CopyTo(message);
            LittleEndian.SetInt32(message, Frames.PrefixBytes + 14, LittleEndian.Int32At(message, Frames.PrefixBytes + 14) + 1);
            FrameEncoder encoder = new();
            return encoder.Frame[..encoder.Pack(message, decoder.Length)];
        }
    }
}
