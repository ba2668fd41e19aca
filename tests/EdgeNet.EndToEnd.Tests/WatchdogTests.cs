using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;
using EdgeNet.Pictures;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>A board that hangs comes back by itself.</summary>
public class WatchdogTests
{
    [Fact]
    public void A_transfer_that_never_ends_restarts_the_board_after_a_minute_and_it_goes_on()
    {
        using Board board = Esp32App.Create();
        board.Storage.Put(StoreBoard.Mailbox, ThermalScene.Model);
        board.I2c.Attach(Esp32App.Bus, Esp32App.CameraAddress, new Amg8833(_ => ThermalScene.Picture(true, new SeededRandom(1, "watchdog"))));
        board.I2c.Hangs = (_, microseconds) => microseconds > 5e6;
        BoardRun run = board.Run(TimeSpan.FromMinutes(5));
        Assert.Equal("the program restarted it", run.StopReason);
        Assert.InRange(board.NowMicroseconds / 1e6, 64, 67);
        Assert.Equal("error: the app has been silent for 60 seconds: the board restarts", board.Output[^1]);

        board.I2c.Hangs = null;
        board.PowerCycle();
        int before = board.Output.Count;
        Assert.Equal("its time is up", board.Run(TimeSpan.FromSeconds(150)).StopReason);
        Assert.Contains("answer: person", board.Output.Skip(before));
    }

    /// <summary>A model that brings the app to a stand counts as one that crashes it.</summary>
    [Fact]
    public void A_new_model_with_which_the_app_hangs_is_rolled_back()
    {
        Storage storage = new();
        storage.Put(StoreBoard.Mailbox, ThermalScene.Model);
        using Board board = Create(storage);
        board.Run(TimeSpan.FromSeconds(10));
        Assert.Contains("model confirmed", board.Output);

        // The next one is a gesture model, whose sensor hangs.
        storage.Put(StoreBoard.Mailbox, Gestures.Model);
        board.I2c.Attach(Esp32App.Bus, Esp32App.MotionAddress, new Mpu6886(_ => new short[6]));
        board.I2c.Hangs = (address, _) => address == Esp32App.MotionAddress;
        for (int start = 0; start < 3; start++)
        {
            board.PowerCycle();
            Assert.Equal("the program restarted it", board.Run(TimeSpan.FromMinutes(5)).StopReason);
        }

        board.PowerCycle();
        int before = board.Output.Count;
        board.Run(TimeSpan.FromSeconds(10));
        Assert.Contains(board.Output.Skip(before), l => l.StartsWith("error: rolled back to slot 0", StringComparison.Ordinal));
        Assert.Contains("answer: person", board.Output.Skip(before));
    }

    private static Board Create(Storage storage)
    {
        Board board = Esp32App.Create(storage: storage);
        board.I2c.Attach(Esp32App.Bus, Esp32App.CameraAddress, new Amg8833(_ => ThermalScene.Picture(true, new SeededRandom(1, "watchdog"))));
        return board;
    }
}
