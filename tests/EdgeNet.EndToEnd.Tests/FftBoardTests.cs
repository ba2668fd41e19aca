using EdgeNet.Core;
using EdgeNet.Emulator;
using EdgeNet.Trainer.Signals;
using EdgeNet.Workflows;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>The transform on the virtual ESP32: the desktop's integers, in the memory that it names, in time.</summary>
public class FftBoardTests
{
    /// <param name="milliseconds">Of the straight-line code with a Hann window, and of the loops, at most.</param>
    [Theory]
    [InlineData(16, 0.33, 0.87)]
    [InlineData(32, 0.63, 1.97)]
    [InlineData(64, 1.3, 4.5)]
    [InlineData(128, 2.77, 10.3)]
    [InlineData(256, 3.72, 13.9)]
    [InlineData(512, 14.3, 31)]
    public void A_board_computes_the_desktops_power_in_the_time_and_memory_that_are_known(int points, double straightLine, double loops)
    {
        Random random = new(points);
        short[] samples = [.. Enumerable.Range(0, points + 1).Select(_ => (short)random.Next(-32768, 32768))];
        foreach (bool isStraight in new[] { true, false })
        {
            using Board board = new(BoardProfile.Esp32);
            board.Deploy(DeviceAssemblies.Contracts, DeviceAssemblies.ApplicationsFor(hasSignal: true));
            if (isStraight)
            {
                board.Call("EdgeNet.Core.StraightLineFft.Install");
            }

            long says = (long)board.Call("EdgeNet.Core.RealFft.RamBytes", points)!;
            board.Release((BoardObject)board.Call("EdgeNet.Core.RealFft.Create", points)!);
            long before = board.MeasureHeap();
            BoardObject fft = (BoardObject)board.Call("EdgeNet.Core.RealFft.Create", points)!;
            Assert.Equal(says, board.MeasureHeap() - before);
            if (!isStraight)
            {
                Assert.Equal(RealFft.RamBytes(points), says);
            }

            RealFft desktop = new(points, null);
            double started = board.BusyMicroseconds;
            Assert.Equal(desktop.Power(samples, 1, hann: true), (long[])board.CallOn(fft, "Power", samples, 1, true)!);
            Assert.InRange((board.BusyMicroseconds - started) / 1000, 0.01, isStraight ? straightLine : loops);
            board.CallOn(fft, "Transform", samples, 0, false);
            desktop.Transform(samples, 0, hann: false);
            Assert.Equal(desktop.Real, (long[])board.CallOn(fft, "get_Real")!);
            Assert.Equal(desktop.Imaginary, (long[])board.CallOn(fft, "get_Imaginary")!);
        }
    }

    /// <summary>What documents say of a frame of sound, in milliseconds. Cheaper is welcome: change the document with the number.</summary>
    [Theory]
    [InlineData("spectrogram 40 mel", 8000, 256, 5.5)]
    [InlineData("mfcc 13", 8000, 256, 9.3)]
    [InlineData("bands 8", 100, 64, 1.92)]
    [InlineData("micro-speech", 16000, 480, 84.5)]
    [InlineData("ei-mfe", 8000, 160, 11.3)]
    [InlineData("ei-mfcc", 8000, 8000, 787.5)]
    public void A_frame_costs_no_more_than_the_documents_say(string text, int rate, int window, double milliseconds)
    {
        FeaturePipeline pipeline = FeaturePipeline.Create(FeatureText.Parse(text), ["x"], rate, 1, window, text == "micro-speech" ? 320 : window);
        Random random = new(1);
        short[] samples = [.. Enumerable.Range(0, window).Select(_ => (short)random.Next(-3000, 3000))];
        using Board board = new(BoardProfile.Esp32);
        board.Deploy(DeviceAssemblies.Contracts, DeviceAssemblies.ApplicationsFor(hasSignal: true));
        board.Call("EdgeNet.Core.StraightLineFft.Install");
        BoardObject onBoard = (BoardObject)board.Call("EdgeNet.Core.SignalPipeline.FromSection", pipeline.Section)!;
        board.CallOn(onBoard, "Add", samples, 0, window);
        Dictionary<string, double> before = board.Profile().ToDictionary(m => m.Method, m => m.Microseconds);
        board.CallOn(onBoard, "Add", samples, 0, window);
        (string Method, double Microseconds)[] costs = [.. board.Profile().Select(m => (m.Method, m.Microseconds - before.GetValueOrDefault(m.Method)))
            .Where(m => m.Item2 > 0 && !m.Method.StartsWith("EdgeNet.Core.SignalPipeline", StringComparison.Ordinal)).OrderByDescending(m => m.Item2)];
        string list = string.Join(", ", costs.Take(6).Select(m => $"{m.Method["EdgeNet.Core.".Length..]} {m.Microseconds:0}"));
        Assert.True(costs.Sum(m => m.Microseconds) <= milliseconds * 1000, $"{costs.Sum(m => m.Microseconds):0} microseconds: {list}");
    }
}
