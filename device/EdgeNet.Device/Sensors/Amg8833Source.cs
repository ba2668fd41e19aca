using System;
using System.Device.I2c;

namespace EdgeNet.Device;

/// <summary>
/// The thermal camera AMG8833: 8x8 pixels, row by row, in steps of 0.25 degrees Celsius. Its registers are read directly and every
/// transfer is checked, because the binding of nanoFramework ignores failed transfers: a dead sensor would look like a still picture.
/// </summary>
public sealed class Amg8833Source : IInputSource
{
    /// <summary>Pixels of a picture.</summary>
    public const int PixelCount = 64;

    // A row of pixels: well below the 32 bytes from which an ESP32 fails to read from slow devices.
    private const int RowBytes = 16;
    private const byte FirstPixelRegister = 0x80;
    private const byte PowerRegister = 0x00;
    private const byte NormalMode = 0x00;

    private readonly I2cDevice _device;
    private readonly byte[] _register = new byte[1];
    private readonly byte[] _wake = new byte[] { PowerRegister, NormalMode };
    private readonly byte[] _picture = new byte[2 * PixelCount];
    private bool _awake;
    private bool _inRows;

    /// <summary>Creates the source.</summary>
    /// <param name="device">The sensor on its bus, address 0x69 or 0x68.</param>
    public Amg8833Source(I2cDevice device)
    {
        _device = device;
        Problem = "";
    }

    /// <inheritdoc/>
    public string Name
    {
        get { return "AMG8833"; }
    }

    /// <inheritdoc/>
    public int Count
    {
        get { return PixelCount; }
    }

    /// <inheritdoc/>
    public string Problem { get; private set; }

    /// <inheritdoc/>
    public bool TryRead(float[] values)
    {
        // A sensor that lost its power comes back asleep for all we know.
        _awake = (_awake || Transfer(_wake, 0, 0)) && ReadPicture();
        if (!_awake)
        {
            return false;
        }

        for (int i = 0; i < PixelCount; i++)
        {
            // Twelve bits, two's complement.
            int raw = _picture[2 * i] | ((_picture[(2 * i) + 1] & 0x0F) << 8);
            values[i] = (raw & 0x800) != 0 ? raw - 0x1000 : raw;
        }

        return true;
    }

    // Where a long read fails and short ones do not, the rest of the pictures is read in rows, until the sensor fails again.
    private bool ReadPicture()
    {
        if (!_inRows && Read(0, _picture.Length))
        {
            return true;
        }

        for (int row = 0; row < _picture.Length; row += RowBytes)
        {
            if (!Read(row, RowBytes))
            {
                _inRows = false;
                return false;
            }
        }

        _inRows = true;
        return true;
    }

    private bool Read(int start, int count)
    {
        _register[0] = (byte)(FirstPixelRegister + start);
        return Transfer(_register, start, count);
    }

    // Writes, and then reads into a part of the picture.
    private bool Transfer(byte[] written, int start, int count)
    {
        try
        {
            I2cTransferResult result = count == 0 ? _device.Write(new SpanByte(written)) : _device.WriteRead(new SpanByte(written), new SpanByte(_picture, start, count));
            if (result.Status == I2cTransferStatus.FullTransfer)
            {
                return true;
            }

            Problem = "AMG8833: transfer of " + (written.Length + count) + " bytes failed with I2C status " + (int)result.Status;
        }
        catch (Exception e)
        {
            Problem = "AMG8833: " + e.Message;
        }

        return false;
    }
}
