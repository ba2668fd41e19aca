namespace System.Device.I2c;

public sealed class I2cConnectionSettings
{
    public I2cConnectionSettings(int busId, int deviceAddress) => throw null!;

    public int BusId => throw null!;

    public int DeviceAddress => throw null!;
}

public abstract class I2cDevice : IDisposable
{
    public abstract I2cConnectionSettings ConnectionSettings { get; }

    public abstract void Read(Span<byte> buffer);

    public abstract void Write(ReadOnlySpan<byte> buffer);

    public abstract void WriteRead(ReadOnlySpan<byte> writeBuffer, Span<byte> readBuffer);

    public static I2cDevice Create(I2cConnectionSettings settings) => throw null!;

    public void Dispose() => throw null!;

    protected virtual void Dispose(bool disposing) => throw null!;
}
