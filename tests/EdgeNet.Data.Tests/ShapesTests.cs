using EdgeNet.Data.BuiltIn;

namespace EdgeNet.Data.Tests;

/// <summary>Coloured shapes.</summary>
public class ShapesTests
{
    private static readonly Dataset Drawn = Shapes.Create(1200, 12, 1).Train;

    [Fact]
    public void Every_shape_comes_in_every_colour_equally_often_and_the_same_seed_draws_the_same()
    {
        Assert.Equal(new Shape(3, 24, 24, 3), Drawn.Shape);
        Assert.Equal(12, Drawn.Labels.Distinct().Count());
        Assert.All(Drawn.CountClasses(), c => Assert.Equal(100, c));
        Assert.Equal(Drawn.Features, Shapes.Create(1200, 12, 1).Train.Features);
        Assert.NotEqual(Drawn.Features, Shapes.Create(1200, 12, 2).Train.Features);
    }

    /// <summary>Red, green and blue are strongest where the shape is; the background may have any colour.</summary>
    [Fact]
    public void The_most_colourful_pixels_have_the_colour_of_the_label()
    {
        string[] channels = ["red", "green", "blue"];
        int right = 0;
        for (int s = 0; s < Drawn.Count; s++)
        {
            float[] picture = Drawn.Sample(s).ToArray();
            float[] most = [.. Enumerable.Range(0, 24 * 24).Select(p => picture[(3 * p)..((3 * p) + 3)]).OrderByDescending(p => p.Max() - p.Min()).Take(20).Aggregate(new float[3], (sum, p) => [sum[0] + p[0], sum[1] + p[1], sum[2] + p[2]])];
            right += Drawn.Labels[Drawn.ClassOf(s)].StartsWith(channels[Array.IndexOf(most, most.Max())], StringComparison.Ordinal) ? 1 : 0;
        }

        Assert.InRange(right / (double)Drawn.Count, 0.97, 1);
    }

    /// <summary>A picture's mean colour and its mean brightness, to which a nearest-mean rule would have to keep, say little of the class.</summary>
    [Fact]
    public void The_mean_of_a_picture_does_not_tell_its_class()
    {
        float[][] means = [.. Enumerable.Range(0, Drawn.Count).Select(s => Enumerable.Range(0, 3).Select(c => Drawn.Sample(s).ToArray().Where((_, i) => i % 3 == c).Average()).ToArray())];
        float[][] centres = [.. Enumerable.Range(0, 12).Select(k => Enumerable.Range(0, 3).Select(c => means.Where((_, s) => Drawn.ClassOf(s) == k).Average(m => m[c])).ToArray())];
        int right = Enumerable.Range(0, Drawn.Count).Count(s => Array.IndexOf(centres, centres.MinBy(c => c.Zip(means[s], (a, b) => (a - b) * (a - b)).Sum())) == Drawn.ClassOf(s));
        Assert.InRange(right / (double)Drawn.Count, 1 / 12.0, 0.35);
    }
}
