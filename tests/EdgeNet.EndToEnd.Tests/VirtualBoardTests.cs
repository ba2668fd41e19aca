using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Deployment.Serial;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Signals;
using EdgeNet.Trainer.Training;
using EdgeNet.Workflows;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>A virtual board and all that a person can do to it, at the board's own pace: nothing depends on how fast this machine is.</summary>
public class VirtualBoardTests
{
    private static readonly byte[] Bugs = StoreBoard.Model(1);
    private static readonly float[] Person = ThermalScene.Picture(true, new SeededRandom(1, "live")), Room = [.. Enumerable.Repeat(21f, VirtualBoard.Pixels)];

    /// <summary>Another model for the thermal camera, whose labels tell it from the first.</summary>
    private static readonly byte[] OtherThermal = ModelBuilder.Build(
        new DatasetSplit(ThermalScene.Create(1000, 3), ThermalScene.Create(200, 4)), new TrainingOptions { Hidden = [8], Seed = 2 }, "other", false, null, default).File;

    [Fact]
    public void A_painted_person_lights_the_LED_and_a_sensor_that_is_taken_away_and_brought_back_is_survived()
    {
        using VirtualBoard board = new(BoardProfile.Esp32, ThermalScene.Model);
        SteppedBoard bench = new(board);
        board.Paint(Room);
        BoardState empty = bench.Run(5);
        Assert.Equal((BoardInput.Camera, true, true, "empty", false), (empty.Input, empty.IsOn, empty.HasSensor, empty.Answer, empty.IsLit));
        Assert.Equal("empty", empty.Last!.Label);
        Assert.InRange(empty.Last.Number, 20, 50);
        Assert.InRange(empty.Last.Microseconds, 500, 100_000);
        Assert.InRange(empty.Heap!.PeakBytes, empty.Heap.UsedBytes, BoardProfile.Esp32.HeapBytes);
        Assert.InRange(empty.Heap.UsedBytes, 10_000, 60_000);
        Assert.Equal([new StoredModel(0, "person", ThermalScene.Model.Length, true, true)], empty.Stored);
        Assert.Contains(empty.Log, l => l.Text == "model confirmed" && l.Seconds is > 1 and < 5);

        board.Paint(Person);
        BoardState person = bench.Run(3);
        Assert.Equal(("person", true, "person"), (person.Answer, person.IsLit, person.Last!.Label));

        board.HasSensor = false;
        BoardState away = bench.Run(3);
        Assert.Equal((null, false, false), (away.Answer, away.IsLit, away.HasSensor));
        Assert.Contains(away.Log, l => l.Text.StartsWith("sensor does not answer: AMG8833", StringComparison.Ordinal));
        Assert.Equal(person.Last.Number, away.Last!.Number, 2.0);

        board.HasSensor = true;
        BoardState back = bench.Run(4);
        Assert.Equal(("person", true), (back.Answer, back.IsLit));
        Assert.Contains(back.Log, l => l.Text.StartsWith("sensor is back", StringComparison.Ordinal));
    }

    [Fact]
    public void One_pixel_is_painted_and_what_the_camera_cannot_see_is_refused_or_cut_off()
    {
        using VirtualBoard board = new(BoardProfile.Esp32, ThermalScene.Model);
        board.Paint(3, 4, 1000);
        Assert.Throws<UserException>(() => board.Paint(8, 0, 20));
        Assert.Throws<UserException>(() => board.Paint(0, -1, 20));
        Assert.Throws<UserException>(() => board.Paint(0, 0, float.NaN));
        Assert.Throws<UserException>(() => board.Paint(new float[63]));
        Assert.Throws<UserException>(() => board.Feed(new float[64]));
        Assert.Throws<UserException>(() => board.Play(new LiveRecording("r", [1, 2, 3], 3, 50)));
        Assert.True(new SteppedBoard(board).Run(2).IsOn);
    }

    [Fact]
    public void A_hand_that_shakes_the_board_waves()
    {
        using VirtualBoard board = new(BoardProfile.Esp32, Gestures.Model);
        SteppedBoard bench = new(board);
        Assert.Equal((BoardInput.Motion, "still"), (bench.Run(8).Input, board.State().Answer));
        board.Hand = new HandMotion(ShakeG: 1.46);
        Assert.Equal("waving", bench.Run(6).Answer);
        board.Hand = new HandMotion();
        board.HasSensor = false;
        Assert.Null(bench.Run(3).Answer);
        board.HasSensor = true;
        Assert.Equal("still", bench.Run(8).Answer);
    }

    /// <summary>Readings in g and degrees per second, as a browser has them of a phone.</summary>
    [Fact]
    public void The_movement_of_another_sensor_moves_the_board()
    {
        using VirtualBoard board = new(BoardProfile.Esp32, Gestures.Model);
        SteppedBoard bench = new(board);
        Assert.Equal("still", bench.Run(8).Answer);
        float[][] waving = [.. Enumerable.Range(0, 300).Select(i => Gestures.Motion(true, i / 50.0)).Select(m => Array.ConvertAll(m, v => (float)v)).Select(m => new[] { m[0] / 4096, m[1] / 4096, m[2] / 4096, m[3] / 16.384f, m[4] / 16.384f, m[5] / 16.384f })];
        board.Move(waving, 50);
        Assert.Equal("waving", bench.Run(5).Answer);
        Assert.Equal("still", bench.Run(8).Answer);
        Assert.Throws<UserException>(() => board.Move([], 50));
        Assert.Throws<UserException>(() => board.Move([[1, 2, 3]], 50));
        Assert.Throws<UserException>(() => board.Move([[1, 2, 3, 4, 5, float.NaN]], 50));
        Assert.Throws<UserException>(() => board.Move(waving, 0));
        Assert.Throws<UserException>(() => board.Hand = new HandMotion(double.NaN));
    }

    /// <summary>With gravity along an axis its register holds 1 g in the range that the chip is set to, 2 g after power-on: 16,384.</summary>
    [Theory]
    [InlineData(0, 0, 0, 0, 16384)]
    [InlineData(90, 0, -16384, 0, 0)]
    [InlineData(0, 90, 0, 16384, 0)]
    [InlineData(0, 180, 0, 0, -16384)]
    [InlineData(30, 0, -8192, 0, 14189)]
    public void A_tilted_hand_turns_gravity(double pitch, double roll, int x, int y, int z)
    {
        short[] seen = new HandMotion(pitch, roll).At(0.3, new Emulator.Devices.Mpu6886());
        Assert.All(seen.Zip([x, y, z, 0, 0, 0]), v => Assert.InRange(v.First - v.Second, -1, 1));
    }

    [Fact]
    public void The_plug_can_be_pulled_at_any_time_and_the_model_is_there_when_it_is_put_in_again()
    {
        using VirtualBoard board = new(BoardProfile.Esp32, ThermalScene.Model);
        SteppedBoard bench = new(board);
        board.Paint(Person);
        foreach (double seconds in new[] { 0.01, 0.5, 3, 0.2, 5 })
        {
            bench.Run(seconds);
            board.Unplug();
            BoardState off = bench.Run(2);
            Assert.Equal((false, null, false, null, 0.0), (off.IsOn, off.Answer, off.IsLit, off.Last, off.UptimeSeconds));
            board.PlugIn();
            Assert.Equal(false, board.State().IsLit);
        }

        Assert.Equal(("person", true), (bench.Run(5).Answer, board.State().IsLit));
    }

    /// <summary>The plug is pulled in the middle of every write of an update, one after the other: afterwards the board runs the old model or the new one, and the next delivery arrives.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(0.5)]
    [InlineData(1.0)]
    public void A_plug_pulled_in_the_middle_of_any_write_of_an_update_leaves_the_old_model_or_the_new_one(double? torn)
    {
        int old = 0, done = 0, cuts = 0;
        for (int write = 0; done < 2; write++)
        {
            using VirtualBoard board = new(BoardProfile.Esp32, ThermalScene.Model);
            SteppedBoard bench = new(board);
            board.Paint(Person);
            bench.Run(5);
            int from = board.Storage.Writes + write;
            bench.Stepping = () =>
            {
                if (board.Storage.Writes == from)
                {
                    board.UnplugAtNextWrite(torn);
                }
            };
            bool sent = Record.Exception(() => SerialDeployment.Send(bench.Client(maxTries: 2), OtherThermal, null, null, default)) is null;
            bench.Run(5);
            cuts += board.IsOn ? 0 : 1;
            bench.Stepping = null;
            Assert.Null(board.Fault);
            board.PlugIn();
            string running = Running(bench.Run(6));
            Assert.True(running is "person" or "other", $"write {write}: {running}");
            (old, done) = running == "person" ? (old + 1, 0) : (old, done + 1);
            Assert.False(sent && running == "person" && board.Storage.Writes == from, $"write {write}: confirmed and gone");
            SerialDeployment.Send(bench.Client(), running == "person" ? OtherThermal : ThermalScene.Model, null, null, default);
            Assert.Equal(running == "person" ? "other" : "person", Running(bench.Run(6)));
            Assert.True(write < 60);
        }

        Assert.InRange(old, 3, 59);
        Assert.InRange(cuts, old, 60);
    }

    [Fact]
    public void A_restart_by_the_app_itself_is_one_of_the_board()
    {
        using VirtualBoard board = new(BoardProfile.Esp32, ThermalScene.Model);
        SteppedBoard bench = new(board);
        bench.Run(3);

        // A sensor that never lets go of the bus: the watchdog bites after a minute.
        board.I2c.Hangs = (_, _) => true;
        bench.Run(90);
        board.I2c.Hangs = null;
        BoardState state = bench.Run(5);
        Assert.Contains(state.Log, l => l.Text == "the app has restarted the board");
        Assert.True(state.IsOn);
        Assert.Equal("empty", state.Answer);
    }

    [Fact]
    public void A_model_of_any_input_runs_on_the_bench_and_answers_for_what_lies_in_the_feeder()
    {
        DatasetSplit digits = Digits.Create("digits", 28, 600, 40, 1);
        byte[] model = ModelBuilder.Build(digits, new TrainingOptions { Hidden = [16], Epochs = 6 }, "digits", true, null, default).File;
        using VirtualBoard board = new(BoardProfile.Esp32, model);
        SteppedBoard bench = new(board);
        Network desktop = new(ModelFile.Parse(model));
        bench.Run(3);
        foreach (int sample in Enumerable.Range(0, 12))
        {
            float[] picture = digits.Test.Sample(sample).ToArray();
            int best = desktop.Classify(picture);
            board.Feed(picture);
            BoardState state = bench.Run(3);
            Assert.Equal((desktop.Label(best), desktop.ConfidencePercent()), (state.Last!.Label, state.Last.ConfidencePercent));
            Assert.Equal(state.IsLit, state.Answer == desktop.Label(1));
        }

        board.HasSensor = false;
        Assert.Null(bench.Run(2).Answer);
        board.PlugIn();
        board.HasSensor = true;
        Assert.NotNull(bench.Run(5).Last);
        Assert.Throws<UserException>(() => board.Feed(new float[783]));
        Assert.Throws<UserException>(() => board.Feed([.. Enumerable.Repeat(float.NaN, 784)]));
        Assert.Contains(board.State().Log, l => l.Text.Contains("reads feeder", StringComparison.Ordinal));
    }

    /// <summary>The bench gives as many values as the model that the app has loaded takes, also after an update and after the way back.</summary>
    [Fact]
    public void On_the_bench_a_model_with_another_number_of_inputs_can_be_sent()
    {
        DatasetSplit four = BuiltInDatasets.Create("four-pixels", 1);
        byte[] model = ModelBuilder.Build(four, new TrainingOptions { Hidden = [5], Epochs = 5, Starts = 1 }, "four", true, null, default).File;
        using VirtualBoard board = new(BoardProfile.Esp32, Bugs);
        SteppedBoard bench = new(board);
        bench.Run(4);
        board.Feed([3, 4]);
        Assert.Equal("model 1", Running(bench.Run(1)));
        SerialDeployment.Send(bench.Client(), model, null, null, default);
        Assert.Equal("four", Running(bench.Run(1)));
        board.Feed([1, 0, 1, 0]);
        Assert.Contains(bench.Run(4).Log, l => l.Text == "model confirmed");
        board.PlugIn();
        Assert.Equal("four", Running(bench.Run(3)));
    }

    [Fact]
    public void A_model_for_another_sensor_is_given_back_by_the_app()
    {
        using VirtualBoard board = new(BoardProfile.Esp32, ThermalScene.Model);
        SteppedBoard bench = new(board);
        bench.Run(5);
        SerialDeployment.Send(bench.Client(), Bugs, null, null, default);
        Assert.Equal("person", Running(bench.Run(3)));
        Assert.Contains(board.State().Log, l => l.Text.Contains("rolled back", StringComparison.Ordinal));
    }

    [Fact]
    public void The_button_teaches_a_board_whose_app_learns()
    {
        using VirtualBoard board = new(BoardProfile.Esp32, ThermalScene.Model, learns: true);
        SteppedBoard bench = new(board);
        board.Paint(Person);
        bench.Run(5);
        board.Press(TimeSpan.FromSeconds(0.2));
        bench.Run(2);
        board.Press(TimeSpan.FromSeconds(2.5));
        string[] lines = [.. bench.Run(5).Log.Select(l => l.Text).Where(l => l.StartsWith("teach: ", StringComparison.Ordinal) || l.StartsWith("learned: ", StringComparison.Ordinal))];
        Assert.Equal("teach: person", lines[0]);
        Assert.Contains("learned: person, 1 samples", lines);
        Assert.Throws<UserException>(() => new VirtualBoard(BoardProfile.Esp32, Bugs, learns: true));
        Assert.Throws<UserException>(() => new VirtualBoard(BoardProfile.Esp32, Bugs, BoardInput.Sound));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(1)]
    public void A_recording_is_heard_by_a_model_that_listens(int channels)
    {
        TrainedSensor sensor = channels == 1 ? new(ModelFormat.Microphone, 8000, 0) : new(ModelFormat.MotionSensor, 100, 2);
        int rate = channels == 1 ? 8000 : 100, window = rate / 2;
        short[] quick = Swinging(40), slow = Swinging(150);
        byte[] model = StreamApp.Train(sensor, "std, crossings", window, window, channels, ("quick", quick), ("slow", slow));
        using VirtualBoard board = new(BoardProfile.Esp32, model);
        SteppedBoard bench = new(board);
        bench.Run(3);
        foreach ((string label, short[] samples) in new[] { ("quick", quick), ("slow", slow), ("quick", quick) })
        {
            board.Play(new LiveRecording(label, samples, channels, rate));
            Assert.Equal(label, bench.Run(4).Answer);
        }

        Assert.Throws<UserException>(() => board.Play(new LiveRecording("two", [1, 2], 2, rate)));

        short[] Swinging(int perMille) =>
            [.. Enumerable.Range(0, 10 * window * channels).Select(i => (short)(6000 * Math.Sin(2 * Math.PI * (i / channels) * 25 / (perMille * rate / 100.0))))];
    }

    [Fact]
    [Trait("speed", "slow")]
    public void The_log_keeps_the_last_lines_and_no_more()
    {
        using VirtualBoard board = new(BoardProfile.Esp32, ThermalScene.Model);
        SteppedBoard bench = new(board);
        int most = 0;
        for (int i = 0; i < 150; i++)
        {
            board.PlugIn();
            most = Math.Max(most, bench.Run(0.7).Log.Count);
        }

        Assert.Equal(BoardLog.MostLines, most);
    }

    [SharedDataFact]
    [Trait("speed", "slow")]
    public void Three_hundred_samples_of_iris_MNIST_and_spoken_digits_have_the_desktops_logits()
    {
        using TemporaryFolder folder = new();
        DataSource tables = new(new CsvOptions());
        DatasetSplit iris = tables.LoadSplit(SharedData.Iris, null, 1), mnist = tables.LoadSplit(SharedData.Mnist, null, 1);
        AssertEqual(ModelBuilder.Build(iris, new TrainingOptions { Hidden = [8] }, "iris", true, null, default).File, tables.Load(SharedData.Iris, 1).Train);
        AssertEqual(ModelBuilder.Build(mnist, new TrainingOptions { Hidden = [32], Epochs = 2 }, "mnist", false, null, default).File, mnist.Test);
        DataSource spoken = new(new CsvOptions())
        {
            Features = new FeatureChoice(FeatureText.Parse("spectrogram 32 mel hop 256")),
            Windows = new WindowOptions(new TimeLength(1, true), new TimeLength(0.5, true)),
        };
        foreach (string path in Directory.GetFiles(Path.Combine(SharedData.Folder, "spoken-digits"), "*.wav").Where(p => p.Contains("_george_", StringComparison.Ordinal)))
        {
            folder.Write($"words/{Path.GetFileName(path)[..1]}/{Path.GetFileName(path)}", File.ReadAllBytes(path));
        }

        TrainingRequest request = new(folder.File("words"), folder.File("words.edgenet"))
        {
            Source = spoken,
            Model = ModelChoice.Parse("conv 8 3x3 stride 2, conv 16 3x3 stride 2, dense 10"),
            Options = new TrainingOptions { Epochs = 4, WeightBits = [4], ActivationBits = [4] },
            AllowLoss = true,
        };
        byte[] words = TrainingJob.Prepare(request).Run(null, default).Model.File;
        LoadedModel loaded = new("words", words, ModelFile.Parse(words));
        AssertEqual(words, loaded.ReadData(new DataSource(new CsvOptions()), folder.File("words"), 1).Samples);
    }

    private static void AssertEqual(byte[] model, Dataset data)
    {
        using VirtualBoard board = new(BoardProfile.Esp32, model);
        SteppedBoard bench = new(board);
        bench.Run(8);
        Network desktop = new(ModelFile.Parse(model));
        SampleLine line = new(bench.Client(), model, desktop.OutputCount);
        for (int i = 0; i < 300; i++)
        {
            float[] raw = data.Sample((int)((long)i * data.Count / 300)).ToArray();
            int best = desktop.Classify(raw);
            BoardAnswer answer = line.Classify(raw, default);
            Assert.Equal(Enumerable.Range(0, desktop.OutputCount).Select(desktop.Logit), answer.Logits);
            Assert.Equal(best, answer.Label);
        }
    }

    private static string Running(BoardState state) => state.Stored.SingleOrDefault(s => s.IsRunning)?.Name ?? "nothing";
}
