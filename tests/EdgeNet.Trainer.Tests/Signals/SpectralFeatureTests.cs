using EdgeNet.Files;
using EdgeNet.Trainer.Signals;

namespace EdgeNet.Trainer.Tests;

/// <summary>Features of a spectrum, against their definitions in doubles.</summary>
public class SpectralFeatureTests
{
    private const int Rate = 8000;

    [Theory]
    [InlineData("spectrogram 20 fft 128 hop 64", 20, false, 128, 64)]
    [InlineData("spectrogram 40 mel hop 128", 40, true, 256, 128)]
    [InlineData("spectrogram 32 mel fft 512 hop 200", 32, true, 512, 200)]
    [InlineData("spectrogram 6 mel fft 512 hop 200", 6, true, 512, 200)]
    public void A_spectrogram_is_half_decibels_below_full_scale(string text, int bands, bool isMel, int points, int hop)
    {
        short[] samples = Sound(2000);
        byte[] picture = Array.ConvertAll(Compute(text, 2000, 2000, samples), v => (byte)v);
        int frames = 1 + ((2000 - points) / hop);
        Assert.Equal(frames * bands, picture.Length);
        double[][] powers = [.. Enumerable.Range(0, frames).Select(f => Bands(samples, f * hop, points, bands, isMel))];
        for (int i = 0; i < picture.Length; i++)
        {
            double power = powers[i / bands][i % bands];
            double expected = 255 + (6 * Math.Log2(Math.Max(power, 1e-9) / Math.Pow(32768 * points / 4.0, 2)));
            Assert.InRange(picture[i], Math.Clamp(expected, 0, 255) - 1.6, Math.Clamp(expected, 0, 255) + 1.6);
        }
    }

    [Fact]
    public void Bands_are_mean_logarithms_of_power_in_256ths_of_an_octave()
    {
        short[] samples = Sound(1000);
        float[] features = Compute("bands 8 hop 32", 1000, 1000, samples);
        double[] expected = new double[8];
        int frames = 1 + ((1000 - 64) / 32);
        for (int f = 0; f < frames; f++)
        {
            double[] bands = Bands(samples, f * 32, 64, 8, isMel: false);
            for (int b = 0; b < 8; b++)
            {
                expected[b] += 256 * Math.Log2(bands[b]) / frames;
            }
        }

        Assert.All(features.Zip(expected), p => Assert.InRange(p.First, p.Second - 6, p.Second + 6));
    }

    [Theory]
    [InlineData("spectrogram 40 mel", 4000, 125, 4000)]
    [InlineData("bands 8", 50, 25, 50)]
    [InlineData("bands 8 hop 32", 50, 32, 64)]
    [InlineData("bands 8", 47, 32, 32)]
    [InlineData("decimate 5, bands 8 fft 32", 50, 10, 50)]
    public void The_hop_gives_way_to_the_stride_unless_it_is_named_or_would_be_short(string text, int stride, int hop, int rounded)
    {
        FeaturePipeline pipeline = FeaturePipeline.Create(FeatureText.Parse(text), ["x"], Rate, 1, 8000, stride);
        Assert.Contains($"hop {hop}", pipeline.Text);
        Assert.Equal(rounded, pipeline.StrideReadings);
    }

    /// <summary>As Edge Impulse describes it: no window function, the mean removed, frames of 16 half over each other, the largest |X|^2 / 16 of each frequency.</summary>
    [Fact]
    public void Edge_impulses_spectrum_is_the_largest_power_of_its_frames()
    {
        short[] samples = Sound(200);
        float[] features = Compute("ei-spectral", 200, 200, samples);
        double mean = samples.Average(s => (double)s);
        Assert.Equal(11, features.Length);
        for (int k = 1; k <= 8; k++)
        {
            double largest = 0;
            for (int at = 0; at + 16 <= 200; at += 8)
            {
                double re = 0, im = 0;
                for (int i = 0; i < 16; i++)
                {
                    re += (samples[at + i] - mean) * Math.Cos(2 * Math.PI * k * i / 16);
                    im += (samples[at + i] - mean) * Math.Sin(2 * Math.PI * k * i / 16);
                }

                largest = Math.Max(largest, ((re * re) + (im * im)) / 16);
            }

            // The feature is 256 log2(16 power): 0.01 of a decade is 8.5 of its steps.
            Assert.Equal(Math.Log10(largest), ((features[2 + k] / 256) - 4) * Math.Log10(2), 0.01);
        }
    }

    [Fact]
    public void Mfcc_is_the_orthonormal_cosine_transform_of_mel_logarithms()
    {
        short[] samples = Sound(600);
        float[] rows = Compute("mfcc 13 of 32 hop 128", 600, 600, samples);
        double[][] all = [.. Enumerable.Range(0, rows.Length / 13).Select(f => (double[])[.. Bands(samples, f * 128, 256, 32, isMel: true).Select(p => Math.Log2(p / Math.Pow(32768 * 64.0, 2)))])];
        for (int i = 0; i < rows.Length; i++)
        {
            double[] logs = all[i / 13];
            int k = i % 13;
            double sum = logs.Select((l, b) => l * Math.Cos(Math.PI * k * (b + 0.5) / 32)).Sum() * Math.Sqrt((k == 0 ? 1 : 2) / 32.0);
            Assert.InRange(rows[i], Math.Clamp(k == 0 ? 255 + sum : 128 + (4 * sum), 0, 255) - 1.3, Math.Clamp(k == 0 ? 255 + sum : 128 + (4 * sum), 0, 255) + 1.3);
        }
    }

    [Fact]
    public void Goertzel_is_the_power_of_the_windows_transform_at_a_frequency()
    {
        short[] samples = Sound(400);
        float[] features = Compute("goertzel 440Hz 1000Hz 3000Hz", 400, 400, samples);
        double[] frequencies = [440, 1000, 3000];
        for (int i = 0; i < 3; i++)
        {
            double re = 0, im = 0;
            for (int n = 0; n < 400; n++)
            {
                re += samples[n] * Math.Cos(2 * Math.PI * frequencies[i] * n / Rate);
                im += samples[n] * Math.Sin(2 * Math.PI * frequencies[i] * n / Rate);
            }

            Assert.InRange(features[i] - (256 * Math.Log2((re * re) + (im * im))), -8, 8);
        }
    }

    [Theory]
    [InlineData("spectrogram 40 mel fft 64", "40 bands do not fit the 32 frequencies of an fft of 64 points at 8000 readings per second; use fewer bands, or more points")]
    [InlineData("bands 8 fft 100", "power of two")]
    [InlineData("goertzel 4000Hz", "goertzel 4000Hz: 8000 readings per second hold frequencies below 4000Hz")]
    [InlineData("mfcc 13 of 5", "a number from 13 to 128")]
    [InlineData("bands 8 fft 512", "a frame has 512 readings")]
    public void What_does_not_fit_is_an_error_with_its_reason(string text, string reason)
    {
        Assert.Contains(reason, Assert.Throws<UserException>(() => Compute(text, 400, 400, [])).Message);
    }

    [Fact]
    public void A_frequency_that_14_bits_cannot_tell_from_another_is_refused()
    {
        Assert.Contains("goertzel 1Hz: too low beside 8000 readings per second", Assert.Throws<UserException>(() => Compute("goertzel 1Hz", 4000, 4000, [])).Message);
    }

    [Theory]
    [InlineData("spectrogram 20 mel")]
    [InlineData("bands 8")]
    [InlineData("mfcc 13")]
    public void Windows_that_overlap_share_frames_and_have_the_values_that_they_have_alone(string text)
    {
        short[] samples = Sound(2048);
        float[] all = Compute(text, 1024, 256, samples);
        float[] alone = [.. new[] { 0, 256, 512, 768, 1024 }.SelectMany(from => Compute(text, 1024, 1024, samples[from..(from + 1024)]))];
        Assert.Equal(alone, all);
    }

    /// <summary>Silence and square waves of full scale, which no sensor gives but a broken one.</summary>
    [Theory]
    [InlineData("spectrogram 20 mel", 0, 255)]
    [InlineData("mfcc 13", 0, 255)]
    [InlineData("bands 8", 0, 1 << 14)]
    [InlineData("goertzel 440Hz", 0, 1 << 14)]
    public void Silence_and_full_scale_stay_in_range(string text, int low, int high)
    {
        Assert.All(Compute(text, 1024, 1024, new short[1024]), v => Assert.InRange(v, low, high));
        foreach (int period in new[] { 1, 2, 3, 64, 1024 })
        {
            float[] features = Compute(text, 1024, 1024, [.. Enumerable.Range(0, 1024).Select(i => i / period % 2 == 0 ? short.MaxValue : short.MinValue)]);
            Assert.All(features, v => Assert.InRange(v, low, high));
        }
    }

    private static float[] Compute(string text, int window, int stride, short[] samples) =>
        FeaturePipeline.Create(FeatureText.Parse(text), ["x"], Rate, 1, window, stride).Compute(samples);

    // Two tones, a rising one, and noise.
    private static short[] Sound(int count)
    {
        Random random = new(5);
        return [.. Enumerable.Range(0, count).Select(i => (short)((6000 * Math.Sin(2 * Math.PI * 440 * i / Rate)) + (2500 * Math.Sin(2 * Math.PI * 2100 * i / Rate))
            + (4000 * Math.Sin(2 * Math.PI * ((300 * i) + (0.4 * i * i)) / Rate)) + random.Next(-800, 800)))];
    }

    // Power in bands of a frame with a periodic Hann window; triangles of equal width in mel from 20 Hz to half the rate, or equal bands without the first bin.
    private static double[] Bands(short[] samples, int at, int points, int bands, bool isMel)
    {
        double[] power = new double[(points / 2) + 1];
        for (int k = 0; k < power.Length; k++)
        {
            double re = 0, im = 0;
            for (int i = 0; i < points; i++)
            {
                double x = samples[at + i] * Math.Pow(Math.Sin(Math.PI * i / points), 2), angle = 2 * Math.PI * k * i / points;
                re += x * Math.Cos(angle);
                im += x * Math.Sin(angle);
            }

            power[k] = (re * re) + (im * im);
        }

        double Mel(double hertz) => 2595 * Math.Log10(1 + (hertz / 700));
        double[] centres = [.. Enumerable.Range(0, bands + 2).Select(i => 700 * (Math.Pow(10, (Mel(Math.Min(20, (double)Rate / points)) + ((Mel(Rate / 2) - Mel(Math.Min(20, (double)Rate / points))) * i / (bands + 1))) / 2595) - 1) * points / Rate)];
        return [.. Enumerable.Range(0, bands).Select(b => power.Select((p, k) =>
            !isMel ? (k >= Math.Round(1 + (b * (points / 2.0) / bands)) && k < Math.Round(1 + ((b + 1) * (points / 2.0) / bands)) ? p : 0)
            : k <= centres[b] || k >= centres[b + 2] ? 0
            : k <= centres[b + 1] ? p * (k - centres[b]) / (centres[b + 1] - centres[b]) : p * (centres[b + 2] - k) / (centres[b + 2] - centres[b + 1])).Sum())];
    }
}
