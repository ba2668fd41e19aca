namespace EdgeNet.Emulator.Devices;

/// <summary>A device with 256 registers: the first byte written names one, further bytes go into it and those that follow; reads go on from there.</summary>
public abstract class RegisterDevice : II2cDevice
{
    private int _pointer;

    /// <inheritdoc/>
    public void Transfer(double microseconds, ReadOnlySpan<byte> write, Span<byte> read)
    {
        Begin(microseconds);
        if (write.Length > 0)
        {
            _pointer = write[0];
            foreach (byte value in write[1..])
            {
                WriteRegister(_pointer++ & 0xFF, value);
            }
        }

        if (read.Length > 0)
        {
            Latch(microseconds);
            foreach (ref byte value in read)
            {
                value = ReadRegister(_pointer & 0xFF);
                _pointer = After(_pointer & 0xFF);
            }
        }
    }

    /// <summary>Called before a transfer: what the device has done meanwhile by itself.</summary>
    /// <param name="microseconds">Board time.</param>
    protected virtual void Begin(double microseconds)
    {
    }

    /// <summary>Where a burst of reads goes on.</summary>
    /// <param name="address">The register that has been read.</param>
    /// <returns>The next one; a register that gives the bytes of a queue gives itself.</returns>
    protected virtual int After(int address) => address + 1;

    /// <summary>Takes the measurement that a burst of reads sees as one.</summary>
    /// <param name="microseconds">Board time.</param>
    protected abstract void Latch(double microseconds);

    /// <summary>Reads a register.</summary>
    /// <param name="address">0 to 255.</param>
    /// <returns>Its value.</returns>
    protected abstract byte ReadRegister(int address);

    /// <summary>Writes a register.</summary>
    /// <param name="address">0 to 255.</param>
    /// <param name="value">Its new value.</param>
    protected abstract void WriteRegister(int address, byte value);
}
