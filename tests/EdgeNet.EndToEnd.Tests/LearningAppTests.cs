using EdgeNet.Data;
using EdgeNet.Deployment.Serial;
using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Training;
using Xunit.Abstractions;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>The app that learns, on a virtual ESP32 with a thermal camera: taught over the line and by its button.</summary>
public sealed class LearningAppTests(ITestOutputHelper output) : IDisposable
{
    private const int LedPin = 2, ButtonPin = 0;
    private const string Dog = "dog";

    private readonly TemporaryFolder _folder = new();
    private string _scene = "empty";

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_new_label_is_taught_over_the_line_kept_through_a_power_cut_and_dropped_when_another_model_comes()
    {
        Storage storage = new();
        storage.Put(StoreBoard.Mailbox, ThermalScene.Model);
        using (Board board = Start(storage))
        {
            RunningApp app = new(board);
            BoardTeacher teacher = new(app.Client);
            app.Run(4);
            Assert.Equal(["empty", "person"], teacher.Tell(default).Labels.Select(l => l.Label));
            TeachAll(app, teacher, 9);

            app.Run(3);
            LearnedByBoard learned = teacher.Tell(default);
            Assert.True(learned.Active != LearnedAnswer.Network, $"{learned} {string.Join('|', board.Output.TakeLast(12))}");
            Assert.Equal([("empty", 9, false), ("person", 9, false), (Dog, 9, true)], learned.Labels.Select(l => (l.Label, l.Samples, l.IsNew)));
            Assert.InRange(learned.RightByNetwork, 12, 18);
            Assert.InRange(Math.Max(learned.RightByPrototypes, learned.RightByTraining), 22, 27);

            List<string> seen = [];
            Assert.Equal(8, LabelWatch.Run(app.Client, 8, l => seen.Add(l.Text), default));
            Assert.InRange(seen.Count(l => l == Dog), 7, 8);

            // Nothing is written before ten seconds have passed without a press.
            Assert.DoesNotContain(storage.Files, f => f.Contains("learn", StringComparison.Ordinal));
            app.Run(12);
            Assert.Single(storage.Files, f => f.Contains("learn", StringComparison.Ordinal));
        }

        using (Board board = Start(storage))
        {
            RunningApp app = new(board);
            app.Run(5);
            Assert.Contains($"answer: {Dog}", board.Output);
            BoardTeacher teacher = new(app.Client);
            teacher.Undo(default);
            Assert.Equal(8, teacher.Tell(default).Labels[2].Samples);
            Assert.Contains("only the last sample", Assert.Throws<UserException>(() => teacher.Undo(default)).Message);
            Assert.Contains("ASCII", Assert.Throws<UserException>(() => teacher.Learn("Hund ä", 1, null, default)).Message);
        }

        storage.Put(StoreBoard.Mailbox, OtherModel);
        using (Board board = Start(storage))
        {
            board.RunFor(TimeSpan.FromSeconds(6));
            Assert.Contains("error: what was learned with another model was dropped", board.Output);
            Assert.DoesNotContain(storage.Files, f => f.Contains("learn", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Forgetting_returns_to_the_network_at_once_and_for_good()
    {
        Storage storage = new();
        storage.Put(StoreBoard.Mailbox, ThermalScene.Model);
        using Board board = Start(storage);
        RunningApp app = new(board);
        BoardTeacher teacher = new(app.Client);
        app.Run(4);
        TeachAll(app, teacher, 4);

        app.Run(15);
        Assert.Contains(storage.Files, f => f.Contains("learn", StringComparison.Ordinal));
        teacher.Forget(default);
        LearnedByBoard learned = teacher.Tell(default);
        Assert.Equal((LearnedAnswer.Network, 0, 2), (learned.Active, learned.Remembered, learned.Labels.Count));
        Assert.DoesNotContain(storage.Files, f => f.Contains("learn", StringComparison.Ordinal));
        app.Run(15);
        Assert.DoesNotContain(storage.Files, f => f.Contains("learn", StringComparison.Ordinal));
    }

    /// <summary>A short press goes on to the next label; holding learns it every second; behind the last label there is a new one.</summary>
    [Fact]
    public void One_button_chooses_a_label_and_teaches_it()
    {
        Storage storage = new();
        storage.Put(StoreBoard.Mailbox, ThermalScene.Model);
        using Board board = Start(storage);

        // Pressed briefly at 4 s, and with a bouncing contact at 6 s; held from 9 s to 12.2 s.
        board.Gpio.Line(ButtonPin).Input = microseconds => !((microseconds is >= 4e6 and < 4.2e6) || (microseconds is >= 6e6 and < 6.3e6 && microseconds % 20_000 > 500) || microseconds is >= 9e6 and < 12.2e6);
        _scene = Dog;
        board.RunFor(TimeSpan.FromSeconds(20));
        string[] lines = [.. board.Output.Where(l => l.StartsWith("teach: ", StringComparison.Ordinal) || l.StartsWith("learned: ", StringComparison.Ordinal))];
        Assert.Equal(["teach: person", "teach: new 1"], lines[..2]);
        Assert.InRange(lines.Length, 4, 5);
        Assert.All(lines[2..].Select((l, i) => (Line: l, Number: i + 1)), l => Assert.Equal($"learned: new 1, {l.Number} samples", l.Line));

        // Two flashes, three flashes, and a long one for every sample.
        Assert.InRange(board.Gpio.Line(LedPin).Changes.Count, 14, 20);
        BoardTeacher teacher = new(new RunningApp(board).Client);
        Assert.Equal("new 1", teacher.Tell(default).Labels[^1].Label);
    }

    [Fact]
    public void The_readings_that_the_board_was_least_sure_of_are_fetched_as_rows_to_be_labelled()
    {
        Storage storage = new();
        storage.Put(StoreBoard.Mailbox, ThermalScene.Model);
        using Board board = Start(storage);
        RunningApp app = new(board);
        _scene = Dog;
        app.Run(25);
        string csv = _folder.File("unsure.csv");
        int fetched = UnsureCapture.Fetch(app.Client, csv, false, false, null, default);
        Assert.InRange(fetched, 3, 10);
        string[] rows = File.ReadAllLines(csv);
        Assert.Equal(fetched + 1, rows.Length);
        Assert.EndsWith(",session,label", rows[0], StringComparison.Ordinal);
        Assert.All(rows[1..], r => Assert.Matches(",1,\\?(empty|person)$", r));
        Assert.All(rows[1..], r => Assert.Equal(66, r.Split(',').Length));

        // They have been let go.
        Assert.Equal(0, UnsureCapture.Fetch(app.Client, csv, false, false, null, default));
    }

    [Fact]
    public void Unsure_readings_of_a_forgotten_label_are_let_go_and_the_others_still_arrive()
    {
        Storage storage = new();
        storage.Put(StoreBoard.Mailbox, ThermalScene.Model);
        using Board board = Start(storage);
        RunningApp app = new(board);
        BoardTeacher teacher = new(app.Client);
        app.Run(4);
        TeachAll(app, teacher, 9);

        app.Run(25);
        Assert.Equal($"answer: {Dog}", board.Output.Last(l => l.StartsWith("answer: ", StringComparison.Ordinal)));
        teacher.Forget(default);
        string csv = _folder.File("unsure.csv");
        app.Run(5);
        Assert.InRange(UnsureCapture.Fetch(app.Client, csv, false, false, null, default), 1, 10);
        Assert.All(File.ReadAllLines(csv)[1..], r => Assert.Matches(",1,\\?(empty|person)$", r));

        // Nor does a label answer that is new, and then taken back.
        teacher.Learn("cat", 1, null, default);
        teacher.Undo(default);
        app.Run(4);
        Assert.InRange(UnsureCapture.Fetch(app.Client, csv, false, false, null, default), 1, 10);
        Assert.DoesNotContain("cat", File.ReadAllText(csv), StringComparison.Ordinal);
    }

    [Fact]
    public void A_new_label_of_the_button_has_a_name_that_no_other_label_has()
    {
        Storage storage = new();
        storage.Put(StoreBoard.Mailbox, NewLabelModel);
        using Board board = Start(storage);

        // On to the label behind the model's own two, which is held for two samples.
        board.Gpio.Line(ButtonPin).Input = microseconds => !(microseconds is >= 4e6 and < 4.2e6 or >= 5e6 and < 5.2e6 or >= 6e6 and < 8.2e6);
        board.RunFor(TimeSpan.FromSeconds(10));
        string[] lines = [.. board.Output.Where(l => l.StartsWith("teach: ", StringComparison.Ordinal) || l.StartsWith("learned: ", StringComparison.Ordinal))];
        Assert.Equal(["teach: new 1", "teach: new 2", "learned: new 2, 1 samples", "learned: new 2, 2 samples"], lines);
    }

    [Fact]
    public void An_app_without_learning_says_so()
    {
        Storage storage = new();
        storage.Put(StoreBoard.Mailbox, ThermalScene.Model);
        using Board board = Esp32App.Create(storage: storage);
        board.I2c.Attach(Esp32App.Bus, Esp32App.CameraAddress, new Amg8833(Picture));
        RunningApp app = new(board);
        app.Run(3);
        Assert.Contains("the app on the board does not learn", Assert.Throws<UserException>(() => new BoardTeacher(app.Client).Tell(default)).Message);
        Assert.Contains("does not learn", Assert.Throws<UserException>(() => UnsureCapture.Fetch(app.Client, _folder.File("u.csv"), false, false, null, default)).Message);
    }

    /// <summary>Costs on the virtual board are deterministic; docs/learning.md has them.</summary>
    [Fact]
    public void A_press_and_an_answer_of_what_was_learned_take_no_more_time_than_documented()
    {
        byte[] model = ThermalScene.Model;
        using LearningBoard board = new(new Storage(), model, 1, 30);
        SeededRandom random = new(1, "cost");
        double network = 0, press = 0, work = 0;
        int steps = 0;
        for (int i = 0; i < 30; i++)
        {
            byte[] picture = Array.ConvertAll(Picture(i % 3, random), t => (byte)(4 * t));
            network = Cost(() => board.Answer(picture));
            press = Cost(() => board.Press(i % 3 == 2 ? Dog : i % 3 == 1 ? "person" : "empty"));
        }

        work = Cost(() => steps = board.Settle());
        byte[] last = Array.ConvertAll(Picture(0, random), t => (byte)(4 * t));
        double learned = Cost(() => board.Answer(last));
        output.WriteLine($"{Core.Learner.RequiredRam(Core.ModelFile.Parse(model), 1, 30)} bytes; active {board.Active}; network and copy {network / 1000:F2} ms, press {press / 1000:F2} ms, comparing {work / 1000:F0} ms in {steps} steps, learned answer {learned / 1000:F2} ms");
        Assert.Equal(Core.Learner.ByPrototypes, board.Active);
        Assert.InRange(network, 3480, 3620);
        Assert.InRange(learned, 4010, 4170);
        Assert.InRange(press, 980, 1060);
        Assert.InRange(work, 690_000, 730_000);

        double Cost(Action act)
        {
            double before = board.Board.BusyMicroseconds;
            act();
            return board.Board.BusyMicroseconds - before;
        }
    }

    private static readonly byte[] OtherModel = ModelBuilder.Build(
        new DatasetSplit(ThermalScene.Create(200, 3), ThermalScene.Create(100, 4)), new TrainingOptions { Hidden = [5], Epochs = 3, Seed = 2 }, "other", true, null, default).File;

    // Trained on what a board was unsure of, whose rows were kept as they came.
    private static readonly byte[] NewLabelModel = ModelBuilder.Build(
        new DatasetSplit(Renamed(ThermalScene.Create(200, 3)), Renamed(ThermalScene.Create(100, 4))), new TrainingOptions { Hidden = [5], Epochs = 3, Seed = 2 }, "renamed", true, null, default).File;

    private static Dataset Renamed(Dataset scene) => new(scene.Name, scene.Task, scene.Shape, scene.Kind, scene.Features, scene.Targets, ["empty", "new 1"]);

    private Board Start(Storage storage)
    {
        Board board = Esp32App.CreateLearning(storage: storage);
        board.Gpio.Line(ButtonPin).Input = _ => true;
        board.I2c.Attach(Esp32App.Bus, Esp32App.CameraAddress, new Amg8833(Picture));
        return board;
    }

    private float[] Picture(double seconds) => Picture(_scene == Dog ? 2 : _scene == "person" ? 1 : 0, new SeededRandom(9, "learning", (long)(seconds * 10)));

    private void TeachAll(RunningApp app, BoardTeacher teacher, int samples)
    {
        foreach (string label in new[] { "empty", "person", Dog })
        {
            _scene = label;
            app.Run(1);
            Assert.Equal(samples, teacher.Learn(label, samples, null, default));
        }
    }

    // A dog is as warm as a person, but long and at the bottom.
    private static float[] Picture(int kind, SeededRandom random)
    {
        float[] picture = ThermalScene.Picture(kind == 1, random);
        for (int i = 48; i < 64 && kind == 2; i++)
        {
            picture[i] += i % 8 is > 0 and < 7 ? 8f : 0f;
        }

        return picture;
    }
}
