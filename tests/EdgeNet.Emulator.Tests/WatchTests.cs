using EdgeNet.Emulator;

namespace EdgeNet.Emulator.Tests;

/// <summary>A program on the board can be looked into while it runs.</summary>
public class WatchTests
{
    [Fact]
    public void A_watched_method_hands_out_its_object_and_its_result_and_its_object_can_be_asked()
    {
        using Board board = Programs.Deployed(BoardProfile.Esp32, "EdgeNet.Device.Core", "EdgeNet.Device", "EdgeNet.Esp32");
        List<string> problems = [];
        board.Watch("EdgeNet.Device.ModelStore.Start", (store, network) =>
        {
            Assert.Null(network);
            problems.Add((string)board.CallOn(store!, "get_Problem")!);
            if (problems.Count == 2)
            {
                board.StopAfter(TimeSpan.Zero);
            }
        });
        BoardRun run = board.Run(TimeSpan.FromMinutes(1));
        Assert.Equal("its time is up", run.StopReason);
        Assert.Equal(2, problems.Count);
        Assert.All(problems, p => Assert.Contains("no model has been installed", p));
        Assert.InRange(board.NowMicroseconds, 5e6, 6e6); // the app looks for a model every five seconds
    }

    [Fact]
    public void A_board_that_is_to_be_stopped_runs_on_until_then_and_not_beyond_its_limit()
    {
        foreach ((double after, double expected) in new[] { (2.0, 2.0), (30.0, 12.0) })
        {
            using Board board = Programs.Deployed(BoardProfile.Esp32, "EdgeNet.Device.Core", "EdgeNet.Device", "EdgeNet.Esp32");
            bool first = true;
            board.Watch("EdgeNet.Device.ModelStore.Start", (_, _) =>
            {
                if (first)
                {
                    board.StopAfter(TimeSpan.FromSeconds(after));
                }

                first = false;
            });
            board.Run(TimeSpan.FromSeconds(12));
            Assert.InRange(board.NowMicroseconds / 1e6, expected, expected + 0.1);
        }
    }
}
