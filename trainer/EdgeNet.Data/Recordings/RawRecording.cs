namespace EdgeNet.Data;

/// <summary>What one file or one part of a table holds, before rates and scales of all of them are known.</summary>
/// <param name="Name">A path relative to the folder of the data, or a part of a table.</param>
/// <param name="Label">What was recorded; null if it is not known.</param>
/// <param name="Channels">Names of the channels, at least one.</param>
/// <param name="Rate">Readings per second; 0 if the file does not say.</param>
/// <param name="Pieces">The readings between gaps; none if it is empty.</param>
internal sealed record RawRecording(string Name, string? Label, string[] Channels, double Rate, IReadOnlyList<RawPiece> Pieces)
{
    /// <summary>Recordings with the same group stay on one side of a split.</summary>
    public string Group { get; init; } = Name;

    /// <summary>Whether it is sound.</summary>
    public bool IsSound { get; init; }

    /// <summary>Name of the column of the labels; null if there is none.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>Whether the file names its channels.</summary>
    public bool HasNames { get; init; }
}

/// <summary>Readings without a gap.</summary>
/// <param name="First">Number of the first reading in its recording, from 0.</param>
/// <param name="Values">Reading after reading, a value per channel.</param>
internal sealed record RawPiece(long First, float[] Values);
