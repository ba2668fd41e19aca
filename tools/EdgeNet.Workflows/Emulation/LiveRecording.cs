using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>Readings to be played into a virtual sensor.</summary>
/// <param name="Name">What they are.</param>
/// <param name="Samples">One after the other, the channels of each side by side.</param>
/// <param name="Channels">Values of a reading.</param>
/// <param name="Rate">Readings per second.</param>
public sealed record LiveRecording(string Name, short[] Samples, int Channels, float Rate)
{
    private const double ShortestSeconds = 10, LongestSeconds = 600, MostSamples = 1 << 24, LowestHertz = 0.02, HighestHertz = 0.4;
    private const int WindowsToPlay = 8, WindowsToMeasure = 4, MostToMeasure = 1 << 20;

    /// <summary>How long they are.</summary>
    public double Seconds => Samples.Length / Channels / (double)Rate;

    /// <summary>How many windows lie wholly within it.</summary>
    /// <param name="info">The pipeline.</param>
    /// <returns>0 or more.</returns>
    public int WindowsOf(SignalInfo info) => Math.Max(0, ((Samples.Length / Channels) - info.WindowReadings + info.StrideReadings) / info.StrideReadings);

    /// <summary>Reads a recording as a model's pipeline wants it.</summary>
    /// <param name="path">A recording, or a folder of them, which are played one after the other. What is shorter than a window is made as long, as everywhere.</param>
    /// <param name="info">The pipeline.</param>
    /// <returns>The recording.</returns>
    /// <exception cref="UserException">It is missing, damaged, too long, or of another kind.</exception>
    public static LiveRecording Read(string path, SignalInfo info)
    {
        RecordingSet set = RecordingReader.Read(path, new RecordingOptions(new CsvOptions()) { Rate = info.Rate, SampleScale = info.SampleScale, Channels = info.Channels }).Train.AtLeast(info.WindowReadings);
        LiveRecording read = new(Path.GetFileName(path), [.. set.Recordings.SelectMany(r => r.Samples)], info.Channels, info.Rate);
        return read.Seconds <= LongestSeconds ? read : throw new UserException($"{path}: {read.Seconds:N0} seconds, at most {LongestSeconds:N0} are played");
    }

    /// <summary>Makes a recording: tones that rise and fall, with noise, as loud as a sensor's usual readings.</summary>
    /// <param name="info">The pipeline.</param>
    /// <returns>The recording.</returns>
    public static LiveRecording Generate(SignalInfo info)
    {
        double seconds = Math.Clamp((info.WindowReadings + (WindowsToPlay * (double)info.StrideReadings)) / info.Rate, ShortestSeconds, LongestSeconds);
        seconds = Math.Min(seconds, MostSamples / (double)info.Rate / info.Channels);
        short[] samples = new short[(int)(seconds * info.Rate) * info.Channels];
        SeededRandom random = new(1, "live");
        double phase = 0;
        for (int i = 0; i < samples.Length; i++)
        {
            if (i % info.Channels == 0)
            {
                double share = (double)i / samples.Length;
                phase += 2 * Math.PI * (LowestHertz + ((HighestHertz - LowestHertz) * (1 - Math.Abs((2 * share) - 1))));
            }

            samples[i] = (short)((4000 * Math.Sin(phase + (i % info.Channels))) + (400 * random.NextGaussian()));
        }

        return new LiveRecording("generated tones", samples, info.Channels, info.Rate);
    }

    /// <summary>Whether a pipeline's cost is soon measured: its windows are not hours long.</summary>
    /// <param name="info">The pipeline.</param>
    /// <returns>False if it would take minutes.</returns>
    internal static bool CanMeasure(SignalInfo info)
    {
        double readings = info.WindowReadings + (WindowsToMeasure * (double)info.StrideReadings);
        return readings / info.Rate <= LongestSeconds && readings * info.Channels <= MostToMeasure;
    }

    /// <summary>Makes a recording that is just long enough to measure what a pipeline costs: the first window is longer than a stride, and four follow.</summary>
    /// <param name="info">The pipeline.</param>
    /// <param name="windows">Recordings, played again and again if need be; null for noise.</param>
    /// <returns>The recording.</returns>
    internal static LiveRecording ToMeasure(SignalInfo info, WindowTable? windows)
    {
        short[] samples = new short[(info.WindowReadings + (WindowsToMeasure * info.StrideReadings)) * info.Channels];
        SeededRandom random = new(1, "noise");
        for (int at = 0, r = 0; at < samples.Length; r++)
        {
            if (windows is null)
            {
                samples[at++] = (short)Math.Clamp(random.NextGaussian() * short.MaxValue / 8, short.MinValue, short.MaxValue);
                continue;
            }

            short[] recording = windows.Recordings.Recordings[r % windows.Recordings.Recordings.Count].Samples;
            int count = Math.Min(recording.Length, samples.Length - at);
            recording.AsSpan(0, count).CopyTo(samples.AsSpan(at));
            at += count;
        }

        return new LiveRecording(windows?.Recordings.Name ?? "noise", samples, info.Channels, info.Rate);
    }
}
