using EdgeNet.Core;
using EdgeNet.Deployment.Serial;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Workflows;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>A virtual board in real time. What happens is tested by VirtualBoardTests without a clock; here it is only waited for.</summary>
public class LiveBoardTests
{
    private static readonly float[] Person = ThermalScene.Picture(true, new Data.SeededRandom(1, "live"));

    [Fact]
    [Trait("speed", "slow")]
    public void A_board_on_its_own_thread_is_painted_classifies_samples_over_its_line_and_takes_a_model()
    {
        using TestSupport.TemporaryFolder folder = new();
        using LiveBoard board = new(new VirtualBoard(BoardProfile.Esp32, ThermalScene.Model));
        board.Do(b => b.Paint(Person));
        WaitFor(board, s => s is { Answer: "person", IsLit: true });
        LoadedModel model = LoadedModel.Read(folder.Write("person.edgenet", ThermalScene.Model));
        Network desktop = new(model.Model);
        for (int i = 0; i < 5; i++)
        {
            float[] sample = ThermalScene.Create(5, 9).Sample(i).ToArray();
            desktop.Classify(sample);
            Assert.Equal(Enumerable.Range(0, 2).Select(desktop.Logit), board.Classify(model, sample, default).Logits);
        }

        WaitFor(board, s => s.Log.Any(l => l.Text == "model confirmed"));
        LoadedModel other = LoadedModel.Read(folder.Write("waving.edgenet", StoreBoard.Model(7)));
        List<DeliveryStage> stages = [];
        UserException refused = Assert.Throws<UserException>(() => board.Send(other, (stage, _) => stages.Add(stage), default));
        Assert.Contains("previous model", refused.Message);
        Assert.Equal([DeliveryStage.Sending, DeliveryStage.WaitingForConfirmation], stages.Distinct());
        WaitFor(board, s => s.Answer == "person");
    }

    [Fact]
    public void Threads_that_do_everything_at_once_neither_block_one_another_nor_the_board()
    {
        using LiveBoard board = new(new VirtualBoard(BoardProfile.Esp32, ThermalScene.Model));
        Parallel.For(0, 400, i =>
        {
            switch (i % 6)
            {
                case 0:
                    board.Do(b => b.Paint(i % 8, i / 8 % 8, 30));
                    break;
                case 1:
                    board.Do(b => b.Unplug());
                    break;
                case 2:
                    board.Do(b => b.PlugIn());
                    break;
                case 3:
                    board.Do(b => b.HasSensor = i % 4 < 2);
                    break;
                case 4:
                    Assert.Throws<UserException>(() => board.Do(b => b.Paint(9, 9, 0)));
                    break;
                default:
                    Assert.InRange(board.State.Log.Count, 0, BoardLog.MostLines);
                    break;
            }
        });
        board.Do(b =>
        {
            b.HasSensor = true;
            b.Paint(Person);
            b.PlugIn();
        });
        WaitFor(board, s => s.Answer == "person");
    }

    [Fact]
    public void A_board_that_was_taken_away_says_so()
    {
        LiveBoard board = new(new VirtualBoard(BoardProfile.Esp32, ThermalScene.Model));
        board.Dispose();
        Assert.Contains("taken away", Assert.Throws<UserException>(() => board.State).Message);
    }

    /// <summary>Board time is never ahead; a computer that was asleep for a minute has lost that minute.</summary>
    [Fact]
    public void Board_time_is_held_to_the_clock_and_what_was_lost_is_told()
    {
        SetClock clock = new();
        WallPace pace = new(clock);
        TimeSpan step = TimeSpan.FromMilliseconds(10);
        Assert.Equal(step, pace.Pass(step));
        clock.Milliseconds += 4;
        Assert.Equal(TimeSpan.FromMilliseconds(16), pace.Pass(step));

        // 26 ms late: that much is caught up.
        clock.Milliseconds += 52;
        Assert.Equal(TimeSpan.Zero, pace.Pass(step));
        Assert.Equal(TimeSpan.Zero, pace.Behind);
        clock.Milliseconds += 60_000;
        Assert.Equal(TimeSpan.Zero, pace.Pass(step));
        Assert.Equal(TimeSpan.FromMilliseconds(60_016), pace.Behind);
        Assert.Equal(step, pace.Pass(step));
    }

    // A failed expectation is told, and not waited for for ever.
    private static void WaitFor(LiveBoard board, Func<BoardState, bool> isSo)
    {
        Assert.True(SpinWait.SpinUntil(() =>
        {
            Thread.Sleep(20);
            return isSo(board.State);
        }, TimeSpan.FromMinutes(1)), $"{board.State.Answer}, {string.Join('|', board.State.Log.TakeLast(5).Select(l => l.Text))}");
    }

    private sealed class SetClock : TimeProvider
    {
        public long Milliseconds { get; set; }

        public override long TimestampFrequency => 1000;

        public override long GetTimestamp() => Milliseconds;
    }
}
