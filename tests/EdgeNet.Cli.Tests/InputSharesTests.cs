using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Layers.Dense;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Quantization;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Tests;

/// <summary>Which inputs spoke for an answer, worked by hand with sums.</summary>
public sealed class InputSharesTests
{
    /// <summary>a = 2x + y - z, b = 0. Without x the lead of 2*2 + 1 - 2 = 3 is -1, without y 2, without z 5.</summary>
    [Fact]
    public void A_value_has_the_share_by_which_the_lead_falls_without_it()
    {
        InputShares shares = Of(TinyModels.Linear(TaskKind.Classification, [2, 0, 1, 0, -1, 0], 3, ["a", "b"]), [2, 1, 2]);
        Assert.Equal(0, shares.Output);
        Assert.Equal(4 / 3.0, (double)shares.Drops[0] / shares.Lead, 0.03);
        Assert.Equal(1 / 3.0, (double)shares.Drops[1] / shares.Lead, 0.03);
        Assert.Equal(-2 / 3.0, (double)shares.Drops[2] / shares.Lead, 0.03);
        Assert.Equal([0, 1], shares.Strongest(5));
        Assert.Equal(["value 1", "value 2", "value 3"], shares.Names);
    }

    [Fact]
    public void An_estimate_changes_by_what_the_value_adds()
    {
        LoadedModel model = TinyModels.Linear(TaskKind.Regression, [2, 1], 2, ["sum"]);
        InputShares shares = Of(model, [1.5f, -2]);
        Assert.Equal(3, shares.Drops[0] * model.Model.Output.LogitScale, 0.06);
        Assert.Equal(-2, shares.Drops[1] * model.Model.Output.LogitScale, 0.06);
    }

    /// <summary>Class a likes the pixel in the middle of 5x5, b none: only that pixel speaks.</summary>
    [Fact]
    public void Of_a_picture_the_map_shows_the_pixel_that_matters()
    {
        Shape shape = Shape.Grey(5, 5);
        float[] weights = new float[50];
        weights[2 * 12] = 1;
        Dataset range = new("range", TaskKind.Classification, shape, FeatureKind.Pixels, [.. Enumerable.Repeat(0f, 25), .. Enumerable.Repeat(255f, 25)], [0, 1], ["a", "b"]);
        FloatNetwork network = new(TaskKind.Classification, shape, InputScaling.For(range), [new DenseLayer(shape, new FloatMatrix(25, 2, weights, new float[2]), Activation.Softmax)], ["a", "b"], 1f, 0f);
        ModelFile model = ModelFile.Parse(ModelWriter.Write(Quantizer.Quantize(network, range).Network, []));
        float[] raw = new float[25];
        raw[12] = raw[7] = 255;
        InputShares shares = InputShares.Of(model, new Network(model), raw);
        Assert.Equal((5, 5), (shares.Rows, shares.Columns));
        Assert.Equal([12], shares.Strongest(25));
        Assert.Equal(shares.Lead, shares.Drops[12]);
    }

    [Fact]
    public void Many_values_are_tried_together()
    {
        InputShares shares = Of(TinyModels.Linear(TaskKind.Regression, [.. Enumerable.Repeat(0.01f, 5000)], 5000, ["sum"]), new float[5000]);
        Assert.Equal(1000, shares.Drops.Length);
        Assert.Equal("values 4996 to 5000", shares.Names[^1]);
    }

    [Fact]
    public void The_input_is_left_as_it_was()
    {
        float[] raw = [1, 2, 3];
        Of(TinyModels.Largest(["a", "b", "c"]), raw);
        Assert.Equal([1f, 2f, 3f], raw);
    }

    private static InputShares Of(LoadedModel model, float[] raw) => InputShares.Of(model.Model, new Network(model.Model), raw);
}
