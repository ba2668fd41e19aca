namespace EdgeNet.Emulator.Devices;

/// <summary>
/// The motion sensor MPU-6886 by its datasheet: WHO_AM_I 0x75 reads 0x19, power 0x6B (bit 6 sleeps, set after power-on, bit 7 resets),
/// from 0x3B acceleration x, y, z, temperature, rotation x, y, z, each 16 bits, high byte first. Its FIFO of 1 KB (switched on by 0x6A, filled with
/// what 0x23 names 1000 / (1 + SMPLRT_DIV) times a second, counted in 0x72, read from 0x74) keeps what is in it when it is full.
/// </summary>
/// <param name="motion">How it is moved at first; see <see cref="Motion"/>.</param>
public sealed class Mpu6886(Func<double, short[]> motion) : RegisterDevice
{
    private const int RateDivider = 0x19, Configuration = 0x1A, GyroscopeRange = 0x1B, AccelerometerRange = 0x1C, FifoEnable = 0x23, InterruptStatus = 0x3A, FirstMeasurement = 0x3B, LastMeasurement = 0x48,
        UserControl = 0x6A, Power = 0x6B, FifoCount = 0x72, Fifo = 0x74, WhoAmI = 0x75;

    private const int SleepBit = 0x40, ResetBit = 0x80, FifoBit = 0x40, FifoResetBit = 0x04, RotationBit = 0x10, AccelerationBit = 0x08, OverflowBit = 0x10, FilterBits = 0x07;
    private const int OneG = 16_384, FifoBytes = 1024;
    private const double InternalRate = 1000, UnfilteredRate = 8000;

    private readonly Queue<byte> _fifo = new();
    private byte[] _registers = CreateRegisters();
    private double _sampledFrom;
    private long _sampled;
    private double _now;

    /// <summary>Creates a sensor that lies still, its z axis upwards.</summary>
    public Mpu6886()
        : this(_ => []) => Motion = _ => [0, 0, (short)(OneG >> ((_registers[AccelerometerRange] >> 3) & 3)), 0, 0, 0];

    /// <summary>
    /// How it is moved: given a board time in seconds, acceleration x, y, z and rotation x, y, z as the raw numbers of its registers.
    /// After power-on 16,384 of them are 1 g, and 131 are one degree per second. EdgeNet's app chooses wider ranges: 4,096 for 1 g (8 g at most), 16.4 for one degree per second (2,000 at most).
    /// </summary>
    public Func<double, short[]> Motion { get; set; } = motion;

    /// <summary>Readings for which there was no room in the FIFO.</summary>
    public long Lost { get; private set; }

    /// <summary>The largest acceleration that it is set to measure, in g: 2, 4, 8 or 16.</summary>
    public int FullScale => 2 << ((_registers[AccelerometerRange] >> 3) & 3);

    /// <summary>The fastest rotation that it is set to measure, in degrees per second: 250, 500, 1000 or 2000.</summary>
    public int RotationFullScale => 250 << ((_registers[GyroscopeRange] >> 3) & 3);

    private bool IsAsleep => (_registers[Power] & SleepBit) != 0;

    // The divider counts only with a filter.
    private double Rate => (_registers[Configuration] & FilterBits) is > 0 and < FilterBits ? InternalRate / (1 + _registers[RateDivider]) : UnfilteredRate;

    private bool IsQueueing => !IsAsleep && (_registers[UserControl] & FifoBit) != 0 && (_registers[FifoEnable] & (RotationBit | AccelerationBit)) != 0;

    /// <summary>Takes its power away and gives it back: it sleeps, and has forgotten its settings.</summary>
    public void PowerCycle()
    {
        _registers = CreateRegisters();
        _fifo.Clear();
    }

    /// <inheritdoc/>
    protected override void Begin(double microseconds)
    {
        _now = microseconds;
        if (!IsQueueing)
        {
            return;
        }

        for (; SampleTime(_sampled + 1) <= microseconds; _sampled++)
        {
            byte[] packet = Packet(Motion(SampleTime(_sampled + 1) / 1e6));
            if (_fifo.Count + packet.Length > FifoBytes)
            {
                Lost++;
                _registers[InterruptStatus] |= OverflowBit;
                continue;
            }

            Array.ForEach(packet, _fifo.Enqueue);
        }
    }

    /// <inheritdoc/>
    protected override void Latch(double microseconds)
    {
        if (!IsAsleep)
        {
            Measure(Motion(microseconds / 1e6)).CopyTo(_registers, FirstMeasurement);
        }

        (_registers[FifoCount], _registers[FifoCount + 1]) = ((byte)(_fifo.Count >> 8), (byte)_fifo.Count);
    }

    /// <inheritdoc/>
    protected override int After(int address) => address == Fifo ? Fifo : base.After(address);

    /// <inheritdoc/>
    protected override byte ReadRegister(int address)
    {
        byte value = address == Fifo ? _fifo.Count > 0 ? _fifo.Dequeue() : (byte)0xFF : _registers[address];
        if (address == InterruptStatus)
        {
            _registers[InterruptStatus] = 0;
        }

        return value;
    }

    /// <inheritdoc/>
    protected override void WriteRegister(int address, byte value)
    {
        if (address is WhoAmI or (>= InterruptStatus and <= LastMeasurement) or (>= FifoCount and <= Fifo))
        {
            return;
        }

        bool queued = IsQueueing;
        double rate = Rate;
        _registers[address] = address == UserControl ? (byte)(value & ~FifoResetBit) : value;
        if (address == Power && (value & ResetBit) != 0)
        {
            PowerCycle();
        }

        if (address == UserControl && (value & FifoResetBit) != 0)
        {
            _fifo.Clear();
            _registers[InterruptStatus] = 0;
        }

        if (queued != IsQueueing || rate != Rate)
        {
            (_sampledFrom, _sampled) = (_now, 0);
        }
    }

    private double SampleTime(long sample) => _sampledFrom + (sample * 1e6 / Rate);

    // The temperature, 25 degrees, comes with either.
    private byte[] Packet(short[] readings)
    {
        byte[] measured = Measure(readings);
        bool acceleration = (_registers[FifoEnable] & AccelerationBit) != 0, rotation = (_registers[FifoEnable] & RotationBit) != 0;
        return measured[(acceleration ? 0 : 6)..(rotation ? 14 : 8)];
    }

    private static byte[] Measure(short[] readings)
    {
        byte[] measured = new byte[14];
        for (int axis = 0; axis < Math.Min(6, readings.Length); axis++)
        {
            int at = (2 * axis) + (axis < 3 ? 0 : 2);
            (measured[at], measured[at + 1]) = ((byte)(readings[axis] >> 8), (byte)readings[axis]);
        }

        return measured;
    }

    private static byte[] CreateRegisters()
    {
        byte[] registers = new byte[256];
        registers[WhoAmI] = 0x19;
        registers[Power] = SleepBit;
        return registers;
    }
}
