namespace EdgeNet.Emulator.Devices;

/// <summary>
/// The thermal camera AMG8833 by its datasheet: power control 0x00 (0x00 normal, 0x10 sleep), thermistor 0x0E, 64 pixels from 0x80,
/// each 12 bits in two's complement, low byte first, in steps of 0.25 degrees Celsius, renewed ten times a second.
/// </summary>
/// <param name="scene">What it sees first; see <see cref="Scene"/>.</param>
public sealed class Amg8833(Func<double, float[]> scene) : RegisterDevice
{
    private const int PixelCount = 64, FirstPixel = 0x80, Thermistor = 0x0E, Power = 0x00;
    private const double FrameMicroseconds = 100_000;
    private readonly byte[] _registers = new byte[256];
    private double _frame = -1;

    /// <summary>Creates a camera that sees 20 degrees Celsius everywhere.</summary>
    public Amg8833()
        : this(_ => [.. Enumerable.Repeat(20f, PixelCount)])
    {
    }

    /// <summary>What it sees: given a board time in seconds, 64 temperatures in degrees Celsius, row by row. It looks ten times a second.</summary>
    public Func<double, float[]> Scene { get; set; } = scene;

    /// <inheritdoc/>
    protected override void Latch(double microseconds)
    {
        double frame = Math.Floor(microseconds / FrameMicroseconds);
        if (_registers[Power] != 0 || frame == _frame)
        {
            return;
        }

        _frame = frame;
        float[] picture = Scene(frame * FrameMicroseconds / 1e6);
        for (int i = 0; i < PixelCount; i++)
        {
            int raw = Math.Clamp((int)MathF.Round(picture[i] * 4f), -2048, 2047) & 0xFFF;
            _registers[FirstPixel + (2 * i)] = (byte)raw;
            _registers[FirstPixel + (2 * i) + 1] = (byte)(raw >> 8);
        }

        // 25 degrees in steps of 1/16.
        (_registers[Thermistor], _registers[Thermistor + 1]) = (400 & 0xFF, 400 >> 8);
    }

    /// <inheritdoc/>
    protected override byte ReadRegister(int address) => _registers[address];

    /// <inheritdoc/>
    protected override void WriteRegister(int address, byte value)
    {
        if (address < Thermistor)
        {
            _registers[address] = value;
        }
    }
}
