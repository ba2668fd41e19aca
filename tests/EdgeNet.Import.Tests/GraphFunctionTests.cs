using EdgeNet.Import.Graphs;

namespace EdgeNet.Import.Tests;

public class GraphFunctionTests
{
    [Theory]
    [InlineData(-4, 0)]
    [InlineData(-1, -1.0 / 3)]
    [InlineData(1, 2.0 / 3)]
    [InlineData(4, 4)]
    public void Hard_swish_is_zero_below_minus_3_and_its_input_above_3(double x, double expected) =>
        Assert.Equal(expected, new HardSwishFunction().Apply(x, 0), 12);

    [Fact]
    public void A_leaky_relu_with_an_alpha_per_channel_uses_that_of_the_channel() =>
        Assert.Equal([-0.5, -1, 2], new[] { new LeakyFunction([0.25f, 0.5f]).Apply(-2, 0), new LeakyFunction([0.25f, 0.5f]).Apply(-2, 1), new LeakyFunction([0.25f, 0.5f]).Apply(2, 1) });
}
