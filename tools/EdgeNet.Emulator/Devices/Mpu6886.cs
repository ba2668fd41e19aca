namespace EdgeNet.Emulator.Devices;

/// <summary>
/// The motion sensor MPU-6886 by its datasheet: WHO_AM_I 0x75 reads 0x19, power 0x6B (bit 6 sleeps, set after power-on),
/// from 0x3B acceleration x, y, z, temperature, rotation x, y, z, each 16 bits, high byte first.
/// </summary>
/// <param name="motion">Six raw readings at a board time in seconds.</param>
public sealed class Mpu6886(Func<double, short[]> motion) : RegisterDevice
{
    private const int WhoAmI = 0x75, Power = 0x6B, FirstMeasurement = 0x3B, SleepBit = 0x40;
    private readonly byte[] _registers = CreateRegisters();

    /// <inheritdoc/>
    protected override void Latch(double microseconds)
    {
        if ((_registers[Power] & SleepBit) != 0)
        {
            return;
        }

        short[] readings = motion(microseconds / 1e6);
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
