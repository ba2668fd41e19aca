namespace EdgeNet.Emulator.Devices;

/// <summary>What is around the processor of a board. It stays when the power goes.</summary>
internal sealed class Hardware
{
    public Storage Storage { get; set; } = new();

    public I2cBus I2c { get; } = new();

    public Gpio Gpio { get; } = new();

    public Adc Adc { get; } = new();

    public Uart Uart { get; } = new();

    public I2s I2s { get; } = new();

    public NetworkConnection Network { get; } = new();

    public TextOutput Output { get; } = new();

    /// <summary>What the real-time clock says when the power comes.</summary>
    public DateTime StartTime { get; set; } = new(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc);
}
