using EdgeNet.Trainer.Training;

namespace EdgeNet.Trainer.Tests;

public class PaceTests
{
    [Fact]
    public void Both_ways_are_measured_and_the_faster_one_is_used()
    {
        Pace pace = new(threads: 2);
        Assert.Equal(2, pace.Threads);
        pace.Record(2, 100, 0.010);
        Assert.Equal(1, pace.Threads);
        pace.Record(1, 100, 0.015);
        Assert.Equal(2, pace.Threads);
        Assert.InRange(pace.Steps, 250, 350); // 30 ms at 10,000 steps a second
    }

    [Fact]
    public void When_the_machine_gets_busy_one_thread_takes_over_and_the_other_is_tried_again_later()
    {
        Pace pace = new(threads: 2);
        pace.Record(2, 100, 0.010);
        pace.Record(1, 100, 0.015);
        pace.Record(2, 5, 0.100);
        Assert.Equal(1, pace.Threads);
        int tried = 0;
        for (int segment = 0; segment < 48; segment++)
        {
            tried += pace.Threads == 2 ? 1 : 0;
            pace.Record(pace.Threads, 100, pace.Threads == 2 ? 1.0 : 0.015);
        }

        // Segments 4, 8 and 16, and then every 24th.
        Assert.Equal(5, tried);
    }

    [Fact]
    public void A_single_thread_has_no_choice()
    {
        Pace pace = new(threads: 1);
        pace.Record(1, 10, 1);
        Assert.Equal(1, pace.Threads);
    }
}
