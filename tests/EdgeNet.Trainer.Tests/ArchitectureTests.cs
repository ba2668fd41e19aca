using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Files;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeNet.Trainer.Tests;

/// <summary>The text in which people say what layers a network has.</summary>
public class ArchitectureTests
{
    [Fact]
    public void A_dense_layer_of_more_terms_than_a_sum_has_is_refused_before_training()
    {
        Architecture model = Architecture.Parse("dense 8, dense 2");
        Assert.Equal(2, model.Shapes(new Shape(3, 64, 256, 1))[^1].Count);
        Assert.Equal("layer 1 of the model, \"dense 8 relu\": a dense layer reads at most 16,384 values, not 27,648 (96x96x3); make them fewer with a pool or a larger stride before it, or with smaller pictures (--input-size)",
            Assert.Throws<UserException>(() => model.Shapes(new Shape(3, 96, 96, 3))).Message);
    }

    [Theory]
    [InlineData("dense 10", "dense 10")]
    [InlineData("pool 2, dense 32 relu, dense 10", "pool 2, dense 32 relu, dense 10")]
    [InlineData("  Pool  2 ,DENSE 32 , dense 16\tTanh,dense 3 ", "pool 2, dense 32 relu, dense 16 tanh, dense 3")]
    [InlineData("dense 32, sigmoid, dense 10", "dense 32 sigmoid, dense 10")]
    [InlineData("conv 8 3x3 stride 2, relu, conv 16 3, flatten, dense 10", "conv 8 3x3 stride 2 relu, conv 16 3x3 relu, dense 10")]
    [InlineData("conv 8 5x3 stride 2x1 same without norm tanh, dense 10", "conv 8 5x3 stride 2x1 same without norm tanh, dense 10")]
    [InlineData("conv 8 3x3 without norm pad 1 stride 2, dense 10", "conv 8 3x3 stride 2 pad 1 without norm relu, dense 10")]
    [InlineData("conv1d 8 5 stride 2 same, dense 3", "conv1d 8 5 stride 2 same relu, dense 3")]
    [InlineData("pool 3x2 stride 2, pool 2 stride 2, average all, add 2, relu, dense 3", "pool 3x2 stride 2, pool 2, average all, add 2 relu, dense 3")]
    [InlineData("pool 3 stride 1 same, average 2x1, depthwise 3 stride 2, dense 3", "pool 3 stride 1 same, average 2x1, depthwise 3 stride 2 relu, dense 3")]
    [InlineData("pointwise 16 without norm linear, dense 3", "pointwise 16 without norm linear, dense 3")]
    public void The_text_is_read_with_any_spaces_and_an_activation_may_follow_a_comma(string text, string canonical)
    {
        Assert.Equal(canonical, Architecture.Parse(text).ToString());
    }

    [Theory]
    [InlineData("pool 2, dens 10", "\"dens\" at character 9 is not a kind of layer; there are dense, conv, conv1d, pointwise, depthwise, pool, average, add, flatten")]
    [InlineData("dense 32 rleu, dense 10", "\"rleu\" at character 10 is not an activation; choose one of relu, sigmoid, tanh, linear")]
    [InlineData("dense relu, dense 10", "\"relu\" at character 7 is not a number from 1 to 4096")]
    [InlineData("dense 0, dense 10", "\"0\" at character 7 is not a number from 1 to 4096")]
    [InlineData("dense", "\"dense\" at character 1 must be followed by the number of units")]
    [InlineData("pool 0, dense 10", "\"0\" at character 6 is not one or two numbers from 1 to 255, such as 3 or 3x2 (size of the window)")]
    [InlineData("average every, dense 10", "\"every\" at character 9 is not one or two numbers")]
    [InlineData("dense 4, add 0, dense 10", "\"0\" at character 14 is not a number from 1 to 127 (layers to go back)")]
    [InlineData("dense 4, add 1 tanh, dense 10", "\"tanh\" at character 16 is not allowed here; sums of two tensors are linear or relu")]
    [InlineData("pool 2 relu, dense 10", "\"relu\" at character 8 is one word too many: a layer such as this ends with \"2\"")]
    [InlineData("dense 32 relu relu, dense 10", "\"relu\" at character 15 is one word too many")]
    [InlineData("dense 10 softmax", "\"softmax\" at character 10 is not an activation")]
    [InlineData("dense 10 relu", "\"relu\" at character 10 is not allowed in the last layer")]
    [InlineData("dense 32,, dense 10", "a layer is missing before character 10")]
    [InlineData("", "a layer is missing")]
    [InlineData("relu, dense 10", "\"relu\" at character 1 is an activation, which follows a layer")]
    [InlineData("dense 4, softmax", "\"softmax\" at character 10 is not needed")]
    [InlineData("tiny, dense 10", "\"tiny\" at character 1 is the size of a network, for which the layers are chosen; it stands alone")]
    [InlineData("conv 8 3x3 dense 10", "\"dense\" at character 12 begins another layer; put a comma before it")]
    [InlineData("conv 8, dense 10", "\"8\" at character 6 must be followed by the size of the kernel, one or two numbers from 1 to 255, such as 3 or 3x2")]
    [InlineData("conv 8 3x0, dense 10", "\"3x0\" at character 8 is not one or two numbers from 1 to 255")]
    [InlineData("conv 8 3x3x3, dense 10", "\"3x3x3\" at character 8 is not one or two numbers")]
    [InlineData("conv 8 3x3 strid 2, dense 10", "\"strid\" at character 12 is not understood there; choose one of stride, same, pad, without norm, relu")]
    [InlineData("conv 8 3x3 stride, dense 10", "\"stride\" at character 12 must be followed by the stride")]
    [InlineData("conv 8 3x3 without bias, dense 10", "\"without\" at character 12 must be followed by \"norm\"")]
    [InlineData("conv 8 3x3 stride 2 same stride 1, dense 10", "\"stride\" at character 26 repeats or contradicts an earlier word")]
    [InlineData("conv 8 3x3 same pad 1, dense 10", "\"pad\" at character 17 repeats or contradicts an earlier word")]
    [InlineData("pool 2 stride 2 stride 1, dense 10", "\"stride\" at character 17 repeats or contradicts an earlier word")]
    [InlineData("conv 8 3x3 relu same, dense 10", "\"same\" at character 17 is one word too many")]
    [InlineData("pointwise 8 same, dense 10", "\"same\" at character 13 is not understood there; choose one of stride, without norm")]
    [InlineData("flatten, conv 8 3x3, dense 10", "\"flatten\" at character 1 is only allowed before a dense layer")]
    [InlineData("dense 10, flatten", "\"flatten\" at character 11 is only allowed before a dense layer")]
    public void An_error_points_at_the_word(string text, string message)
    {
        UserException e = Assert.Throws<UserException>(() => Architecture.Parse(text));
        Assert.Contains(message, e.Message);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        Gen<string> layer = Gen.OneOf(Gen.Constant("pool 2"), from units in Gen.Choose(1, 4096) from activation in Gen.Elements("relu", "sigmoid", "tanh", "linear") select $"dense {units} {activation}");
        Prop.ForAll((from layers in layer.ListOf() from last in Gen.Choose(1, 4096) select string.Join(", ", layers.Take(20).Append($"dense {last}"))).ToArbitrary(),
            text => Architecture.Parse(text).ToString() == text).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_text_is_read_or_refused_in_one_line()
    {
        Gen<string> words = Gen.Elements("dense", "pool", "relu", "2", "10", "-1", "99999999999", ",", ", ", " ", "softmax", "\u00e9", "\t", "dense 10",
            "conv", "conv 4 3x3", "conv1d 2 3", "pointwise 3", "depthwise 2", " 3x3", " stride", " same", " pad", " without norm", "average", " all", "add 1", "flatten");
        Prop.ForAll(words.ListOf().Select(string.Concat).ToArbitrary(), text =>
        {
            try
            {
                string canonical = Architecture.Parse(text).ToString();
                return Architecture.Parse(canonical).ToString() == canonical;
            }
            catch (UserException e)
            {
                return !e.Message.Contains('\n', StringComparison.Ordinal);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
    }

    [Fact]
    public void The_last_layer_has_as_many_outputs_as_the_data()
    {
        Dataset data = Digits.Create("digits", 8, 20, 10, 1).Train;
        UserException e = Assert.Throws<UserException>(() => NetworkFactory.Create(data, new TrainingOptions { Model = Architecture.Parse("dense 12") }));
        Assert.Contains("end it with \"dense 10\"", e.Message);
        e = Assert.Throws<UserException>(() => NetworkFactory.Create(data, new TrainingOptions { Model = Architecture.Parse("pool 2") }));
        Assert.Contains("ends with \"pool 2\"", e.Message);
    }

    [Fact]
    public void A_layer_that_cannot_read_what_it_is_given_is_named()
    {
        Dataset bugs = BuiltInDatasets.Create("bugs", 1).Train;
        UserException e = Assert.Throws<UserException>(() => NetworkFactory.Create(bugs, new TrainingOptions { Model = Architecture.Parse("pool 2, dense 2") }));
        Assert.Contains("layer 1 of the model, \"pool 2\"", e.Message);
        Dataset digits = Digits.Create("digits", 8, 20, 10, 1).Train;
        e = Assert.Throws<UserException>(() => NetworkFactory.Create(digits, new TrainingOptions { Model = Architecture.Parse("pool 2, pool 2, pool 2, pool 2, dense 10") }));
        Assert.Contains("layer 4 of the model, \"pool 2\"", e.Message);
        e = Assert.Throws<UserException>(() => NetworkFactory.Create(digits, new TrainingOptions { Model = Architecture.Parse("pool 2, dense 10"), InputBits = 9 }));
        Assert.Contains("--input-bits", e.Message);
    }

    [Fact]
    public void More_weights_than_a_model_file_holds_are_refused_before_they_are_made()
    {
        Dataset data = Digits.Create("digits", 8, 20, 10, 1).Train;
        TrainingOptions options = new() { Model = Architecture.Parse("dense 3000, dense 4096, dense 2000, dense 10") };
        UserException e = Assert.Throws<UserException>(() => NetworkFactory.Create(data, options));
        Assert.Contains("20,701,106 weights", e.Message);
        Assert.Contains("the 16 MB of a model file hold with 8 bits each; layer 2, \"dense 4096 relu\", has 12,292,096 of them", e.Message);
        string many = string.Join(", ", Enumerable.Repeat("dense 4096", 100)) + ", dense 10";
        e = Assert.Throws<UserException>(() => NetworkFactory.Create(data, new TrainingOptions { Model = Architecture.Parse(many), WeightBits = [4] }));
        Assert.Contains("with 4 bits each", e.Message);
    }

    /// <summary>A board runs golden vectors while it loads a model: of 7.3 million multiply-adds one, of 14.5 million none.</summary>
    [Theory]
    [InlineData("conv 4 3x3 same, dense 3", 2)]
    [InlineData("conv 32 3x3 same, conv 32 3x3 same, average all, dense 3", 1)]
    [InlineData("conv 32 3x3 same, conv 32 3x3 same, conv 32 3x3 same, average all, dense 3", 0)]
    public void A_model_that_takes_long_has_fewer_golden_vectors(string model, int count)
    {
        float[] pixels = [.. Enumerable.Range(0, 3 * 784).Select(i => (float)(i % 251))];
        Dataset data = new("pictures", TaskKind.Classification, Shape.Grey(28, 28), FeatureKind.Pixels, pixels, [0f, 1f, 2f], ["a", "b", "c"]);
        byte[] file = ModelBuilder.BuildUntrained(data, new TrainingOptions { Model = Architecture.Parse(model) });
        Assert.Equal(count, ModelFile.Parse(file).GoldenCount);
    }

    [Fact]
    public void Hidden_and_activations_are_short_for_the_text()
    {
        Dataset data = Digits.Create("digits", 8, 20, 10, 1).Train;
        TrainingOptions options = new() { Hidden = [5, 4, 3], Activations = [Layers.Activation.Tanh, Layers.Activation.Linear] };
        Assert.Equal("dense 5 tanh, dense 4 linear, dense 3 linear, dense 10", options.ArchitectureFor(data).ToString());
        TrainingOptions typed = new() { Model = Architecture.Parse("dense 5 tanh, dense 4 linear, dense 3 linear, dense 10") };
        Assert.Equal(NetworkFactory.Create(data, options).Layers[1].Matrix!.Weights, NetworkFactory.Create(data, typed).Layers[1].Matrix!.Weights);
        Assert.Equal((65 * 5) + (6 * 4) + (5 * 3) + (4 * 10), typed.ArchitectureFor(data).ParametersOf(data.Shape));
    }
}
