namespace EdgeNet.Emulator.Devices;

/// <summary>The board's analogue inputs, 12 bits.</summary>
public sealed class Adc
{
    private readonly Dictionary<int, AdcInput> _channels = [];

    /// <summary>An input.</summary>
    /// <param name="number">Number of the channel.</param>
    /// <returns>The input.</returns>
    public AdcInput Channel(int number)
    {
        if (!_channels.TryGetValue(number, out AdcInput? channel))
        {
            _channels[number] = channel = new AdcInput();
        }

        return channel;
    }
}

/// <summary>An analogue input.</summary>
public sealed class AdcInput
{
    /// <summary>The level at the pin at a board time in seconds, 0 to 1 of the range.</summary>
    public Func<double, double> Signal { get; set; } = _ => 0;

    internal int Read(double microseconds) => Math.Clamp((int)(Signal(microseconds / 1e6) * 4095.0), 0, 4095);
}
