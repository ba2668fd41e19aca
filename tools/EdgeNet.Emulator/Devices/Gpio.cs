namespace EdgeNet.Emulator.Devices;

/// <summary>The board's digital pins.</summary>
public sealed class Gpio
{
    private readonly Dictionary<int, GpioLine> _lines = [];
    private readonly Dictionary<int, int> _functions = [];

    /// <summary>A pin.</summary>
    /// <param name="number">Its number.</param>
    /// <returns>The pin.</returns>
    public GpioLine Line(int number)
    {
        if (!_lines.TryGetValue(number, out GpioLine? line))
        {
            _lines[number] = line = new GpioLine(number);
        }

        return line;
    }

    /// <summary>The special function a program gave to a pin, 0 for none.</summary>
    /// <param name="number">Number of the pin.</param>
    /// <returns>Value of nanoFramework's DeviceFunction.</returns>
    public int FunctionOf(int number) => _functions.GetValueOrDefault(number);

    internal void SetFunction(int number, int function) => _functions[number] = function;
}

/// <summary>A digital pin.</summary>
/// <param name="number">Its number.</param>
public sealed class GpioLine(int number)
{
    private readonly List<(double Microseconds, bool Level)> _changes = [];

    /// <summary>Its number.</summary>
    public int Number => number;

    /// <summary>True for high.</summary>
    public bool Level { get; private set; }

    /// <summary>When it changed, and to what.</summary>
    public IReadOnlyList<(double Microseconds, bool Level)> Changes => _changes;

    /// <summary>What drives it as an input: given the board time in microseconds, true for high. Null for a pin with nothing connected, which reads <see cref="Level"/>.</summary>
    public Func<double, bool>? Input { get; set; }

    internal bool Read(double microseconds) => Input?.Invoke(microseconds) ?? Level;

    internal void Set(bool level, double microseconds)
    {
        if (level != Level)
        {
            Level = level;
            _changes.Add((microseconds, level));
        }
    }
}
