using System;
using System.Device.I2c;

namespace EdgeNet.Device;

/// <summary>
/// The thermal camera AMG8833: 8x8 pixels, row after row, in steps of 0.25 degrees Celsius. Its registers are read directly and every
/// transfer is checked, because the binding of nanoFramework ignores failed transfers: a dead sensor would look like a still picture.
/// </summary>
public sealed class Amg8833Source : IInputSource
{
    /// <summary>Pixels of a picture.</summary>
    public const int PixelCount = 64;

    private const byte FirstPixelRegister = 0x80;
    private const byte PowerRegister = 0x00;
    private const byte NormalMode = 0x00;

    private readonly I2cDevice _device;
    private readonly byte[] _register = new byte[] { FirstPixelRegister };
    private readonly byte[] _wake = new byte[] { PowerRegister, NormalMode };
    private readonly byte[] _picture = new byte[2 * PixelCount];
    private bool _awake;

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
        try
        {
            // A sensor that lost its power comes back asleep for all we know.
            if (!_awake && !Transferred(_device.Write(new SpanByte(_wake)), _wake.Length))
            {
                return false;
            }

            _awake = Transferred(_device.WriteRead(new SpanByte(_register), new SpanByte(_picture)), _register.Length + _picture.Length);
        }
        catch (Exception e)
        {
            _awake = false;
            Problem = "AMG8833: " + e.Message;
        }

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

    private bool Transferred(I2cTransferResult result, int bytes)
    {
        if (result.Status == I2cTransferStatus.FullTransfer)
        {
            return true;
        }

        Problem = "AMG8833: transfer of " + bytes + " bytes failed with I2C status " + (int)result.Status;
        return false;
    }
}
