namespace EdgeNet.Emulator.Devices;

/// <summary>A device on an I2C bus.</summary>
public interface II2cDevice
{
    /// <summary>Takes part in a transfer.</summary>
    /// <param name="microseconds">Board time.</param>
    /// <param name="write">What the board writes, first.</param>
    /// <param name="read">What the board reads, then.</param>
    void Transfer(double microseconds, ReadOnlySpan<byte> write, Span<byte> read);
}

/// <summary>How a transfer ended, with the numbers of nanoFramework's I2cTransferStatus.</summary>
internal enum I2cOutcome
{
    FullTransfer = 1,
    ClockStretchTimeout = 2,
    AddressNotAcknowledged = 4,
}

/// <summary>The board's I2C buses.</summary>
public sealed class I2cBus
{
    private readonly Dictionary<(int Bus, int Address), II2cDevice> _devices = [];

    /// <summary>Called before every transfer with the board time in microseconds; where it says true, no device answers.</summary>
    public Func<double, bool>? Fails { get; set; }

    /// <summary>Called before every transfer with the address and the board time in microseconds; where it says true, the transfer never ends for the thread that asked.</summary>
    public Func<int, double, bool>? Hangs { get; set; }

    /// <summary>Bytes of the longest read that succeeds: an ESP32 fails to read 32 bytes or more from a device that is slow to give them.</summary>
    public int LongestRead { get; set; } = int.MaxValue;

    /// <summary>Transfers asked for so far.</summary>
    public int Transfers { get; private set; }

    /// <summary>Wires a device to a bus.</summary>
    /// <param name="bus">Number of the bus.</param>
    /// <param name="address">Its address, 7 bits.</param>
    /// <param name="device">The device.</param>
    public void Attach(int bus, int address, II2cDevice device) => _devices[(bus, address)] = device;

    internal I2cOutcome Transfer(int bus, int address, double microseconds, ReadOnlySpan<byte> write, Span<byte> read)
    {
        Transfers++;
        if (Fails?.Invoke(microseconds) == true || !_devices.TryGetValue((bus, address), out II2cDevice? device))
        {
            return I2cOutcome.AddressNotAcknowledged;
        }

        if (read.Length > LongestRead)
        {
            return I2cOutcome.ClockStretchTimeout;
        }

        device.Transfer(microseconds, write, read);
        return I2cOutcome.FullTransfer;
    }
}
