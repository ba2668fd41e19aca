using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Files;
using EdgeNet.Trainer.Networks;

namespace EdgeNet.Trainer.Tests;

/// <summary>The layers behind tiny, small and accurate.</summary>
public class ModelChoiceTests
{
    private static readonly string[] Words = ["tiny", "small", "accurate"];

    [Theory]
    [InlineData("tiny", 28, 28, "conv 8 4x4 stride 3 relu, conv 12 3x3 stride 2 relu, dense 10")]
    [InlineData("SMALL", 28, 28, "conv 8 3x3 stride 2 same relu, conv 16 3x3 stride 2 same relu, conv 16 3x3 stride 2 relu, dense 10")]
    [InlineData("accurate", 28, 28, "conv 16 5x5 stride 2 same relu, conv 32 3x3 stride 2 same relu, conv 48 3x3 same relu, pool 2, dense 10")]
    [InlineData("tiny", 64, 48, "conv 8 4x4 stride 3 relu, conv 12 3x3 stride 2 relu, conv 16 3x3 stride 2 relu, dense 10")]
    [InlineData("tiny", 8, 8, "conv 5 3x3 relu, pool 2, dense 10")]
    [InlineData("small", 5, 28, "dense 32 relu, dense 10")]
    public void Pictures_get_convolutions_by_their_size(string word, int height, int width, string layers)
    {
        Assert.Equal(layers, ModelChoice.Parse(word).For(Pictures(Shape.Grey(height, width))).ToString());
    }

    [Fact]
    public void Tables_get_dense_layers()
    {
        Assert.Equal(["dense 8 relu, dense 2", "dense 32 relu, dense 2", "dense 64 relu, dense 32 relu, dense 2"], Words.Select(w => ModelChoice.Parse(w).For(Bugs.Create(1).Train).ToString()));
    }

    [Fact]
    public void Pictures_whose_values_are_no_bytes_get_convolutions_too()
    {
        Dataset readings = new("readings", TaskKind.Classification, Shape.Grey(8, 8), FeatureKind.SharedRange, new float[128], [0f, 1f], ["a", "b"]);
        Assert.StartsWith("conv 5 3x3", ModelChoice.Parse("tiny").For(readings).ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_size_of_picture_has_a_network_that_fits_and_a_word_that_promises_more_has_more_weights()
    {
        for (int side = 6; side <= 128; side++)
        {
            foreach (Shape shape in new[] { Shape.Grey(side, side), new Shape(3, side, 128, 3), new Shape(3, 128, side, 3) })
            {
                long[] parameters = [.. Words.Select(w => ModelChoice.Parse(w).For(Pictures(shape)).ParametersOf(shape))];
                Assert.True(parameters[0] < parameters[2] && parameters[1] < parameters[2], $"{shape}: {string.Join(", ", parameters)}");
            }
        }
    }

    [Fact]
    public void Layers_are_those_that_are_typed_and_another_word_is_refused()
    {
        Assert.Equal("dense 4 tanh, dense 2", ModelChoice.Parse("dense 4 tanh, dense 2").For(Bugs.Create(1).Train).ToString());
        string message = Assert.Throws<UserException>(() => ModelChoice.Parse("huge")).Message;
        Assert.Contains("\"huge\" at character 1 is not a kind of layer", message);
        Assert.EndsWith("; or choose tiny, small or accurate", message);
    }

    [Theory]
    [InlineData("accurate", true)]
    [InlineData("dense 32, dense 10", true)]
    [InlineData("dense 10", true)]
    [InlineData("big.edgenet", false)]
    [InlineData("1", false)]
    public void A_choice_is_told_from_the_name_of_a_file(string text, bool choice)
    {
        Assert.Equal(choice, ModelChoice.IsMeantBy(text));
    }

    private static Dataset Pictures(Shape shape) => new("p", TaskKind.Classification, shape, FeatureKind.Pixels, new float[shape.Count], [0], [.. Enumerable.Range(0, 10).Select(l => $"{l}")]);
}
