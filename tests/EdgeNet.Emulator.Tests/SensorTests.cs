using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;

namespace EdgeNet.Emulator.Tests;

/// <summary>The board's input sources, interpreted, with simulated sensors at their pins.</summary>
public class SensorTests
{
    private const int Bus = 1, Address = 0x68;

    [Fact]
    public void A_window_of_movements_has_six_values_a_reading_with_the_oldest_first()
    {
        using Board board = Programs.Deployed(BoardProfile.Esp32, "EdgeNet.Device.Core", "EdgeNet.Device");

        // Acceleration x counts hundredths of seconds, rotation z is its negative.
        board.I2c.Attach(Bus, Address, new Mpu6886(t => [(short)(t * 100), 1, -2, 300, 4, (short)(-t * 100)]));
        BoardObject source = board.New("EdgeNet.Device.Mpu6886Source", Device(board), 4, 20, null);
        BoardObject values = board.NewFloats(24);
        Assert.Equal(24L, board.CallOn(source, "get_Count"));
        Assert.True((bool)board.CallOn(source, "TryRead", values)!);
        float[] read = Board.ReadFloats(values);
        float first = read[0];
        for (int sample = 0; sample < 4; sample++)
        {
            Assert.Equal([1f, -2f, 300f, 4f], read[((6 * sample) + 1)..((6 * sample) + 5)]);
            Assert.Equal(first + (2 * sample), read[6 * sample], 1f); // 20 ms and the transfers between readings
            Assert.Equal(-read[6 * sample], read[(6 * sample) + 5], 1f);
        }
    }

    [Fact]
    public void A_movement_sensor_that_is_away_is_reported_and_prepared_again_when_it_is_back()
    {
        using Board board = Programs.Deployed(BoardProfile.Esp32, "EdgeNet.Device.Core", "EdgeNet.Device");
        BoardObject source = board.New("EdgeNet.Device.Mpu6886Source", Device(board), 1, 0, null);
        BoardObject values = board.NewFloats(6);
        Assert.False((bool)board.CallOn(source, "TryRead", values)!);
        Assert.Contains("MPU-6886: register 117 failed with I2C status 4", (string)board.CallOn(source, "get_Problem")!);

        board.I2c.Attach(Bus, Address, new Amg8833(_ => new float[64]));
        Assert.False((bool)board.CallOn(source, "TryRead", values)!);
        Assert.Contains("another chip answers (0 instead of 25)", (string)board.CallOn(source, "get_Problem")!);

        board.I2c.Attach(Bus, Address, new Mpu6886(_ => [7, 7, 7, 7, 7, 7]));
        Assert.True((bool)board.CallOn(source, "TryRead", values)!);
        Assert.All(Board.ReadFloats(values), v => Assert.Equal(7f, v));
    }

    [Fact]
    public void The_thermal_cameras_twelve_bits_have_a_sign()
    {
        using Board board = Programs.Deployed(BoardProfile.Esp32, "EdgeNet.Device.Core", "EdgeNet.Device");
        board.I2c.Attach(Bus, Address, new Amg8833(_ => [25.5f, -2f, -20f, 80f, .. new float[60]]));
        BoardObject source = board.New("EdgeNet.Device.Amg8833Source", Device(board));
        BoardObject values = board.NewFloats(64);
        Assert.True((bool)board.CallOn(source, "TryRead", values)!);
        Assert.Equal([102f, -8f, -80f, 320f, 0f], Board.ReadFloats(values)[..5]);
    }

    [Fact]
    public void A_thermal_camera_that_fails_long_reads_is_read_in_short_ones_as_long_as_that_works()
    {
        using Board board = Programs.Deployed(BoardProfile.Esp32, "EdgeNet.Device.Core", "EdgeNet.Device");
        float[] quarters = [.. Enumerable.Range(-10, 64).Select(i => (float)i)];
        board.I2c.Attach(Bus, Address, new Amg8833(_ => [.. quarters.Select(q => q / 4)]));
        board.I2c.LongestRead = 31;
        BoardObject source = board.New("EdgeNet.Device.Amg8833Source", Device(board));
        int TransfersOfAPicture(bool expected)
        {
            int before = board.I2c.Transfers;
            BoardObject values = board.NewFloats(64);
            Assert.Equal(expected, board.CallOn(source, "TryRead", values));
            Assert.Equal(expected ? quarters : new float[64], Board.ReadFloats(values));
            return board.I2c.Transfers - before;
        }

        Assert.Equal(1 + 1 + 8, TransfersOfAPicture(true)); // wakes it, tries the whole picture, reads eight rows
        Assert.Equal(8, TransfersOfAPicture(true));
        board.I2c.Fails = _ => true;
        TransfersOfAPicture(false);
        board.I2c.Fails = null;
        board.I2c.LongestRead = int.MaxValue;
        Assert.Equal(1 + 1, TransfersOfAPicture(true));
        Assert.Equal(1, TransfersOfAPicture(true));
    }

    [Theory]
    [InlineData(0.0, 0)]
    [InlineData(0.5, 2047)]
    [InlineData(2.0, 4095)]
    public void Analogue_pins_are_read_with_twelve_bits(double level, int expected)
    {
        using Board board = Programs.Deployed(BoardProfile.Esp32, "EdgeNet.Device.Core", "EdgeNet.Device");
        board.Adc.Channel(3).Signal = _ => level;
        BoardObject controller = board.New("System.Device.Adc.AdcController");
        BoardObject channel = (BoardObject)board.CallOn(controller, "OpenChannel", 3)!;
        Assert.Equal((long)expected, board.CallOn(channel, "ReadValue"));
    }

    private static BoardObject Device(Board board) =>
        (BoardObject)board.Call("System.Device.I2c.I2cDevice.Create", board.New("System.Device.I2c.I2cConnectionSettings", Bus, Address))!;
}
