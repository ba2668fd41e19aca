namespace EdgeNet.Data;

/// <summary>How recordings become windows.</summary>
/// <param name="Window">Length of a window; null for what suits the data: 1 s of sound, 2 s of anything else.</param>
/// <param name="Stride">From the beginning of one window to that of the next; null for half a window.</param>
/// <param name="Rate">Readings per second; null for what the recordings say.</param>
public sealed record WindowOptions(TimeLength? Window = null, TimeLength? Stride = null, float? Rate = null)
{
    // Fewer readings than this are hardly meant.
    private const int FewReadings = 10;

    // What rounding to whole readings, or to frames of a few, makes of a stride.
    private const double SameStride = 0.1;

    private static readonly TimeLength Second = new(1, true), TwoSeconds = new(2, true);

    /// <summary>The largest raw value that a sensor gives, which becomes 32,767; null for what the data say.</summary>
    public float? FullScale { get; init; }

    /// <summary>What may not be meant as it is.</summary>
    /// <param name="features">What was made of the lengths.</param>
    /// <returns>A line for each.</returns>
    internal IEnumerable<string> NotesOn(IWindowFeatures features)
    {
        if (Window is { InSeconds: false, Value: < FewReadings } few)
        {
            yield return $"--window {few} is {features.WindowReadings} readings ({features.WindowReadings / features.Rate:0.###} s); for seconds give --window {few}s";
        }

        if (Stride is { } stride && stride.Readings(features.Rate, "--stride") is int wanted && Math.Abs(features.StrideReadings - wanted) > SameStride * wanted)
        {
            yield return $"--stride {stride} became {features.StrideReadings / features.Rate:0.###} s: windows begin where frames of their features do";
        }
    }

    /// <summary>Lengths in readings.</summary>
    /// <param name="set">The recordings.</param>
    /// <returns>Readings of a window and of a stride.</returns>
    /// <exception cref="Files.UserException">One of them is less than a reading or more than any model has.</exception>
    public (int Window, int Stride) Readings(RecordingSet set)
    {
        int window = (Window ?? (set.IsSound ? Second : TwoSeconds)).Readings(set.Rate, "--window");
        return (window, Stride?.Readings(set.Rate, "--stride") ?? Math.Max(1, window / 2));
    }
}
