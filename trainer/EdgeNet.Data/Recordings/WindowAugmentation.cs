namespace EdgeNet.Data;

/// <summary>
/// What a window could have been: begun a little earlier or later, moved or spoken a little faster or slower, larger or smaller, with noise or other sound behind it.
/// It depends on the seed, the window, what is behind it and the number of the variant alone.
/// </summary>
internal static class WindowAugmentation
{
    // Shares of the window.
    private const double SoundShift = 0.1, MotionShift = 0.25;

    // Powers of two.
    private const float Warp = 0.15f, SoundGain = 1f, MotionGain = 0.15f;

    // Of the noise, against the signal: in decibels for sound, as a share of the deviation for anything else.
    private const float QuietNoise = 50f, LoudNoise = 15f, MotionNoise = 0.05f;

    /// <summary>Makes a window.</summary>
    /// <param name="recording">Its recording.</param>
    /// <param name="first">Its first reading.</param>
    /// <param name="window">Its readings.</param>
    /// <param name="isSound">Whether there is silence before and after the recording; of others, the first and the last reading go on.</param>
    /// <param name="behind">What is heard behind sound, at least a window of it; null for noise.</param>
    /// <param name="seed">The user's seed.</param>
    /// <param name="variant">Which of many.</param>
    /// <returns>The readings.</returns>
    public static short[] Make(Recording recording, int first, int window, bool isSound, Recording? behind, int seed, long variant)
    {
        SeededRandom random = new(seed, $"window {recording.Name} {recording.Start:R}", (variant << 32) | (uint)first);
        int channels = recording.Channels.Count;
        double step = Math.Pow(2, random.Between(-Warp, Warp));

        // The middle stays where it is but for the shift.
        double shift = ((isSound ? SoundShift : MotionShift) * window) + recording.Room;
        double start = first + (shift * random.Between(-1, 1)) + ((window - 1) * 0.5 * (1 - step));
        float gain = MathF.Pow(2, random.Between(-1, 1) * (isSound ? SoundGain : MotionGain));
        float noise = isSound ? MathF.Pow(10, -random.Between(LoudNoise, QuietNoise) / 20) : MotionNoise * random.NextSingle();
        int behindFrom = behind is null ? 0 : random.Next(behind.Count - window + 1);
        float[] values = new float[window];
        short[] made = new short[window * channels];
        for (int c = 0; c < channels; c++)
        {
            double sum = 0, squares = 0;
            for (int i = 0; i < window; i++)
            {
                float value = gain * At(recording, start + (i * step), c, isSound);
                values[i] = value;
                sum += value;
                squares += (double)value * value;
            }

            double mean = isSound ? 0 : sum / window;
            float amplitude = noise * (float)Math.Sqrt(Math.Max(0, (squares / window) - (mean * mean)));
            float share = behind is null ? 0 : amplitude / Loudness(behind, behindFrom, window, c);
            for (int i = 0; i < window; i++)
            {
                float added = behind is null ? amplitude * random.NextGaussian() : share * behind.Samples[((behindFrom + i) * channels) + c];
                made[(i * channels) + c] = (short)Math.Clamp(MathF.Round(values[i] + added), short.MinValue, short.MaxValue);
            }
        }

        return made;
    }

    // Root of the mean square; at least 1, so that silence stays silence.
    private static float Loudness(Recording recording, int first, int window, int channel)
    {
        double squares = 0;
        for (int i = first; i < first + window; i++)
        {
            short value = recording.Samples[(i * recording.Channels.Count) + channel];
            squares += value * value;
        }

        return (float)Math.Sqrt(Math.Max(1, squares / window));
    }

    // Between readings by a cubic through the four nearest (Catmull and Rom 1974).
    private static float At(Recording recording, double at, int channel, bool isSound)
    {
        int i = (int)Math.Floor(at);
        float t = (float)(at - i), a = Reading(i - 1), b = Reading(i), c = Reading(i + 1), d = Reading(i + 2);
        return b + (0.5f * t * (c - a + (t * ((2 * a) - (5 * b) + (4 * c) - d + (t * ((3 * (b - c)) + d - a))))));

        float Reading(int reading)
        {
            int inside = Math.Clamp(reading, 0, recording.Count - 1);
            return isSound && inside != reading ? 0 : recording.Samples[(inside * recording.Channels.Count) + channel];
        }
    }
}
