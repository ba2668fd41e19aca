using EdgeNet.Trainer.Signals;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>Pipelines on the virtual board and on the desktop.</summary>
public class SignalPipelineTests
{
    private static readonly string[] Channels = ["x", "y", "z", "u", "v", "w", "p", "q"];

    private static readonly string[] Steps = ["decimate 2", "decimate 5", "lowpass 3Hz", "lowpass 2Hz order 3", "highpass 0.5Hz", "bandpass 1Hz 4Hz", "magnitude"];

    private static readonly string[] Statistics = ["mean", "rms", "std", "min", "max", "range", "crossings", "peaks", "skewness", "kurtosis"];

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 16)];

    [Theory]
    [InlineData("bands 8, mean", 3, 200, 64)]
    [InlineData("bands 5 fft 16 hop 8, goertzel 12Hz 30Hz", 2, 100, 200)]
    [InlineData("spectrogram 20", 1, 1024, 256)]
    [InlineData("spectrogram 12 mel fft 512 hop 256", 1, 1024, 256)]
    [InlineData("spectrogram 6 fft 32", 3, 128, 32)]
    [InlineData("mfcc 13 of 16 fft 128", 1, 512, 128)]
    [InlineData("ei-spectral", 3, 200, 80)]
    [InlineData("micro-speech", 1, 1440, 640)]
    [InlineData("ei-mfe", 1, 800, 320)]
    [InlineData("ei-mfe", 1, 480, 800)]
    [InlineData("ei-mfcc", 1, 800, 320)]
    public void A_spectrum_has_the_desktops_values_on_a_board_and_takes_the_memory_that_it_says(string text, int channels, int window, int stride)
    {
        FeaturePipeline pipeline = FeaturePipeline.Create(FeatureText.Parse(text), Channels[..channels], Rate(text), 1, window, stride);
        using SignalBoard board = new(pipeline);
        Assert.Equal(pipeline.RamBytes, board.HeapBytes);
        Random random = new(window);
        short[] samples = Samples(channels, channels, pipeline.WindowReadings + (3 * pipeline.StrideReadings), random);
        int windows = 0;
        for (int at = 0; at < samples.Length;)
        {
            at += board.Add(samples, at, Math.Min(samples.Length - at, channels * random.Next(1, window)));
            if (board.Desktop.IsFull)
            {
                board.CompareOutputs();
                windows++;
            }
        }

        Assert.Equal(4, windows);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Any_pipeline_gives_the_desktops_values_on_a_board_and_takes_the_memory_that_it_says(int seed)
    {
        Random random = new(seed);
        int channels = random.Next(1, Channels.Length + 1);
        string text = string.Join(", ", Chosen(Steps, random.Next(4)).Where(s => s != "magnitude" || channels >= 3)
            .Concat(seed % 4 == 0 ? [random.Next(2) == 0 ? "raw" : "raw 9"] : Chosen(Statistics, random.Next(1, 11))));
        FeaturePipeline pipeline = FeaturePipeline.Create(FeatureText.Parse(text), Channels[..channels], 100, 1, random.Next(1, 150), random.Next(1, 200));
        using SignalBoard board = new(pipeline);
        Assert.True(pipeline.RamBytes == board.HeapBytes, $"{text}: {pipeline.RamBytes} bytes, but {board.HeapBytes} on the board");
        short[] samples = Samples(seed, channels, pipeline.WindowReadings + (3 * pipeline.StrideReadings), random);
        int windows = 0;
        for (int at = 0; at < samples.Length;)
        {
            int count = Math.Min(samples.Length - at, channels * random.Next(1, 200));
            at += board.Add(samples, at, count);
            if (board.Desktop.IsFull)
            {
                board.CompareOutputs();
                windows++;
            }
        }

        Assert.Equal(4, windows);
        string[] Chosen(string[] from, int count) => [.. from.OrderBy(_ => random.Next()).Take(count)];
    }

    private static int Rate(string text) => text switch { "micro-speech" => 16000, "ei-mfe" or "ei-mfcc" => 8000, _ => 100 };

    /// <summary>Noise, a square wave of full scale, silence, the largest value.</summary>
    private static short[] Samples(int seed, int channels, int readings, Random random) => [.. Enumerable.Range(0, channels * readings).Select(i => (seed / 2 % 4) switch
    {
        0 => (short)random.Next(short.MinValue, short.MaxValue + 1),
        1 => i / channels / 7 % 2 == 0 ? short.MinValue : short.MaxValue,
        2 => i < 50 ? (short)(i * 300) : (short)0,
        _ => short.MaxValue,
    })];

    /// <summary>What documents say, in thousandths of a millisecond. Cheaper is welcome: change the document with the number.</summary>
    [Theory]
    [InlineData("lowpass 5Hz, max", "BiquadStage", 1_390)]
    [InlineData("mean, rms, std, min, max, range", "StatisticsStage", 770)]
    [InlineData("mean, rms, std, min, max, range, crossings, peaks", "StatisticsStage", 1_200)]
    [InlineData("skewness, kurtosis", "StatisticsStage", 1_900)]
    [InlineData("decimate 2, max", "DecimateStage", 3_700)]
    public void A_hundred_readings_of_a_channel_cost_no_more_than_the_documents_say(string text, string stage, double microseconds)
    {
        FeaturePipeline pipeline = FeaturePipeline.Create(FeatureText.Parse(text), Channels[..1], 100, 1, 100, 100);
        using SignalBoard board = new(pipeline);
        Random random = new(1);
        short[] samples = [.. Enumerable.Range(0, 300).Select(i => (short)(3000 + (8000 * Math.Sin(i * 0.3)) + random.Next(-2000, 2000)))];
        double before = 0;
        for (int w = 0; w < 3; w++)
        {
            before = w == 2 ? Cost() : 0;
            board.Add(samples, 100 * w, 100);
        }

        Assert.InRange(Cost() - before, 0, microseconds);
        double Cost() => board.Board.Profile().Where(m => m.Method.StartsWith($"EdgeNet.Core.{stage}.", StringComparison.Ordinal)).Sum(m => m.Microseconds);
    }
}
