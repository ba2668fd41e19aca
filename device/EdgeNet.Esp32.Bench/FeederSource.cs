using System;
using System.Device.I2c;
using EdgeNet.Device;

namespace EdgeNet.Esp32;

/// <summary>
/// A feeder of the test bench on the I2C bus: it gives the board samples of any kind, such as drawn pictures or rows of a table, where a sensor would give readings.
/// The board writes two bytes, the index of a value, and reads values of four bytes from there on; at the index 0xFFFF it reads the number of values of a sample,
/// two bytes, and then 1 if there is a sample and 0 if not.
/// </summary>
internal sealed class FeederSource : IInputSource
{
    /// <summary>Its address.</summary>
    public const int Address = 0x40;

    private const int StateIndex = 0xFFFF;
    private const int StateBytes = 3;
    private const int ValueBytes = 4;

    // 28 bytes: below the 32 from which an ESP32 fails to read from slow devices.
    private const int BurstValues = 7;

    private readonly I2cDevice _device;
    private readonly byte[] _index = new byte[2];
    private readonly byte[] _bytes = new byte[BurstValues * ValueBytes];

    /// <summary>Creates the source.</summary>
    /// <param name="device">The feeder on its bus.</param>
    public FeederSource(I2cDevice device)
    {
        _device = device;
        Problem = "";
    }

    /// <inheritdoc/>
    public string Name
    {
        get { return "feeder"; }
    }

    /// <inheritdoc/>
    public int Count
    {
        get { return Read(StateIndex, StateBytes) ? _bytes[0] | (_bytes[1] << 8) : 0; }
    }

    /// <inheritdoc/>
    public string Problem { get; private set; }

    /// <inheritdoc/>
    public bool TryRead(float[] values)
    {
        if (Count != values.Length || _bytes[2] != 1)
        {
            Problem = "feeder: there is no sample in it";
            return false;
        }

        for (int first = 0; first < values.Length; first += BurstValues)
        {
            int count = values.Length - first < BurstValues ? values.Length - first : BurstValues;
            if (!Read(first, count * ValueBytes))
            {
                return false;
            }

            for (int i = 0; i < count; i++)
            {
                values[first + i] = BitConverter.ToSingle(_bytes, i * ValueBytes);
            }
        }

        return true;
    }

    private bool Read(int index, int count)
    {
        _index[0] = (byte)index;
        _index[1] = (byte)(index >> 8);
        try
        {
            I2cTransferResult result = _device.WriteRead(new SpanByte(_index), new SpanByte(_bytes, 0, count));
            if (result.Status == I2cTransferStatus.FullTransfer)
            {
                return true;
            }

            Problem = "feeder: transfer failed with I2C status " + (int)result.Status;
        }
        catch (Exception e)
        {
            Problem = "feeder: " + e.Message;
        }

        return false;
    }
}
