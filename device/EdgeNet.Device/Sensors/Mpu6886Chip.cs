using System;
using System.Device.I2c;

namespace EdgeNet.Device;

/// <summary>The registers of a motion sensor MPU-6886. Every transfer is checked.</summary>
public sealed class Mpu6886Chip
{
    /// <summary>Register of the power and the clock.</summary>
    public const byte Power = 0x6B;

    /// <summary>Register of the gyroscope's range.</summary>
    public const byte GyroscopeRange = 0x1B;

    /// <summary>Register of the accelerometer's range.</summary>
    public const byte AccelerometerRange = 0x1C;

    /// <summary>Awake on the best clock.</summary>
    public const byte Awake = 0x01;

    /// <summary>Up to 2000 degrees per second.</summary>
    public const byte WidestGyroscopeRange = 0x18;

    private const byte WhoAmIRegister = 0x75;
    private const byte WhoAmI = 0x19;

    private readonly I2cDevice _device;
    private readonly byte[] _address = new byte[1];
    private readonly byte[] _setting = new byte[2];
    private readonly byte[] _identity = new byte[1];

    /// <summary>Creates the registers.</summary>
    /// <param name="device">The sensor on its bus, address 0x68 or 0x69.</param>
    public Mpu6886Chip(I2cDevice device)
    {
        _device = device;
        Problem = "";
    }

    /// <summary>What went wrong in the last transfer that failed.</summary>
    public string Problem { get; set; }

    /// <summary>Whether the chip answers and is the right one. May throw any exception.</summary>
    /// <returns>False if not; <see cref="Problem"/> says why.</returns>
    public bool Identify()
    {
        if (!Fetch(WhoAmIRegister, _identity, 1))
        {
            return false;
        }

        if (_identity[0] != WhoAmI)
        {
            Problem = "MPU-6886: another chip answers (" + _identity[0] + " instead of " + WhoAmI + ")";
            return false;
        }

        return true;
    }

    /// <summary>Reads registers. May throw any exception.</summary>
    /// <param name="register">The first one.</param>
    /// <param name="into">Receives their values from index 0 on.</param>
    /// <param name="count">How many.</param>
    /// <returns>False if the chip does not answer; <see cref="Problem"/> says so.</returns>
    public bool Fetch(byte register, byte[] into, int count)
    {
        _address[0] = register;
        return Transferred(_device.WriteRead(new SpanByte(_address), new SpanByte(into, 0, count)), register);
    }

    /// <summary>Writes a register. May throw any exception.</summary>
    /// <param name="register">The register.</param>
    /// <param name="value">Its new value.</param>
    /// <returns>False if the chip does not answer; <see cref="Problem"/> says so.</returns>
    public bool Send(byte register, byte value)
    {
        _setting[0] = register;
        _setting[1] = value;
        return Transferred(_device.Write(new SpanByte(_setting)), register);
    }

    private bool Transferred(I2cTransferResult result, byte register)
    {
        if (result.Status == I2cTransferStatus.FullTransfer)
        {
            return true;
        }

        Problem = "MPU-6886: register " + register + " failed with I2C status " + (int)result.Status;
        return false;
    }
}
