using System.Diagnostics;
using System.Globalization;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;
using EdgeNet.Pictures;
using EdgeNet.TestSupport;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Training;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>
/// The board on the desk: the real app on a virtual board that runs as fast as a real one, behind a real serial device file, and the
/// real command beside it.
/// </summary>
[Collection("uses the whole machine")]
[Trait("speed", "slow")]
public sealed class DeskTests : IDisposable
{
    private const string SkipReason = "pseudo-terminals are tested on Linux";

    private readonly TemporaryFolder _folder = new();
    private readonly CancellationTokenSource _powerOff = new();

    [Fact]
    public void Readings_are_captured_with_labels_trained_and_the_model_sent_to_the_board_which_confirms_it()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Fail(SkipReason);
        }

        bool person = false;
        using Board board = Esp32App.Create(realTime: true);
        board.I2c.Attach(Esp32App.Bus, Esp32App.CameraAddress, new Amg8833(seconds => ThermalScene.Picture(person, new SeededRandom(4, "desk", (long)(seconds * 10)))));
        using PseudoTerminal terminal = new(board.Uart.Port("COM2"));
        Thread power = new(() => board.Run(TimeSpan.FromMinutes(5), _powerOff.Token));
        power.Start();
        try
        {
            string csv = _folder.File("scene.csv"), model = _folder.File("scene.edgenet");
            foreach ((string label, bool there) in new[] { ("empty", false), ("person", true) })
            {
                person = there;
                EdgeNetProcess capture = EdgeNetProcess.Run("capture", "--serial", terminal.Name, "--label", label, "--out", csv, "--count", "30").AssertSucceeded();
                Assert.Contains("30 readings added", capture.Out);
            }

            // A table of somebody else's is left alone, and a recording goes on in its own.
            string notes = _folder.File("notes.csv");
            File.WriteAllText(notes, "a,b\n1,2\n");
            EdgeNetProcess.Run("capture", "--serial", terminal.Name, "--label", "x", "--out", notes, "--count", "1").AssertRefused("notes.csv", "is not a recording with the 64 values", "--force");
            Assert.Equal("a,b\n1,2\n", File.ReadAllText(notes));
            EdgeNetProcess.Run("capture", "--serial", terminal.Name, "--label", "x", "--out", "/dev/null", "--count", "1").AssertRefused("is a device");
            EdgeNetProcess.Run("capture", "--serial", terminal.Name, "--label", "x", "--out", notes, "--count", "1", "--force").AssertSucceeded();
            Assert.Equal(2, File.ReadAllLines(notes).Length);
            AssertInterruptedRecordingIsKept(terminal.Name);

            string[] rows = File.ReadAllLines(csv);
            Assert.Equal(61, rows.Length);
            Assert.Equal(string.Join(',', Enumerable.Range(1, 64).Select(i => $"v{i}")) + ",session,label", rows[0]);
            Assert.Equal(30, rows.Count(r => r.EndsWith(",person", StringComparison.Ordinal)));

            // Steps of 0.25 degrees: a room, and in the last rows somebody who is warmer.
            Assert.All(rows[1..].SelectMany(r => r.Split(',')[..64]), v => Assert.InRange(int.Parse(v, CultureInfo.InvariantCulture), 60, 160));

            EdgeNetProcess.Run("train", "--data", csv, "--hidden", "8", "--out", model).AssertSucceeded();
            string large = _folder.File("large.edgenet");
            EdgeNetProcess.Run("train", "--data", csv, "--hidden", "1500", "--epochs", "1", "--starts", "1", "--allow-loss", "--out", large).AssertSucceeded();
            EdgeNetProcess.Run("deploy", large, "--serial", terminal.Name).AssertRefused("bytes of heap, but the board has", "train one with fewer or smaller layers");
            EdgeNetProcess deploy = EdgeNetProcess.Run("deploy", model, "--serial", terminal.Name).AssertSucceeded();
            Assert.Contains("EdgeNet on ESP32: no model", deploy.Out);
            Assert.Contains("runs the new model from slot 0 and has confirmed it", deploy.Out);
            Assert.Contains("answer: person", board.Output);

            // A second one goes to the other slot.
            EdgeNetProcess.Run("train", "--data", csv, "--hidden", "4", "--out", model).AssertSucceeded();
            Assert.Contains("from slot 1", EdgeNetProcess.Run("deploy", model, "--serial", terminal.Name).AssertSucceeded().Out);
        }
        finally
        {
            _powerOff.Cancel();
            power.Join();
        }
    }

    [Fact]
    public void A_port_that_is_no_port_or_has_no_board_is_refused_in_one_line()
    {
        string model = _folder.File("m.edgenet");
        File.WriteAllBytes(model, StoreBoard.Model(1));
        EdgeNetProcess.Run("deploy", model, "--serial", _folder.File("nowhere")).AssertRefused("nowhere", "cannot be opened");
        string file = _folder.File("file");
        File.WriteAllText(file, "");
        EdgeNetProcess.Run("deploy", model, "--serial", file).AssertRefused("is not a serial port");
        using PseudoTerminal silent = new(new UartPort());
        EdgeNetProcess.Run("deploy", model, "--serial", silent.Name).AssertRefused("the board does not answer");
        EdgeNetProcess.Run("capture", "--label", "x", "--out", _folder.File("x.csv"), "--serial", silent.Name).AssertRefused("the board does not answer");
        EdgeNetProcess.Run("deploy", model).AssertRefused("--serial PORT", "--nanoff FILE");
    }

    [Fact]
    public void Ctrl_C_ends_a_wait_for_a_board()
    {
        string model = _folder.File("m.edgenet"), csv = _folder.File("x.csv");
        File.WriteAllBytes(model, StoreBoard.Model(1));
        using PseudoTerminal silent = new(new UartPort());
        foreach (string[] command in new string[][] { ["deploy", model, "--serial", silent.Name], ["capture", "--label", "x", "--out", csv, "--serial", silent.Name] })
        {
            using Process process = EdgeNetProcess.Start(command);
            Thread.Sleep(1500);
            EdgeNetProcess.Signal(process, "INT");
            EdgeNetProcess ended = EdgeNetProcess.Finish(process);
            Assert.Equal(130, ended.ExitCode);
            Assert.StartsWith("edgenet: interrupted", Assert.Single(ended.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
        }

        Assert.Equal([model], Directory.GetFiles(_folder.Path));
    }

    // Ctrl-C after the first readings, and a signal that ends at once: the rows that came are whole.
    private void AssertInterruptedRecordingIsKept(string port)
    {
        foreach ((string signal, int code) in new[] { ("INT", 130), ("TERM", 143) })
        {
            string csv = _folder.File(signal + ".csv");
            using Process process = EdgeNetProcess.Start("capture", "--serial", port, "--label", "x", "--out", csv, "--count", "100000");

            // A header and a few rows of 64 values; while it is recorded, .NET does not open it.
            while (!File.Exists(csv) || new FileInfo(csv).Length < 1500)
            {
                Assert.False(process.WaitForExit(100));
            }

            EdgeNetProcess.Signal(process, signal);
            Assert.Equal(code, EdgeNetProcess.Finish(process).ExitCode);
            Assert.All(File.ReadAllLines(csv), row => Assert.Equal(66, row.Split(',').Length));
            Assert.EndsWith("\n", File.ReadAllText(csv));
        }
    }

    public void Dispose()
    {
        _powerOff.Dispose();
        _folder.Dispose();
    }
}
