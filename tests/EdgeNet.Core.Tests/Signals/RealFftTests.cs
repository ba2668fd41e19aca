using EdgeNet.FftCode;

namespace EdgeNet.Core.Tests;

/// <summary>The transform in integers, against the sum of its definition in doubles.</summary>
public class RealFftTests
{
    public static TheoryData<int> Sizes => [16, 32, 64, 128, 256, 512];

    /// <summary>12-bit samples: 62 dB between the transform and its error, at least; more where no two transforms share a long.</summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_error_is_far_below_the_signal(int points)
    {
        Random random = new(points);
        RealFft fft = new(points, null);
        foreach (short[] samples in new[] { Noise(random, points, 2048), Sine(points, 2047, 5.3), Sine(points, 2047, points / 4.0), Square(points, 6, 2047), Noise(random, points, 32768) })
        {
            fft.Transform(samples, 0, hann: false);
            Assert.InRange(Decibels(samples, fft), points > 128 ? 68 : 75, 400);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void A_hann_window_changes_the_samples_and_nothing_else(int points)
    {
        RealFft fft = new(points, null), plain = new(points, null);
        short[] samples = Noise(new Random(1), points, 30000);
        fft.Transform(samples, 0, hann: true);
        double[] weighed = [.. samples.Select((s, i) => s * (0.5 - (0.5 * Math.Cos(2 * Math.PI * i / points))))];
        plain.Transform([.. weighed.Select(w => (short)Math.Floor(w))], 0, hann: false);
        for (int k = 0; k <= points / 2; k++)
        {
            Assert.InRange(fft.Real[k] - plain.Real[k], -points / 2, points / 2);
            Assert.InRange(fft.Imaginary[k] - plain.Imaginary[k], -points / 2, points / 2);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Power_is_the_sum_of_the_squares(int points)
    {
        foreach (FftKernel? kernel in new FftKernel?[] { null, new StraightLineFft() })
        {
            RealFft fft = new(points, kernel);
            short[] samples = Noise(new Random(2), points, 32768);
            fft.Transform(samples, 0, hann: true);
            long[] expected = [.. fft.Real.Zip(fft.Imaginary, (re, im) => (re * re) + (im * im))];
            Assert.Equal(expected, fft.Power(samples, 0, hann: true));
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Loops_and_straight_line_code_give_the_same_integers(int points)
    {
        Random random = new(3);
        RealFft loops = new(points, null), straight = new(points, new StraightLineFft());
        foreach (short[] samples in Extremes(points).Where((_, i) => i % Math.Max(1, points / 64) == 0).Concat(Enumerable.Range(0, 100).Select(i => Noise(random, points + 3, 1 << (i % 16)))))
        {
            foreach (bool hann in new[] { false, true })
            {
                int from = samples.Length - points;
                loops.Transform(samples, from, hann);
                straight.Transform(samples, from, hann);
                Assert.Equal(loops.Real, straight.Real);
                Assert.Equal(loops.Imaginary, straight.Imaginary);
                Assert.Equal(loops.Power(samples, from, hann), straight.Power(samples, from, hann));
            }
        }
    }

    /// <summary>What has no rounding must be exact: silence, a constant, a full-scale square wave at half the rate.</summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public void Silence_and_full_scale_are_exact_where_nothing_is_rounded(int points)
    {
        RealFft fft = new(points, null);
        fft.Transform(new short[points], 0, hann: true);
        Assert.All(fft.Real.Concat(fft.Imaginary), v => Assert.Equal(0, v));
        fft.Transform([.. Enumerable.Repeat(short.MinValue, points)], 0, hann: false);
        Assert.Equal([-32768L * points, .. new long[points / 2]], fft.Real);
        fft.Transform([.. Enumerable.Range(0, points).Select(i => i % 2 == 0 ? short.MinValue : short.MaxValue)], 0, hann: false);
        Assert.Equal(-points / 2, fft.Real[0]);
        Assert.Equal(-65535L * points / 2, fft.Real[points / 2]);
    }

    /// <summary>Whatever the samples, no lane overflows: signs that add up at each output in turn are the worst there is.</summary>
    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_worst_samples_do_not_overflow(int points)
    {
        RealFft fft = new(points, null);
        foreach (short[] samples in Extremes(points).Where((_, i) => i % Math.Max(1, points / 16) == 0))
        {
            fft.Transform(samples, 0, hann: false);
            Assert.InRange(Decibels(samples, fft), 60, 400);
        }
    }

    [Fact]
    public void The_straight_line_code_is_what_the_generator_writes()
    {
        string folder = Path.Combine(TestSupport.SharedData.ProjectRoot, "device", "EdgeNet.Device.Fft");
        foreach ((string name, string text) in TransformFile.All)
        {
            Assert.Equal(text, File.ReadAllText(Path.Combine(folder, name)).ReplaceLineEndings("\n"));
        }
    }

    // Samples of full scale whose signs follow the cosine or the sine of each frequency.
    private static IEnumerable<short[]> Extremes(int points) =>
        from k in Enumerable.Range(0, (points / 2) + 1)
        from phase in new[] { 0.1, 1.7 }
        select (short[])[.. Enumerable.Range(0, points).Select(i => Math.Cos((2 * Math.PI * k * i / points) + phase) > 0 ? short.MaxValue : short.MinValue)];

    private static short[] Noise(Random random, int points, int scale) => [.. Enumerable.Range(0, points).Select(_ => (short)random.Next(-scale, scale))];

    private static short[] Sine(int points, int scale, double periods) => [.. Enumerable.Range(0, points).Select(i => (short)Math.Round(scale * Math.Sin((2 * Math.PI * periods * i / points) + 0.4)))];

    private static short[] Square(int points, int periods, int scale) => [.. Enumerable.Range(0, points).Select(i => (short)(i * 2 * periods / points % 2 == 0 ? scale : -scale))];

    private static double Decibels(short[] samples, RealFft fft)
    {
        double signal = 0, error = 1e-9;
        for (int k = 0; k <= fft.Points / 2; k++)
        {
            double re = 0, im = 0;
            for (int i = 0; i < fft.Points; i++)
            {
                double angle = 2 * Math.PI * ((long)k * i % fft.Points) / fft.Points;
                re += samples[i] * Math.Cos(angle);
                im -= samples[i] * Math.Sin(angle);
            }

            signal += (re * re) + (im * im);
            error += Math.Pow(re - fft.Real[k], 2) + Math.Pow(im - fft.Imaginary[k], 2);
        }

        return 10 * Math.Log10(signal / error);
    }
}
