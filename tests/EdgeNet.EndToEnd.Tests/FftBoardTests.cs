using EdgeNet.Core;
using EdgeNet.Emulator;
using EdgeNet.Workflows;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>The transform on the virtual ESP32: the desktop's integers, in the memory that it names, in time.</summary>
public class FftBoardTests
{
    /// <param name="milliseconds">Of the straight-line code with a Hann window, and of the loops, at most.</param>
    [Theory]
    [InlineData(16, 0.33, 0.88)]
    [InlineData(32, 0.65, 2.0)]
    [InlineData(64, 1.33, 4.6)]
    [InlineData(128, 2.83, 10.4)]
    [InlineData(256, 4.5, 15.7)]
    [InlineData(512, 14.5, 31)]
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
}
