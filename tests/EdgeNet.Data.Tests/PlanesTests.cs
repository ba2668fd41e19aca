using EdgeNet.Data.BuiltIn;

namespace EdgeNet.Data.Tests;

/// <summary>Points in a plane, as TensorFlow Playground draws them.</summary>
public class PlanesTests
{
    // What the colours are without noise: the nearest of the two arms is measured point by point.
    private static readonly Dictionary<string, Func<double, double, bool>> Orange = new()
    {
        ["gauss"] = (x, y) => x + y > 0,
        ["circle"] = (x, y) => (x * x) + (y * y) < 9,
        ["quadrants"] = (x, y) => x * y > 0,
        ["spiral"] = (x, y) => Distance(x, y, 0) < Distance(x, y, Math.PI),
    };

    [Theory]
    [InlineData("gauss", 0.98)]
    [InlineData("circle", 0.98)]
    [InlineData("quadrants", 0.995)]
    [InlineData("spiral", 0.97)]
    public void Nearly_all_points_have_the_colour_of_their_place(string name, double least)
    {
        DatasetSplit split = BuiltInDatasets.Create(name, 1);
        Assert.Equal((400, 200), (split.Train.Count, split.Test.Count));
        foreach (Dataset part in new[] { split.Train, split.Test })
        {
            Assert.Equal(["orange", "blue"], part.Labels);
            Assert.Equal(part.CountClasses()[0], part.CountClasses()[1]);
            Assert.All(part.Features, v => Assert.InRange(v, -7f, 7f));
            int right = Enumerable.Range(0, part.Count).Count(i => Orange[name](part.Sample(i)[0], part.Sample(i)[1]) == (part.ClassOf(i) == 0));
            Assert.InRange(right / (double)part.Count, least, 1);
        }

        Assert.Equal(split.Train.Features, BuiltInDatasets.Create(name, 1).Train.Features);
        Assert.NotEqual(split.Train.Features, BuiltInDatasets.Create(name, 2).Train.Features);
    }

    private static double Distance(double x, double y, double turned) => Enumerable.Range(0, 501).Min(i =>
    {
        double t = i / 500.0, angle = (t * 3.5 * Math.PI) + turned;
        return Math.Pow(x - (5 * t * Math.Sin(angle)), 2) + Math.Pow(y - (5 * t * Math.Cos(angle)), 2);
    });
}
