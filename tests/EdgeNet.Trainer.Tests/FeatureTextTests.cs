using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Signals;

namespace EdgeNet.Trainer.Tests;

/// <summary>Features as people type them.</summary>
public class FeatureTextTests
{
    private static readonly string[] Channels = ["x", "y", "z"];

    [Theory]
    [InlineData("mean,rms , STD", "mean, rms, std")]
    [InlineData("lowpass 5hz order 2, decimate 2,magnitude, min", "lowpass 5Hz, decimate 2, magnitude, min")]
    [InlineData("magnitude, motion, kurtosis", "magnitude, mean, std, min, max, crossings, peaks, kurtosis")]
    [InlineData("bandpass 0.5Hz 20.25Hz order 3, raw 16", "bandpass 0.5Hz 20.25Hz order 3, raw")]
    public void What_is_read_is_written_in_one_way(string text, string written)
    {
        Assert.Equal(written, FeatureText.Parse(text).ToString());
        Assert.Equal(written, FeatureText.Parse(written).ToString());
    }

    [Theory]
    [InlineData("mean, average", "\"average\" at character 7 is neither a feature nor a step; there are decimate, lowpass, highpass, bandpass, magnitude, mean")]
    [InlineData("mean, meen", "\"meen\" at character 7 is neither a feature nor a step; did you mean mean?")]
    [InlineData("band 4", "did you mean bands?")]
    [InlineData("stdev", "did you mean std?")]
    [InlineData("Magnitud, mean", "did you mean magnitude?")]
    [InlineData("mix", "did you mean min or max?")]
    [InlineData("mean std", "\"std\" at character 6 begins another feature; put a comma before it")]
    [InlineData("bands 8 Motion", "\"Motion\" at character 9 begins another feature")]
    [InlineData("mean, lowpass 5Hz", "\"5Hz\" at character 15 changes the stream, so it must come before all features")]
    [InlineData("lowpass, mean", "\"lowpass\" at character 1 must be followed by a frequency such as 5Hz")]
    [InlineData("lowpass 5, mean", "\"5\" at character 9 is not a frequency such as 5Hz")]
    [InlineData("bandpass 9Hz 3Hz, mean", "\"3Hz\" at character 14 is not above the lower frequency")]
    [InlineData("lowpass 5Hz order 9, mean", "\"9\" at character 19 is not a number from 1 to 8")]
    [InlineData("mean, rms, mean", "\"mean\" at character 12 is there twice")]
    [InlineData("mean, motion", "\"motion\" at character 7 is there twice")]
    [InlineData("mean 3", "\"3\" at character 6 is one word too many: a feature such as this ends with \"mean\"")]
    [InlineData("mean,, rms", "one is missing")]
    [InlineData("", "one is missing")]
    [InlineData("decimate 2", "there are only steps")]
    public void An_error_points_at_the_word(string text, string message) =>
        Assert.Contains(message, Assert.Throws<UserException>(() => FeatureText.Parse(text)).Message);

    [Theory]
    [InlineData("lowpass 60Hz, mean", "at 100 readings a second a filter can be set from 0.2 to 45 Hz")]
    [InlineData("decimate 2, lowpass 30Hz, mean", "at 50 readings a second a filter can be set from 0.1 to 22.5 Hz")]
    [InlineData("magnitude, mean", "a stream of 2 channels")]
    [InlineData("mean, raw", "a picture beside other features")]
    public void Features_that_do_not_fit_the_stream_are_refused(string text, string message) =>
        Assert.Contains(message, Assert.Throws<UserException>(() => FeaturePipeline.Create(FeatureText.Parse(text), Channels[..2], 100, 1, 100, 50)).Message);

    [Theory]
    [InlineData("bands 8 fft 256", 100, 200, "bands 8 fft 256 hop 100: a frame has 256 readings (2.56 s), a window has only 200 (2 s); use \"bands 8 fft 128\" or a longer window (--window)")]
    [InlineData("sound", 100, 200, "use \"spectrogram 40 mel fft 128\" or a longer window (--window)")]
    [InlineData("decimate 2, mfcc 13 fft 512", 100, 400, "a frame has 512 readings (10.24 s), a window has only 200 (4 s); use \"mfcc 13 of 40 fft 128\" or")]
    [InlineData("bands 2 fft 16", 100, 15, "a frame has 16 readings (0.16 s), a window has only 15 (0.15 s); use a longer window (--window)")]
    [InlineData("micro-speech", 16000, 320, "micro-speech: a frame has 480 readings (0.03 s), a window has only 320 (0.02 s); use a longer window (--window)")]
    [InlineData("ei-mfe", 8000, 80, "ei-mfe: a frame has 160 readings (0.02 s), a window has only 80 (0.01 s); use a longer window (--window)")]
    public void A_frame_longer_than_a_window_says_what_to_do(string text, float rate, int window, string message) =>
        Assert.Contains(message, Assert.Throws<UserException>(() => FeaturePipeline.Create(FeatureText.Parse(text), Channels[..1], rate, 1, window, window / 2)).Message);

    [Fact]
    public void Values_are_named_after_their_channel_and_feature()
    {
        FeaturePipeline pipeline = FeaturePipeline.Create(FeatureText.Parse("magnitude, mean, peaks"), Channels, 100, 0.5f, 101, 50);
        Assert.Equal(["x mean", "x peaks", "y mean", "y peaks", "z mean", "z peaks", "magnitude mean", "magnitude peaks"], pipeline.Columns!);
        Assert.Equal((FeatureKind.Columns, 8, 101, 50, 100f, 0.5f, 3), (pipeline.Kind, pipeline.Shape.Count, pipeline.WindowReadings, pipeline.StrideReadings, pipeline.Rate, pipeline.SampleScale, pipeline.Channels));
    }

    [Fact]
    public void A_picture_has_a_row_per_reading_and_a_column_per_channel()
    {
        FeaturePipeline pipeline = FeaturePipeline.Create(FeatureText.Parse("decimate 4, raw"), Channels, 100, 1, 101, 51);
        Assert.Equal((FeatureKind.Pixels, Shape.Grey(25, 3), 100, 52), (pipeline.Kind, pipeline.Shape, pipeline.WindowReadings, pipeline.StrideReadings));
        Assert.Null(pipeline.Columns);
    }

    [Fact]
    public void Every_cut_and_every_changed_byte_of_a_section_gives_a_pipeline_that_runs_or_an_error()
    {
        byte[] section = FeaturePipeline.Create(FeatureText.Parse("decimate 2, lowpass 5Hz, magnitude, mean, std, peaks, kurtosis"), Channels, 100, 1, 8, 4).Section;
        for (int length = 0; length < section.Length; length++)
        {
            Assert.Throws<ModelException>(() => SignalInfo.Parse(section[..length]));
        }

        short[] samples = [.. Enumerable.Range(0, 300).Select(i => i % 2 == 0 ? short.MinValue : short.MaxValue)];
        for (int i = 0; i < section.Length * 8; i++)
        {
            byte[] changed = [.. section];
            changed[i / 8] ^= (byte)(1 << (i % 8));
            try
            {
                if (SignalInfo.Parse(changed) is { RamBytes: < 1 << 20 } info)
                {
                    SignalPipeline.FromSection(changed).Add(samples, 0, samples.Length / info.Channels * info.Channels);
                }
            }
            catch (ModelException)
            {
                // Refused.
            }
        }
    }
}
