namespace EdgeNet.Emulator.Devices;

/// <summary>
/// The motion sensor MPU-6886 by its datasheet: WHO_AM_I 0x75 reads 0x19, power 0x6B (bit 6 sleeps, set after power-on),
/// from 0x3B acceleration x, y, z, temperature, rotation x, y, z, each 16 bits, high byte first.
/// </summary>
/// <param name="motion">How it is moved at first; see <see cref="Motion"/>.</param>
public sealed class Mpu6886(Func<double, short[]> motion) : RegisterDevice
{
    private const int WhoAmI = 0x75, Power = 0x6B, FirstMeasurement = 0x3B, AccelerometerRange = 0x1C, SleepBit = 0x40, OneG = 16_384;
    private readonly byte[] _registers = CreateRegisters();

    /// <summary>Creates a sensor that lies still, its z axis upwards.</summary>
    public Mpu6886()
        : this(_ => []) => Motion = _ => [0, 0, (short)(OneG >> ((_registers[AccelerometerRange] >> 3) & 3)), 0, 0, 0];

    /// <summary>
    /// How it is moved: given a board time in seconds, acceleration x, y, z and rotation x, y, z as the raw numbers of its registers.
    /// After power-on 16,384 of them are 1 g, and 131 are one degree per second. EdgeNet's app chooses wider ranges: 4,096 for 1 g (8 g at most), 16.4 for one degree per second (2,000 at most).
    /// </summary>
    public Func<double, short[]> Motion { get; set; } = motion;

    /// <inheritdoc/>
    protected override void Latch(double microseconds)
    {
        if ((_registers[Power] & SleepBit) != 0)
        {
            return;
        }

        short[] readings = Motion(microseconds / 1e6);
        for (int axis = 0; axis < 6; axis++)
        {
            int at = FirstMeasurement + (2 * axis) + (axis < 3 ? 0 : 2);
            _registers[at] = (byte)(readings[axis] >> 8);
            _registers[at + 1] = (byte)readings[axis];
        }
    }

    /// <inheritdoc/>
    protected override byte ReadRegister(int address) => _registers[address];

    /// <inheritdoc/>
    protected override void WriteRegister(int address, byte value)
    {
        if (address != WhoAmI && address is < FirstMeasurement or > FirstMeasurement + 13)
        {
            _registers[address] = value;
        }
    }

    private static byte[] CreateRegisters()
    {
        byte[] registers = new byte[256];
        registers[WhoAmI] = 0x19;
        registers[Power] = SleepBit;
        return registers;
    }
}
