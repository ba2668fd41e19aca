using EdgeNet.Workflows;

namespace EdgeNet.Cli.Tests;

/// <summary>The memory of a live training has an end, however long it learns.</summary>
public sealed class LiveHistoryTests
{
    [Fact]
    public void Of_a_long_training_epochs_are_kept_from_first_to_last_and_not_too_many()
    {
        LiveHistory history = new(100, 1000);
        for (int epoch = 1; epoch <= 10_000; epoch++)
        {
            history.Add(new LiveEpoch(epoch, 1.0 / epoch, null));
            Assert.InRange(history.Epochs.Count, 1, 100);
            Assert.Equal(epoch, history.Epochs[^1].Epoch);
        }

        // Every 128th, and the last.
        Assert.Equal([.. Enumerable.Range(1, 78).Select(i => 128 * i), 10_000], history.Epochs.Select(e => e.Epoch));
    }

    [Fact]
    public void Checkpoints_take_no_more_memory_than_they_may_and_the_last_one_stays()
    {
        LiveHistory history = new(100, 1000);
        for (int epoch = 1; epoch <= 500; epoch++)
        {
            history.Keep(epoch, new byte[90]);
            Assert.Equal((epoch, 90), (history.Before(epoch + 1).Epoch, history.Before(epoch + 1).Checkpoint!.Length));
            int kept = Enumerable.Range(1, epoch + 1).Select(e => history.Before(e).Epoch).Where(e => e > 0).Distinct().Count();
            Assert.InRange(kept * 90, 90, 1000);
        }

        Assert.Equal((0, null), history.Before(1));
    }

    [Fact]
    public void What_was_taken_back_is_forgotten()
    {
        LiveHistory history = new(100, 1000);
        for (int epoch = 1; epoch <= 5; epoch++)
        {
            history.Add(new LiveEpoch(epoch, 1, null));
            history.Keep(epoch, [(byte)epoch]);
        }

        int version = history.Version;
        history.Judge(4, new LiveJudgement(0.5, 1, 0.5));
        history.Truncate(3);
        history.Judge(4, new LiveJudgement(0.5, 1, 0.5));
        Assert.NotEqual(version, history.Version);
        Assert.Equal([1, 2, 3], history.Epochs.Select(e => e.Epoch));
        Assert.All(history.Epochs, e => Assert.Null(e.Judgement));
        Assert.Equal(3, history.Before(100).Epoch);
    }
}
