using EdgeNet.Cli.Options;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Tests;

/// <summary>A training that is watched and changed, and the command line that repeats it.</summary>
public sealed class LiveTrainingTests : IDisposable
{
    private static readonly string[] Spiral = ["--data", "builtin:spiral", "--model", "dense 8 tanh, dense 2", "--epochs", "40", "--lr", "0.03"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_training_that_is_only_started_writes_what_its_words_and_the_command_write()
    {
        using LiveTraining live = Begin(Spiral);
        Assert.Equal((LiveState.Paused, 0, 40), (live.State, live.Moment.Epoch, live.Epochs));
        live.Start();
        Wait(live, LiveState.Done);
        Assert.Equal(40, live.History[^1].Epoch);
        Assert.DoesNotContain("--stop-after", live.Words);
        AssertRepeats(live);
    }

    [Fact]
    public void What_was_changed_while_it_ran_and_taken_back_is_in_the_words_and_in_the_bytes()
    {
        using LiveTraining live = Begin([.. Spiral, "--schedule", "constant"]);
        Reach(live, 5);
        live.Change(0.1f, 0.5f);
        Reach(live, 9);
        live.Change(0.001f, null);
        Reach(live, 12);
        live.Back(10);
        Wait(live, 10);
        live.Change(null, 0.25f);
        Reach(live, 15);
        live.Back(7);
        Wait(live, 7);
        Assert.Equal(Enumerable.Range(1, 7), live.History.Select(e => e.Epoch));
        live.Step();
        Wait(live, 8);
        Assert.Equal("0.03,0.1@5", TrainWords.Of(live.Words, "--lr"));
        Assert.Equal("0.01,0.5@5", TrainWords.Of(live.Words, "--weight-decay"));
        live.Finish();
        Wait(live, LiveState.Done);
        Assert.Equal("8", TrainWords.Of(live.Words, "--stop-after"));
        AssertRepeats(live);
    }

    [Fact]
    public void A_training_that_is_slowed_can_be_paused_in_time_and_learns_the_same()
    {
        using LiveTraining live = Begin(Spiral);
        live.EpochsPerSecond = 1;
        live.Start();
        Assert.True(SpinWait.SpinUntil(() => live.Moment.Epoch >= 1, TimeSpan.FromMinutes(2)));
        live.Pause();
        Wait(live, LiveState.Paused);
        Assert.InRange(live.Moment.Epoch, 1, 39);

        live.EpochsPerSecond = 0;
        live.Start();
        Wait(live, LiveState.Done);

        AssertRepeats(live);
        Assert.Throws<UserException>(() => live.EpochsPerSecond = -1);
    }

    /// <summary>Whoever presses buttons, in any order and at any moment.</summary>
    [Theory]
    [InlineData(1, "--optimizer", "adam")]
    [InlineData(2, "--optimizer", "momentum")]
    [InlineData(3, "--optimizer", "sgd")]
    [InlineData(4, "--validation", "0.2")]
    [InlineData(5, "--weight-bits", "4")]
    [InlineData(6, "--dropout", "0.2")]
    public void Whatever_happened_the_words_train_the_same_bytes(int seed, string option, string value)
    {
        Random random = new(seed);
        using LiveTraining live = Begin(["--data", "builtin:circle", "--hidden", "6", "--epochs", "400", "--lr", "0.02", "--allow-loss", option, value]);
        Reach(live, 2);
        for (int i = 0; i < 25; i++)
        {
            Action press = random.Next(7) switch
            {
                0 => live.Start,
                1 => live.Pause,
                2 => live.Step,
                3 => () => live.Change(0.001f * random.Next(1, 50), null),
                4 => () => live.Change(null, 0.01f * random.Next(0, 50)),
                5 => () => live.Back(random.Next(1, Math.Max(2, live.Moment.Epoch))),
                _ => () => Thread.Sleep(random.Next(20)),
            };
            press();
        }

        live.Pause();
        live.Step();
        live.Finish();
        Wait(live, LiveState.Done);
        byte[] written = File.ReadAllBytes(_folder.File("m.edgenet"));
        TrainingRequest again = TrainingRequestOptions.Read([.. TrainWords.With(live.Words, "--out", _folder.File("again.edgenet")), "--name", "m"]);
        Assert.Equal(written, TrainingJob.Prepare(again).Run(null, default).Model.File);
    }

    [Fact]
    public void An_epoch_that_was_gone_back_to_has_the_losses_it_had_before()
    {
        using LiveTraining live = Begin(Spiral);
        Reach(live, 20);
        double[] losses = [.. live.History.Select(e => e.Loss)];
        live.Back(0);
        Wait(live, 0);
        Assert.Empty(live.History);
        Reach(live, 20);
        Assert.Equal(losses, live.History.Select(e => e.Loss));
    }

    [Fact]
    public void A_training_that_diverges_says_so_and_goes_on_with_another_rate()
    {
        using LiveTraining live = Begin(["--data", "builtin:miles", "--hidden", "8", "--activation", "linear", "--optimizer", "sgd", "--epochs", "30"]);
        Reach(live, 3);
        Assert.Contains("must be from", Assert.Throws<UserException>(() => live.Change(float.NaN, null)).Message);
        Assert.Contains("must be from", Assert.Throws<UserException>(() => live.Change(null, -1f)).Message);
        live.Change(90f, null);
        live.Start();
        Wait(live, LiveState.Failed);
        Assert.StartsWith("training diverged in epoch ", live.Problem);
        Assert.False(File.Exists(_folder.File("m.edgenet")));
        live.Back(2);
        Wait(live, 2);
        live.Start();
        Wait(live, LiveState.Done);
        AssertRepeats(live);
    }

    [Fact]
    public void Whoever_watches_finds_out_how_the_network_does()
    {
        using LiveTraining live = Begin(["--data", "builtin:gauss", "--hidden", "4", "--epochs", "21"]);
        Reach(live, 20);
        LiveJudgement judgement = live.Judge(live.Moment);
        Assert.InRange(judgement.TestAccuracy, 0.95, 1);
        Assert.InRange(judgement.Accuracy, 0.95, 1);
        Assert.Equal(judgement, live.History[^1].Judgement);
    }

    [Theory]
    [InlineData("--folds", "3")]
    [InlineData("--checkpoint", "c.safetensors")]
    [InlineData("--stop-after", "3")]
    public void What_cannot_be_watched_is_refused(string option, string value) =>
        Assert.Contains($"{option} is for the command line", Assert.Throws<UserException>(() => Begin([.. Spiral, option, value])).Message);

    [Fact]
    public void Words_are_changed_one_option_at_a_time()
    {
        Assert.Equal(["--data", "a", "--lr", "0.2"], TrainWords.With(["--lr", "0.1", "--data", "a"], "--lr", "0.2"));
        Assert.Equal(["--data", "a"], TrainWords.With(["--lr=0.1", "--data", "a", "--lr:3"], "--lr", null));
        Assert.Equal(["--lrx", "0.1"], TrainWords.With(["--lrx", "0.1"], "--lr", null));
        Assert.Equal("0.1", TrainWords.Of(["--data", "a", "--lr=0.1"], "--lr"));
        Assert.Equal("0.1", TrainWords.Of(["--data", "a", "--lr", "0.1"], "--lr"));
        Assert.Null(TrainWords.Of(["--data", "a", "--lr"], "--lr"));
        Assert.Null(TrainWords.Of(["--data", "a"], "--lr"));
    }

    [Fact]
    public void A_budget_is_what_the_trained_model_takes()
    {
        using LiveTraining live = Begin([.. Spiral, "--strip"]);
        ModelBudget budget = ModelBudget.Of(live.Data.Train, live.Request.Options with { Model = live.Request.Model!.For(live.Data.Train) });
        BoardBudget board = budget.On(live.Data, BoardProfile.Esp32);
        live.Start();
        Wait(live, LiveState.Done);
        Assert.Equal((live.Trained!.Model.Model.RamBytes, live.Trained.Model.File.Length, live.Trained.Model.Model.Macs), (budget.RamBytes, budget.Bytes, budget.Macs));
        (HeapForecast heap, EmulationReport? report) = EmulatedModel.Forecast(live.Trained.Model.File, live.Data.Test, BoardProfile.Esp32);
        Assert.Equal(heap.NeededBytes, board.Heap.NeededBytes);
        Assert.InRange(board.Microseconds!.Value / report!.PredictedMicroseconds, 0.8, 1.25);
        Assert.Equal(("dense 8 tanh, dense 2", "dense 8 tanh", "8"), (budget.Model, budget.Layers[0].Text, budget.Layers[0].Output));
    }

    [Fact]
    public void A_surface_is_what_the_network_says_at_its_place()
    {
        using LiveTraining live = Begin(["--data", "builtin:circle", "--hidden", "12", "--epochs", "101"]);
        Reach(live, 100);
        UnitSurfaces surfaces = UnitSurfaces.Of(live.Moment.Network, live.Data.Train, 30)!;
        Assert.Equal((2, 2, 12), (surfaces.Float.Count, surfaces.Integers.Count, surfaces.Hidden.Single().Count));
        int right = 0, same = 0;
        for (int cell = 0; cell < 900; cell++)
        {
            float x = surfaces.X.From + ((surfaces.X.To - surfaces.X.From) * ((cell % 30) + 0.5f) / 30), y = surfaces.Y.To - ((surfaces.Y.To - surfaces.Y.From) * ((cell / 30) + 0.5f) / 30);
            Assert.Equal(live.Moment.Network.Run([x, y])[0], surfaces.Float[0].Cells[cell] / 255f, 0.003f);
            double radius = Math.Sqrt((x * x) + (y * y));
            bool orange = surfaces.Float[0].Cells[cell] > 127;
            right += radius is > 2.3 and < 3.7 || (radius < 3) == orange ? 1 : 0;
            same += Math.Abs(surfaces.Float[0].Cells[cell] - surfaces.Integers[0].Cells[cell]) < 26 ? 1 : 0;
        }

        Assert.InRange(right / 900.0, 0.95, 1);
        Assert.InRange(same / 900.0, 0.95, 1);
    }

    private LiveTraining Begin(string[] words)
    {
        words = [.. words, "--out", _folder.File("m.edgenet")];
        return new LiveTraining(words, TrainingRequestOptions.Read, LiveTraining.Read(TrainingRequestOptions.Read(words)));
    }

    private static void Reach(LiveTraining live, int epoch)
    {
        while (live.Moment.Epoch < epoch)
        {
            int next = live.Moment.Epoch + 1;
            live.Step();
            Wait(live, next);
        }
    }

    private static void Wait(LiveTraining live, int epoch) => Wait(() => live.State == LiveState.Paused && live.Moment.Epoch == epoch, () => $"{live.State} {live.Problem} at {live.Moment.Epoch}, not paused at {epoch}");

    private static void Wait(LiveTraining live, LiveState state) => Wait(() => live.State == state, () => $"{live.State} {live.Problem}, not {state}");

    private static void Wait(Func<bool> isSo, Func<string> otherwise) => Assert.True(SpinWait.SpinUntil(isSo, TimeSpan.FromMinutes(2)), otherwise());

    // The command line itself, in another folder.
    private void AssertRepeats(LiveTraining live)
    {
        string again = _folder.File("again.edgenet");
        EdgeNetProcess.Run(["train", .. TrainWords.With(TrainWords.With(live.Words, "--out", again), "--name", "m"), "--threads", "1"]).AssertSucceeded();
        Assert.Equal(File.ReadAllBytes(_folder.File("m.edgenet")), File.ReadAllBytes(again));
    }
}
