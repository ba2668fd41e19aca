using EdgeNet.Data;

namespace EdgeNet.Studio.Training;

/// <summary>Samples of two inputs, as points of a plane.</summary>
/// <param name="X">The first input.</param>
/// <param name="Y">The second input.</param>
/// <param name="Target">The class, or the target of the first output.</param>
/// <param name="Tested">Whether the sample is only tested with.</param>
/// <param name="Names">What the inputs are called.</param>
internal sealed record PlanePoints(IReadOnlyList<float> X, IReadOnlyList<float> Y, IReadOnlyList<float> Target, IReadOnlyList<bool> Tested, IReadOnlyList<string> Names)
{
    private const int Most = 400;

    /// <summary>Takes some samples of both parts.</summary>
    /// <param name="data">The data.</param>
    /// <returns>The points; null if samples are none.</returns>
    public static PlanePoints? Of(DatasetSplit data)
    {
        if (data.Train.Shape.Count != 2)
        {
            return null;
        }

        (Dataset Part, int Sample, bool Tested)[] points = [.. EvenSpread.Of(data.Train.Count, Most).Select(s => (data.Train, s, false)), .. EvenSpread.Of(data.Test.Count, Most).Select(s => (data.Test, s, true))];
        return new PlanePoints(
            [.. points.Select(p => p.Part.Sample(p.Sample)[0])],
            [.. points.Select(p => p.Part.Sample(p.Sample)[1])],
            [.. points.Select(p => p.Part.HasClasses ? p.Part.ClassOf(p.Sample) : p.Part.Target(p.Sample, 0))],
            [.. points.Select(p => p.Tested)],
            data.Train.Columns ?? ["first input", "second input"]);
    }
}
