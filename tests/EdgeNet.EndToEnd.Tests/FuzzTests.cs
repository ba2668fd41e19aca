using EdgeNet.Fuzz;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>The short run of tools/EdgeNet.Fuzz; the long one has a million inputs a parser.</summary>
[Trait("speed", "slow")]
public class FuzzTests
{
    private const int Inputs = 40_000;

    public static TheoryData<string> Parsers => [.. FuzzTargets.All.Select(t => t.Name)];

    [Theory]
    [MemberData(nameof(Parsers))]
    public void No_input_makes_a_parser_throw_what_it_does_not_document_allocate_out_of_proportion_or_hang(string parser)
    {
        FuzzResult result = FuzzRun.Run(FuzzTargets.All.Single(t => t.Name == parser), 7, 0, Inputs, null, default);
        Assert.True(result.Finding is null, $"input {result.Finding?.Number} of seed 7: {result.Finding?.Problem}");
        Assert.Equal(Inputs, result.Done);
    }

    /// <summary>The fuzzer itself: it must notice what it looks for.</summary>
    [Fact]
    public void A_parser_that_throws_or_allocates_too_much_is_found()
    {
        FuzzTarget throws = new("throws", [[1, 2, 3]], null, input => _ = input[2], _ => 1000);
        Assert.Contains("IndexOutOfRange", FuzzRun.Run(throws, 1, 0, 1000, null, default).Finding!.Problem);
        FuzzTarget allocates = new("allocates", [[1, 2, 3]], null, input => GC.KeepAlive(new byte[input.Length * 100]), length => 1000 + (10 * length));
        Assert.Contains("bytes allocated", FuzzRun.Run(allocates, 1, 0, 1000, null, default).Finding!.Problem);
    }
}
