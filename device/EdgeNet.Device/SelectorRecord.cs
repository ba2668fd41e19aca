using EdgeNet.Core;

namespace EdgeNet.Device;

/// <summary>
/// A record of the store's journal: which slot is selected, whether its model has proved itself, and what must not be taken again.
/// docs/updates.md has its bytes.
/// </summary>
internal sealed class SelectorRecord
{
    /// <summary>Bytes of a record.</summary>
    public const int Bytes = 24;

    /// <summary>In place of a number of attempts: the model has proved itself.</summary>
    public const int Confirmed = 255;

    private const int Magic = 0x4C534445;
    private const int CheckedBytes = 20;

    /// <summary>Rises by one with every record.</summary>
    public int Sequence;

    /// <summary>0 or 1.</summary>
    public int Slot;

    /// <summary>Starts on probation so far, or <see cref="Confirmed"/>.</summary>
    public int Attempts;

    /// <summary>The highest version of a signed model that was taken.</summary>
    public int Version;

    /// <summary>CRC of the header of the model that was rolled back last, 0 for none.</summary>
    public int RolledBack;

    /// <summary>Reads a record.</summary>
    /// <returns>False where these 24 bytes are none.</returns>
    public bool Read(byte[] bytes)
    {
        if (LittleEndian.Int32At(bytes, 0) != Magic || bytes[8] > 1 || bytes[10] != 0 || bytes[11] != 0
            || LittleEndian.Int32At(bytes, CheckedBytes) != (int)Crc32.Compute(bytes, 0, CheckedBytes))
        {
            return false;
        }

        Sequence = LittleEndian.Int32At(bytes, 4);
        Slot = bytes[8];
        Attempts = bytes[9];
        Version = LittleEndian.Int32At(bytes, 12);
        RolledBack = LittleEndian.Int32At(bytes, 16);
        return true;
    }

    /// <summary>Whether this record was written after another; sequence numbers may wrap around.</summary>
    public bool IsNewerThan(SelectorRecord other)
    {
        return Sequence - other.Sequence > 0;
    }

    /// <summary>A record that selects a slot and keeps what this one knows.</summary>
    public SelectorRecord Select(int slot, int attempts)
    {
        SelectorRecord record = new SelectorRecord();
        record.Slot = slot;
        record.Attempts = attempts;
        record.Version = Version;
        record.RolledBack = RolledBack;
        return record;
    }

    /// <summary>Writes the record's 24 bytes.</summary>
    public void Write(byte[] bytes)
    {
        LittleEndian.SetInt32(bytes, 0, Magic);
        LittleEndian.SetInt32(bytes, 4, Sequence);
        bytes[8] = (byte)Slot;
        bytes[9] = (byte)Attempts;
        bytes[10] = 0;
        bytes[11] = 0;
        LittleEndian.SetInt32(bytes, 12, Version);
        LittleEndian.SetInt32(bytes, 16, RolledBack);
        LittleEndian.SetInt32(bytes, CheckedBytes, (int)Crc32.Compute(bytes, 0, CheckedBytes));
    }
}
