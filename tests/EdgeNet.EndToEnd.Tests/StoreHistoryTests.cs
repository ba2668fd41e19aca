using System.Diagnostics;
using System.Text.RegularExpressions;
using Xunit.Abstractions;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>
/// What an update store promises, in random orders: a board with a key runs only what its owner signed; a board with a model that has
/// proved itself and is whole starts one; counters never fall; nobody is stuck. 3,000 histories, or as many as EDGENET_HISTORIES says.
/// </summary>
[Trait("speed", "slow")]
public partial class StoreHistoryTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void In_random_histories_of_updates_rot_power_cuts_and_a_hostile_sender_the_board_keeps_what_it_promises(bool keyed)
    {
        int histories = (int.TryParse(Environment.GetEnvironmentVariable("EDGENET_HISTORIES"), out int asked) ? asked : 3000) / 2;
        using StoreHistory history = new(keyed);
        TimeSpan started = Process.GetCurrentProcess().TotalProcessorTime;
        List<string> broken = [];
        for (int seed = 0; seed < histories; seed++)
        {
            if (history.Play(seed) is string promise)
            {
                broken.Add($"history {seed}: the board {promise}\n  {history.Steps}");
            }
        }

        output.WriteLine($"{histories} histories, {history.Taken} models taken, {history.Cuts} power cuts, {history.Rotten} rotten bits, {(Process.GetCurrentProcess().TotalProcessorTime - started).TotalSeconds:F0} s of processor time; {broken.Count} broken");
        foreach (IGrouping<string, string> kind in broken.GroupBy(b => Particulars().Replace(b.Split('\n')[0], "")).OrderByDescending(g => g.Count()))
        {
            output.WriteLine($"{kind.Count()} x {kind.First()}");
        }

        Assert.Empty(broken.Take(3));
        Assert.InRange(history.Taken, histories, 100L * histories);
        Assert.InRange(history.Cuts, histories / 4, 100L * histories);
        Assert.InRange(history.Rotten, histories / 4, 100L * histories);
    }

    [GeneratedRegex(@"\(.*\)|\d+|I:.*")]
    private static partial Regex Particulars();
}
