using EdgeNet.Core;
using EdgeNet.Trainer.Signals;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>Pipelines on the virtual board and on the desktop.</summary>
public class SignalPipelineTests
{
    private static readonly string[] Channels = ["x", "y", "z"];

    [Theory]
    [InlineData("mean", 3, 20, 10)]
    [InlineData("mean", 1, 7, 11)]
    public void A_pipeline_gives_the_desktops_values_on_a_board_and_takes_the_memory_that_it_says(string text, int channels, int window, int stride)
    {
        FeaturePipeline pipeline = FeaturePipeline.Create(FeatureText.Parse(text), Channels[..channels], 100, 1, window, stride);
        using SignalBoard board = new(pipeline);
        Assert.Equal(pipeline.RamBytes, board.HeapBytes);
        Random random = new(channels);
        short[] samples = [.. Enumerable.Range(0, channels * window * 4).Select(_ => (short)random.Next(-32768, 32768))];
        int windows = 0;
        for (int at = 0; at < samples.Length;)
        {
            int count = Math.Min(samples.Length - at, channels * random.Next(1, window));
            at += board.Add(samples, at, count);
            if (board.Desktop.IsFull)
            {
                board.CompareOutputs();
                windows++;
            }
        }

        Assert.Equal(1 + (((samples.Length / channels) - window) / stride), windows);
    }
}
