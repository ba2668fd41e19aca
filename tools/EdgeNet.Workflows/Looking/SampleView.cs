using EdgeNet.Data;
using EdgeNet.Pictures;

namespace EdgeNet.Workflows;

/// <summary>A sample as people see it: a picture, the readings of a recording as curves, or values.</summary>
/// <param name="Name">Its file or its number; of a window of a recording, when it begins as well.</param>
/// <param name="Picture">The picture; null if it is none.</param>
/// <param name="Curves">One per channel of a window of a recording, or one of a long row of values; empty for a picture and for few values.</param>
/// <param name="Values">Few values with the names of their columns; empty for others.</param>
public sealed record SampleView(string Name, Picture? Picture, IReadOnlyList<float[]> Curves, IReadOnlyList<(string Name, float Value)> Values)
{
    /// <summary>As many values as are named one by one.</summary>
    public const int MostValues = 16;

    /// <summary>Shows a sample.</summary>
    /// <param name="data">The data.</param>
    /// <param name="sample">Index of the sample.</param>
    /// <returns>What is to be seen of it.</returns>
    public static SampleView Of(Dataset data, int sample)
    {
        string name = NameOf(data, sample);
        float[] raw = data.Sample(sample).ToArray();
        if (data.Windows is { } windows)
        {
            return new SampleView(name, null, ReadingsOf(windows, data.Origins![sample]), []);
        }

        if (IsPicture(data.Shape))
        {
            return new SampleView(name, PictureOf(raw, data.Shape, data.CommonRange()), [], []);
        }

        return raw.Length > MostValues ? new SampleView(name, null, [raw], [])
            : new SampleView(name, null, [], [.. raw.Select((value, i) => (data.Columns is { } columns ? columns[i] : $"value {i + 1}", value))]);
    }

    /// <summary>What a sample is called.</summary>
    /// <param name="data">The data.</param>
    /// <param name="sample">Index of the sample.</param>
    /// <returns>Its name as <see cref="Dataset.IdOf"/> has it; of a window of a recording, when it begins as well.</returns>
    public static string NameOf(Dataset data, int sample) => data.Windows is { } windows ? $"{data.IdOf(sample)}, {windows.SecondsAt(data.Origins![sample]):F2} s"
        : data.Files is null ? $"sample {data.IdOf(sample)}" : data.IdOf(sample);

    /// <summary>Values as pixels.</summary>
    /// <param name="values">Row after row, channels innermost.</param>
    /// <param name="shape">Of a picture.</param>
    /// <param name="range">What becomes black and white.</param>
    /// <returns>The picture.</returns>
    public static Picture PictureOf(ReadOnlySpan<float> values, Shape shape, (float Low, float High) range)
    {
        byte[] pixels = new byte[values.Length];
        double width = (double)range.High - range.Low;
        for (int i = 0; i < pixels.Length; i++)
        {
            double light = width > 0 ? 255 * (values[i] - range.Low) / width : 0;
            pixels[i] = (byte)Math.Clamp(Math.Round(double.IsNaN(light) ? 0 : light), 0, 255);
        }

        return new Picture(shape.Width, shape.Height, pixels, shape.Channels);
    }

    /// <summary>Whether samples of a shape are pictures: a sequence, whose steps are rows of one column, is none.</summary>
    /// <param name="shape">The shape.</param>
    /// <returns>True for grey pictures and those of three colours.</returns>
    public static bool IsPicture(Shape shape) => shape.Rank > 1 && shape.Width > 1 && shape.Channels is 1 or 3;

    private static float[][] ReadingsOf(WindowTable windows, WindowOrigin origin)
    {
        Recording recording = windows.Recordings.Recordings[origin.Recording];
        int channels = recording.Channels.Count, count = Math.Min(windows.Features.WindowReadings, recording.Count - origin.Reading);
        return
        [
            .. Enumerable.Range(0, channels).Select(c => Enumerable.Range(origin.Reading, count)
                .Select(r => recording.Samples[(r * channels) + c] / windows.Recordings.SampleScale).ToArray()),
        ];
    }
}
