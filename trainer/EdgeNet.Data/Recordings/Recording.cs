namespace EdgeNet.Data;

/// <summary>An unbroken stream of readings: one file, or one part of a file between gaps.</summary>
/// <param name="Name">What it was recorded in: a path relative to the folder of the data, or a part of a table. Parts of one recording have the same name.</param>
/// <param name="Label">What was recorded; null if it is not known.</param>
/// <param name="Channels">Names of the channels.</param>
/// <param name="Rate">Readings per second.</param>
/// <param name="Samples">The readings, one after the other, each with a value per channel.</param>
public sealed record Recording(string Name, string? Label, IReadOnlyList<string> Channels, float Rate, short[] Samples)
{
    /// <summary>Recordings with the same group stay on one side of a split.</summary>
    public string Group { get; init; } = Name;

    /// <summary>Where in the recording it begins, in seconds.</summary>
    public double Start { get; init; }

    /// <summary>Readings of silence before it and behind it through which it may move, so that it may be anywhere in a window; 0 if it stays in the middle.</summary>
    public int Room { get; init; }

    /// <summary>Number of readings.</summary>
    public int Count => Samples.Length / Channels.Count;
}
