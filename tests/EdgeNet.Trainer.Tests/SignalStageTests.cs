using System.Numerics;
using EdgeNet.Core;
using EdgeNet.Trainer.Signals;

namespace EdgeNet.Trainer.Tests;

/// <summary>Steps and features of a stream against numbers from numpy and scipy, and by hand. docs/signals.md has their definitions.</summary>
public class SignalStageTests
{
    private static readonly string[] Channels = ["x", "y", "z"];

    [Fact]
    public void Statistics_of_a_few_readings_are_those_worked_out_by_hand()
    {
        // Sum 10, squares 84, mean 2.5, variance 21 - 6.25 = 14.75, deviation 3.84; a peak is above 2 + 3.
        Assert.Equal([40, Floor(Math.Sqrt(21) * 16), Floor(Math.Sqrt(14.75) * 16), -4, 6, 10, 1, 1], Compute("mean, rms, std, min, max, range, crossings, peaks", 1, 4, [-4, 4, 6, 4]));

        // 0, 8, 0, 9, 0, 9, 9, 0: mean 4.375, deviation 4.39; above 8 it rises with 9, with 9 and 9.
        Assert.Equal([70f, 6, 2], Compute("mean, crossings, peaks", 1, 8, [0, 8, 0, 9, 0, 9, 9, 0]));
    }

    [Fact]
    public void Halves_of_a_sixteenth_are_rounded_up()
    {
        // 1/32 and -1/32 of a unit are half a sixteenth.
        short[] readings = new short[32];
        readings[5] = 1;
        Assert.Equal(1f, Assert.Single(Compute("mean", 1, 32, readings)));
        readings[5] = -1;
        Assert.Equal(0f, Assert.Single(Compute("mean", 1, 32, readings)));
    }

    /// <summary>The readings and the results are those of numpy and scipy.stats.</summary>
    [Fact]
    public void Statistics_are_those_of_numpy()
    {
        float[] noise = Compute("mean, rms, std, min, max, crossings, skewness, kurtosis", 1, 100, Noise()[..100]);
        Near([8112.64, 145674.165, 145448.092, -15464, 15841, 45, 9.895, 467.383], noise, 1);
        short[] skewed = [.. Enumerable.Range(0, 97).Select(i => (short)((int)(1000 * -Math.Log(1 - ((i * 37 % 97) + 0.5) / 97.0)) - 300))];
        Near([11134.845, 19220.356, 15666.439, -295, 4967, 449.205, 1696.843], Compute("mean, rms, std, min, max, skewness, kurtosis", 1, 97, skewed), 3);
    }

    /// <summary>Half of them are at either end: the mean is -1/2, all moments are those of a coin.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(1001 * 2)]
    [InlineData(65534)]
    public void A_square_wave_of_full_scale_overflows_nowhere(int window)
    {
        short[] readings = [.. Enumerable.Range(0, window).Select(i => i % 2 == 0 ? short.MinValue : short.MaxValue)];
        float[] values = Compute("mean, rms, std, min, max, range, crossings, peaks, skewness, kurtosis", 1, window, readings);
        double deviation = 32767.5, rms = Math.Sqrt(((32768.0 * 32768) + (32767.0 * 32767)) / 2);
        Assert.Equal([-8f, Floor(rms * 16), Floor(deviation * 16), -32768, 32767, 65535, window - 1, window / 2, 0, 256], values);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(32767)]
    [InlineData(-32768)]
    public void A_constant_has_no_deviation_no_crossings_and_no_shape(short value)
    {
        short[] readings = [.. Enumerable.Repeat(value, 65535)];
        Assert.Equal([value * 16f, Math.Abs(value * 16f), 0, value, value, 0, 0, 0, 0, 0],
            Compute("mean, rms, std, min, max, range, crossings, peaks, skewness, kurtosis", 1, 65535, readings));
    }

    [Fact]
    public void A_peak_is_counted_once_however_it_trembles_and_again_after_a_return_to_the_mean()
    {
        // Mean 4, deviation about 4.6: peaks rise above 8. The second tremble stays above the mean, the last one does not.
        short[] readings = [0, 0, 0, 12, 9, 12, 0, 0, 0, 10, 6, 12, 3, 11, 0, 0, 0, 0, 0, 0];
        Assert.Equal([60f, 3], Compute("mean, peaks", 1, 20, readings));
    }

    /// <summary>Responses of scipy.signal.butter, at 1, 5, 10, 20 and 40 Hz with 100 readings a second.</summary>
    [Fact]
    public void Filters_respond_as_those_of_scipy()
    {
        Responds(Butterworth.LowPass(0.05, 4), [new(0.867131801, -0.498076337), new(-0.707106781, 0), new(0.0137998214, 0.0546556543), new(0.00189707979, 0.00122537787), new(6.95044327e-06, 9.40700575e-07)]);
        Responds(Butterworth.HighPass(0.005, 3), [new(0.49256186, 0.861406185), new(0.980324002, 0.197392752), new(0.995324907, 0.0965832161), new(0.999064984, 0.0432337616), new(0.999947893, 0.01020836)]);
        Responds(Butterworth.BandPass(0.05, 0.2, 3), [new(-0.00118522068, -0.00364564928), new(-0.5, 0.5), new(0.99470326, 0.102788156), new(-0.5, -0.5), new(-0.00239648973, 0.00607012313)]);
        Responds(Butterworth.BandPass(0.05, 0.2, 1), [new(0.0239085995, 0.152764454), new(0.5, 0.5), new(0.997358635, 0.0513262937), new(0.5, -0.5), new(0.033744214, -0.180570047)]);
    }

    /// <summary>Outputs of scipy.signal.sosfilt, which begins as if the first reading had always been there.</summary>
    [Theory]
    [InlineData("lowpass 5Hz", 1, new[] { 454.0, 231.476, -473.472, -1330.132, -2145.481, 3156.728, 6437.712, -1326.743, 2651.388 })]
    [InlineData("highpass 0.5Hz", 1, new[] { 0, -10836.578, -6095.875, 1424.758, -12547.065, 11736.838, -11622.325, -2543.674, -12574.707 })]
    [InlineData("bandpass 5Hz 20Hz", 2, new[] { 0, -1452.659, -4049.444, -2901.996, -4432.806, 825.822, -3363.013, 8625.159, -749.88 })]
    public void Filters_give_what_scipy_gives_to_a_rounding_per_section(string text, int sections, double[] expected)
    {
        float[] filtered = Compute(text + ", max", 1, 1, Noise());
        int[] at = [0, 1, 2, 3, 10, 50, 100, 150, 199];
        for (int i = 0; i < at.Length; i++)
        {
            Assert.InRange(filtered[at[i]], expected[i] - (0.51 * sections), expected[i] + (0.51 * sections));
        }
    }

    [Theory]
    [InlineData("lowpass 0.2Hz")]
    [InlineData("lowpass 45Hz order 8")]
    [InlineData("lowpass 3Hz order 7")]
    public void A_low_pass_lets_a_constant_pass_exactly_from_the_first_reading_on(string text)
    {
        foreach (short value in new short[] { 0, 1, -1, 1234, 32767, -32768 })
        {
            Assert.All(Compute(text + ", max", 1, 1, [.. Enumerable.Repeat(value, 3000)]), v => Assert.Equal(value, v));
        }
    }

    [Theory]
    [InlineData("lowpass 0.2Hz")]
    [InlineData("highpass 0.2Hz")]
    [InlineData("highpass 20Hz order 5")]
    [InlineData("bandpass 0.2Hz 45Hz order 4")]
    [InlineData("bandpass 9Hz 11Hz order 2")]
    public void After_a_storm_a_filter_falls_silent_without_limit_cycles(string text)
    {
        short[] readings = new short[12000];
        for (int i = 0; i < 2000; i++)
        {
            readings[i] = i / 7 % 2 == 0 ? short.MinValue : short.MaxValue;
        }

        Assert.All(Compute(text + ", max", 1, 1, readings)[^500..], v => Assert.Equal(0, v));
    }

    [Fact]
    public void A_filter_that_overshoots_is_limited_to_16_bits()
    {
        short[] readings = [.. Enumerable.Range(0, 400).Select(i => i / 100 % 2 == 0 ? short.MinValue : short.MaxValue)];
        float[] values = Compute("lowpass 2Hz order 4, max", 1, 1, readings);
        Assert.Equal((-32768f, 32767f), (values.Min(), values.Max()));
        Assert.All(values.Zip(values.Skip(1)), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 8000));
    }

    /// <summary>Amplitudes of the low pass, from its coefficients: flat below half of the new range, nothing that would be taken for something else.</summary>
    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(64)]
    public void Decimation_keeps_what_the_new_rate_can_show_and_stops_the_rest(int factor)
    {
        short[] half = DecimateSpec.Design(factor);
        Assert.Equal(1 << 14, half.Sum(c => c));
        double Gain(double share)
        {
            double frequency = share * 0.5 / factor;
            return Math.Abs(Enumerable.Range(0, half.Length).Sum(i => 2 * half[i] / 32768.0 * Math.Cos(2 * Math.PI * frequency * (half.Length - i - 0.5))));
        }

        Assert.All([0.1, 0.2, 0.3, 0.4, 0.5], s => Assert.InRange(Gain(s), 0.99, 1.01));
        for (double share = 1.25; share < factor; share += 0.01)
        {
            Assert.InRange(Gain(share), 0, 0.005);
        }
    }

    [Fact]
    public void Decimation_passes_a_constant_exactly_and_gives_one_reading_for_many()
    {
        Assert.All(Compute("decimate 3, max", 1, 3, [.. Enumerable.Repeat((short)-32768, 300)]), v => Assert.Equal(-32768, v));
        Assert.Equal(100, Compute("decimate 3, max", 1, 3, new short[302]).Length);
        short[] square = [.. Enumerable.Range(0, 300).Select(i => i / 10 % 2 == 0 ? short.MinValue : short.MaxValue)];
        Assert.All(Compute("decimate 3, max", 1, 3, square), v => Assert.InRange(v, -32768, 32767));
    }

    [Fact]
    public void The_magnitude_is_the_length_of_the_first_three_channels_rounded_down_and_limited()
    {
        short[] readings = [3, 4, 12, 0, 0, 0, 1, 1, 1, -32768, -32768, -32768, 100, 0, -1, 18918, 18918, 18918, 18919, 18918, 18918];
        float[] values = Compute("magnitude, max", 3, 1, readings);
        Assert.Equal([13f, 0, 1, 32767, 100, 32766, 32767], values.Where((_, i) => i % 4 == 3));
        Assert.Equal([3f, 4, 12], values[..3]);
    }

    [Fact]
    public void Raw_readings_become_bytes_around_128_row_by_row()
    {
        Assert.Equal([0f, 255, 128, 127, 128, 129], Compute("raw", 2, 3, [-32768, 32767, 0, -1, 255, 256]));
        Assert.Equal([0f, 255, 129, 124], Compute("raw 10", 2, 2, [-2000, 32767, 4, -13]));
    }

    [Theory]
    [InlineData("lowpass 8Hz order 3, magnitude, mean, std, peaks, skewness", 20, 7)]
    [InlineData("decimate 4, highpass 1Hz, mean, crossings", 32, 12)]
    [InlineData("decimate 2, decimate 3, bandpass 1Hz 3Hz, raw", 30, 60)]
    [InlineData("magnitude, decimate 2, rms, max, kurtosis", 10, 26)]
    public void A_stream_gives_the_same_windows_however_it_is_divided_into_blocks(string text, int window, int stride)
    {
        FeaturePipeline pipeline = FeaturePipeline.Create(FeatureText.Parse(text), Channels, 100, 1, window, stride);
        Random random = new(window);
        short[] samples = [.. Enumerable.Range(0, 3 * 500).Select(_ => (short)random.Next(-32768, 32768))];
        float[] expected = pipeline.Compute(samples);
        Assert.Equal((1 + ((500 - pipeline.WindowReadings) / pipeline.StrideReadings)) * pipeline.Shape.Count, expected.Length);
        foreach (int most in new[] { 1, 5, 64, 65, 200 })
        {
            SignalPipeline stream = SignalPipeline.FromSection(pipeline.Section);
            List<float> found = [];
            for (int at = 0; at < samples.Length;)
            {
                int taken = stream.Add(samples, at, 3 * Math.Min((samples.Length - at) / 3, random.Next(1, most + 1)));
                at += taken;
                if (stream.IsFull)
                {
                    found.AddRange(stream.Info.IsPicture ? stream.Picture.Select(p => (float)p) : stream.Features);
                }
            }

            Assert.Equal(expected, found);
        }
    }

    /// <summary>Without steps a window does not depend on what was before it.</summary>
    [Fact]
    public void Every_window_of_a_stream_is_what_it_is_alone()
    {
        short[] samples = Noise();
        float[] all = FeaturePipeline.Create(FeatureText.Parse("mean, std, crossings, kurtosis"), ["x"], 100, 1, 40, 15).Compute(samples);
        for (int w = 0; (15 * w) + 40 <= samples.Length; w++)
        {
            Assert.Equal(Compute("mean, std, crossings, kurtosis", 1, 40, samples[(15 * w)..((15 * w) + 40)]), all[(4 * w)..((4 * w) + 4)]);
        }
    }

    [Fact]
    public void After_a_reset_a_pipeline_is_as_new()
    {
        FeaturePipeline pipeline = FeaturePipeline.Create(FeatureText.Parse("decimate 2, lowpass 5Hz, mean, max"), ["x"], 100, 1, 40, 20);
        SignalPipeline stream = SignalPipeline.FromSection(pipeline.Section);
        short[] samples = Noise();
        stream.Add(samples, 0, 33);
        stream.Reset();
        Assert.Equal(40, stream.Add(samples, 0, samples.Length));
        Assert.True(stream.IsFull);
        Assert.Equal(pipeline.Compute(samples)[..2], stream.Features);
    }

    [Fact]
    public void Values_that_are_no_whole_readings_are_refused()
    {
        SignalPipeline stream = SignalPipeline.FromSection(FeaturePipeline.Create(FeatureText.Parse("mean"), Channels, 100, 1, 4, 4).Section);
        Assert.Throws<ArgumentException>(() => stream.Add(new short[9], 0, 4));
        Assert.Throws<ArgumentException>(() => stream.Add(new short[9], 7, 3));
        Assert.Throws<ArgumentException>(() => stream.Add(new short[9], -3, 3));
        Assert.Equal(0, stream.Add(new short[9], 9, 0));
    }

    /// <summary>The same numbers in Python: s = (s * 1103515245 + 12345) % 2**31; x = ((s >> 15) - 32768) // 2.</summary>
    private static short[] Noise()
    {
        long state = 1;
        short[] noise = new short[200];
        for (int i = 0; i < noise.Length; i++)
        {
            state = ((state * 1103515245) + 12345) % (1L << 31);
            noise[i] = (short)(((state >> 15) - 32768) >> 1);
        }

        return noise;
    }

    private static float[] Compute(string text, int channels, int window, short[] samples) =>
        FeaturePipeline.Create(FeatureText.Parse(text), Channels[..channels], 100, 1, window, window).Compute(samples);

    private static float Floor(double value) => (float)Math.Floor(value);

    private static void Near(double[] expected, float[] actual, double tolerance) =>
        Assert.All(expected.Zip(actual), pair => Assert.InRange(pair.Second, pair.First - tolerance, pair.First + tolerance));

    private static void Responds(Butterworth.Section[] sections, Complex[] expected)
    {
        double[] hertz = [1, 5, 10, 20, 40];
        for (int i = 0; i < hertz.Length; i++)
        {
            Complex z = Complex.Exp(new Complex(0, -2 * Math.PI * hertz[i] / 100));
            Complex response = sections.Aggregate(Complex.One, (all, s) => all * (s.B0 + (s.B1 * z) + (s.B2 * z * z)) / (1 + (s.A1 * z) + (s.A2 * z * z)));
            Assert.InRange((response - expected[i]).Magnitude, 0, 1e-8);
        }
    }
}
