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
    private const int WindowsToPlay = 8;

    /// <summary>How long they are.</summary>
    public double Seconds => Samples.Length / Channels / (double)Rate;

    /// <summary>Reads a recording as a model's pipeline wants it.</summary>
    /// <param name="path">A recording, or a folder of them, which are played one after the other.</param>
    /// <param name="info">The pipeline.</param>
    /// <returns>The recording.</returns>
    /// <exception cref="UserException">It is missing, damaged, too long, or of another kind.</exception>
    public static LiveRecording Read(string path, SignalInfo info)
    {
        RecordingSet set = RecordingReader.Read(path, new RecordingOptions(new CsvOptions()) { Rate = info.Rate, SampleScale = info.SampleScale, Channels = info.Channels }).Train;
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
}
