using EdgeNet.Emulator.Devices;

namespace EdgeNet.Emulator.Tests;

/// <summary>The FIFO of the virtual MPU-6886, by the registers of its datasheet.</summary>
public class FifoTests
{
    private const byte RateDivider = 0x19, Configuration = 0x1A, FifoEnable = 0x23, InterruptStatus = 0x3A, UserControl = 0x6A, Power = 0x6B, FifoCount = 0x72, Fifo = 0x74;

    [Theory]
    [InlineData(0x08, 8)] // acceleration and temperature
    [InlineData(0x18, 14)] // rotation as well
    public void It_takes_a_reading_a_sample_and_gives_them_in_order(byte enable, int bytes)
    {
        Mpu6886 sensor = Started(enable, t => [(short)Math.Round(t * 100), -2, 3, 4, 5, -6]);
        Assert.Equal([0, 0], Read(sensor, 9_999, FifoCount, 2));
        Assert.Equal([0, (byte)(3 * bytes)], Read(sensor, 35_000, FifoCount, 2));
        byte[] taken = Read(sensor, 35_000, Fifo, 2 * bytes);
        Assert.Equal([0, 1, 0xFF, 0xFE, 0, 3], taken[..6]);
        Assert.Equal([0, 2, 0xFF, 0xFE, 0, 3], taken[bytes..(bytes + 6)]);
        if (bytes == 14)
        {
            Assert.Equal([0, 4, 0, 5, 0xFF, 0xFA], taken[8..14]);
        }

        Assert.Equal([0, (byte)bytes], Read(sensor, 35_000, FifoCount, 2));
    }

    [Fact]
    public void A_full_one_keeps_what_it_has_says_so_once_and_is_empty_after_a_reset()
    {
        Mpu6886 sensor = Started(0x08, t => [(short)Math.Round(t * 100), 0, 0]);
        Assert.Equal([0x04, 0x00], Read(sensor, 2_000_000, FifoCount, 2)); // 1024 bytes, 128 of 200 readings
        Assert.Equal(72, sensor.Lost);
        Assert.Equal([0, 1], Read(sensor, 2_000_000, Fifo, 2));
        Assert.Equal([0x10], Read(sensor, 2_000_000, InterruptStatus, 1));
        Assert.Equal([0x00], Read(sensor, 2_000_000, InterruptStatus, 1));
        Write(sensor, 2_000_000, UserControl, 0x44);
        Assert.Equal([0, 0], Read(sensor, 2_000_000, FifoCount, 2));
    }

    [Fact]
    public void It_measures_nothing_while_it_sleeps_and_forgets_its_settings_without_power()
    {
        Mpu6886 sensor = Started(0x08, _ => [1, 2, 3]);
        Write(sensor, 0, 0x1C, 0x08);
        Assert.Equal(4, sensor.FullScale);
        Write(sensor, 50_000, Power, 0x40);
        Assert.Equal([0, 5 * 8], Read(sensor, 1_000_000, FifoCount, 2));
        sensor.PowerCycle();
        Write(sensor, 1_000_000, Power, 0x01);
        Assert.Equal([0, 0], Read(sensor, 2_000_000, FifoCount, 2));
        Assert.Equal(2, sensor.FullScale);
    }

    // 100 readings per second from time 0.
    private static Mpu6886 Started(byte enable, Func<double, short[]> motion)
    {
        Mpu6886 sensor = new(motion);
        Write(sensor, 0, Power, 0x01);
        Write(sensor, 0, Configuration, 0x41);
        Write(sensor, 0, RateDivider, 9);
        Write(sensor, 0, FifoEnable, enable);
        Write(sensor, 0, UserControl, 0x44);
        return sensor;
    }

    private static void Write(Mpu6886 sensor, double microseconds, byte register, byte value) => sensor.Transfer(microseconds, [register, value], []);

    private static byte[] Read(Mpu6886 sensor, double microseconds, byte register, int count)
    {
        byte[] read = new byte[count];
        sensor.Transfer(microseconds, [register], read);
        return read;
    }
}
