using FsCheck;
using FsCheck.Fluent;

namespace EdgeNet.Data.Tests;

/// <summary>Some of many.</summary>
public sealed class EvenSpreadTests
{
    [Fact]
    public void The_first_of_every_third_are_chosen_where_a_third_is_wanted() => Assert.Equal([0, 3, 6], EvenSpread.Of(9, 3));

    [Fact]
    public void All_are_chosen_where_there_are_not_more() => Assert.Equal([0, 1, 2, 3], EvenSpread.Of(4, 10));

    [Fact]
    public void Of_nothing_nothing_is_chosen() => Assert.Empty(EvenSpread.Of(0, 10));

    [Fact]
    public void Neighbours_are_equally_far_apart_to_within_one_however_many_there_are() => Prop.ForAll(
        Gen.Choose(1, int.MaxValue).Two().Select(p => (Count: p.Item1, Most: (p.Item2 % 1000) + 1)).ToArbitrary(),
        p =>
        {
            int[] chosen = EvenSpread.Of(p.Count, p.Most);
            double apart = (double)p.Count / chosen.Length;
            Assert.Equal(Math.Min(p.Count, p.Most), chosen.Length);
            Assert.Equal(0, chosen[0]);
            Assert.All(chosen.Zip(chosen.Skip(1).Append(p.Count)), n => Assert.InRange(n.Second - n.First, Math.Floor(apart), Math.Ceiling(apart)));
        }).QuickCheckThrowOnFailure();
}
