using EdgeNet.Data;
using EdgeNet.Pictures;

namespace EdgeNet.Workflows;

/// <summary>Samples small enough for a page full of them.</summary>
public static class SampleThumbnail
{
    /// <summary>The longest side of a thumbnail, in pixels.</summary>
    public const int MaxSide = 64;

    /// <summary>The most points of a channel of a trace, and the most channels.</summary>
    public const int MaxPoints = 96, MaxChannels = 8;

    /// <summary>A sample that is a picture, as a network sees it.</summary>
    /// <param name="data">Samples that are grey or in colour.</param>
    /// <param name="sample">0 to Count - 1.</param>
    /// <returns>The picture, from black to white over all values that the data can have.</returns>
    public static Picture Of(Dataset data, int sample)
    {
        (float low, float high) = data.CommonRange();
        float scale = high > low ? byte.MaxValue / (high - low) : 0;
        byte[] pixels = [.. data.Sample(sample).ToArray().Select(v => (byte)Math.Clamp(MathF.Round((v - low) * scale), byte.MinValue, byte.MaxValue))];
        return Fit(new Picture(data.Shape.Width, data.Shape.Height, pixels, data.Shape.Channels));
    }

    /// <summary>Whether samples can be shown as pictures.</summary>
    /// <param name="data">The samples.</param>
    /// <returns>Whether they have rows, columns and one or three channels.</returns>
    public static bool ArePictures(Dataset data) => data.Windows is null && data.Shape is { Rank: 2 } or { Rank: 3, Channels: 1 or 3, Width: > 1 };

    /// <summary>A picture, smaller if it is too large.</summary>
    /// <param name="picture">The picture.</param>
    /// <returns>One of the same proportions.</returns>
    public static Picture Fit(Picture picture)
    {
        int side = Math.Max(picture.Width, picture.Height);
        return side <= MaxSide ? picture : picture.Resize(Math.Max(1, picture.Width * MaxSide / side), Math.Max(1, picture.Height * MaxSide / side));
    }

    /// <summary>The lowest and the highest value of each column that is shown, so that columns of any unit can be seen beside each other.</summary>
    /// <param name="data">Rows, or windows of recordings.</param>
    /// <returns>A range for each of the first columns.</returns>
    public static (float Low, float High)[] RangesOf(Dataset data)
    {
        (float Low, float High)[] ranges = new (float, float)[Math.Min(MaxPoints, data.Shape.Count)];
        Array.Fill(ranges, (float.PositiveInfinity, float.NegativeInfinity));
        for (int s = 0; s < data.Count; s++)
        {
            ReadOnlySpan<float> row = data.Sample(s);
            for (int c = 0; c < ranges.Length; c++)
            {
                ranges[c] = (row[c] < ranges[c].Low ? row[c] : ranges[c].Low, row[c] > ranges[c].High ? row[c] : ranges[c].High);
            }
        }

        return ranges;
    }

    /// <summary>A recording as lines, or a row as values.</summary>
    /// <param name="data">Windows of recordings, or rows.</param>
    /// <param name="sample">0 to Count - 1; of recordings, the first window of one.</param>
    /// <param name="ranges">What <see cref="RangesOf"/> gives.</param>
    /// <returns>For each channel its points; of a row, one channel with its values, from 0 for the lowest of the column to 1 for the highest.</returns>
    public static float[][] TraceOf(Dataset data, int sample, (float Low, float High)[] ranges)
    {
        if (data is not { Windows: { } windows, Origins: { } origins })
        {
            return [[.. ranges.Select((r, c) => r.High > r.Low ? (data.Sample(sample)[c] - r.Low) / (r.High - r.Low) : 0.5f)]];
        }

        Recording recording = windows.Recordings.Recordings[origins[sample].Recording];
        int channels = recording.Channels.Count, points = Math.Min(MaxPoints, recording.Count);
        return [.. Enumerable.Range(0, Math.Min(MaxChannels, channels)).Select(c => Enumerable.Range(0, points).Select(p => PointOf(recording, c, p, points)).ToArray())];
    }

    // Of the readings that one point stands for the one furthest from zero: peaks must show.
    private static float PointOf(Recording recording, int channel, int point, int points)
    {
        int from = (int)((long)point * recording.Count / points), to = Math.Max(from + 1, (int)((long)(point + 1) * recording.Count / points));
        int largest = 0;
        for (int i = from; i < to; i++)
        {
            int value = recording.Samples[(i * recording.Channels.Count) + channel];
            largest = Math.Abs(value) > Math.Abs(largest) ? value : largest;
        }

        return largest;
    }
}
