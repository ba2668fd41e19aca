using EdgeNet.Core;
using EdgeNet.Import.Graphs;

namespace EdgeNet.Workflows;

/// <summary>How an imported model reads raw values: real input = (raw - mean) / deviation.</summary>
/// <param name="Mean">One number, or one per channel.</param>
/// <param name="Deviation">One number, or one per channel.</param>
/// <param name="Source">Who says so.</param>
public sealed record RawMapping(IReadOnlyList<float> Mean, IReadOnlyList<float> Deviation, MappingSource Source)
{
    private const int MinSide = 8;
    private const float MostScaled = 1.5f, LeastCentred = -0.25f;
    private const string Others = "others need --mean and --std";

    /// <summary>Finds it: what is asked for, else what the file says, else values are the network's own.</summary>
    /// <param name="mean">Asked for; null if not.</param>
    /// <param name="deviation">Asked for; null if not.</param>
    /// <param name="notes">What the file says.</param>
    /// <returns>The mapping.</returns>
    public static RawMapping Of(float[]? mean, float[]? deviation, GraphNotes notes) =>
        mean is not null || deviation is not null ? new RawMapping(mean ?? [0], deviation ?? [1], MappingSource.Options)
        : notes.Mean is not null && notes.Deviation is not null ? new RawMapping(notes.Mean, notes.Deviation, MappingSource.File)
        : new RawMapping([0], [1], MappingSource.None);

    /// <summary>It in a sentence.</summary>
    /// <param name="input">What the network reads.</param>
    /// <returns>The sentence, without a full stop.</returns>
    public string Text(GraphTensor input)
    {
        if (Source == MappingSource.None)
        {
            string range = input.Step is { } step ? $", {NumberText.Of(-step.Zero * step.Scale, "G4")} to {NumberText.Of((255 - step.Zero) * step.Scale, "G4")}" : "";
            return $"raw values are the network's own real input values{range}; {(IsPicture(input.Shape) ? PixelHint(input.Step) : Others)}";
        }

        return $"raw values become (raw - {List(Mean)}) / {List(Deviation)}, {(Source == MappingSource.File ? "as the file says" : "as asked for")}";
    }

    private static bool IsPicture(TensorShape shape) => shape is { Height: >= MinSide, Width: >= MinSide, Channels: 1 or 3 };

    // Real numbers have no range yet. A range that is neither that of 0 to 1 nor that of -1 to 1 is not of pixels scaled in one of these ways.
    private static string PixelHint(AffineStep? step)
    {
        const string Hint = "for pixels of 0 to 255 add --std 255 if it was trained with 0 to 1, --mean 127.5 --std 127.5 if with -1 to 1";
        float low = step is null ? 0 : -step.Zero * step.Scale, high = step is null ? 0 : (255 - step.Zero) * step.Scale;
        return step is null ? Hint : low < -MostScaled || high > MostScaled ? Others : $"{Hint}; by its range {(low > LeastCentred ? "0 to 1" : "-1 to 1")} is likelier";
    }

    private static string List(IReadOnlyList<float> numbers) => numbers.Count == 1 ? NumberText.Of(numbers[0], "G6") : $"({string.Join(", ", numbers.Select(n => NumberText.Of(n, "G6")))})";
}

/// <summary>Who says how raw values are read.</summary>
public enum MappingSource
{
    /// <summary>Nobody: they are the network's own.</summary>
    None,

    /// <summary>The file's metadata.</summary>
    File,

    /// <summary>The user.</summary>
    Options,
}
