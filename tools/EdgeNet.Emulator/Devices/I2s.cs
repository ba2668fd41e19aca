namespace EdgeNet.Emulator.Devices;

/// <summary>The board's I2S buses.</summary>
public sealed class I2s
{
    private readonly Dictionary<int, I2sBus> _buses = [];

    /// <summary>A bus.</summary>
    /// <param name="number">Its number, 1 or 2 as in a program.</param>
    /// <returns>The bus.</returns>
    public I2sBus Bus(int number)
    {
        if (!_buses.TryGetValue(number, out I2sBus? bus))
        {
            _buses[number] = bus = new I2sBus();
        }

        return bus;
    }

    internal void PowerOff()
    {
        foreach (I2sBus bus in _buses.Values)
        {
            bus.Close();
        }
    }
}

/// <summary>An I2S bus with a microphone on its data line, and the driver that receives from it.</summary>
public sealed class I2sBus
{
    private long _lost;

    /// <summary>What the microphone hears: given a board time in seconds, 16 bits of sound. It is asked once for every reading that the program takes.</summary>
    public Func<double, short> Sound { get; set; } = _ => 0;

    /// <summary>Whether the microphone sends on the right channel instead of the left one.</summary>
    public bool IsRight { get; set; }

    /// <summary>Whether the board has no such bus: a program cannot open it.</summary>
    public bool IsMissing { get; set; }

    /// <summary>Readings that the driver has dropped so far, because the program was late.</summary>
    public long Lost => _lost + (Receiver?.Lost ?? 0);

    internal I2sReceiver? Receiver { get; private set; }

    internal void Open(double microseconds, int rate, int buffers) => Receiver = new I2sReceiver(microseconds, rate, buffers);

    internal void Close()
    {
        _lost = Lost;
        Receiver = null;
    }
}
