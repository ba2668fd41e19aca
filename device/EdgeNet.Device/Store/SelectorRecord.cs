using EdgeNet.Core;
using EdgeNet.Link;

namespace EdgeNet.Device;

/// <summary>
/// A record of the store's journal: which slot is selected and with which model, whether that has proved itself, what it can give way
/// to, and what must not be taken again. docs/updates.md has its bytes.
/// </summary>
internal sealed class SelectorRecord
{
    /// <summary>Bytes of a record.</summary>
    public const int Bytes = 36;

    /// <summary>In place of a number of attempts: the model has proved itself.</summary>
    public const int Confirmed = 255;

    private const int Magic = 0x52534445;
    private const int CheckedBytes = Bytes - 4;
    private const int OtherProvedFlag = 1;

    /// <summary>Rises by one with every record.</summary>
    public int Sequence;

    /// <summary>0 or 1.</summary>
    public int Slot;

    /// <summary>Starts on probation so far, or <see cref="Confirmed"/>.</summary>
    public int Attempts;

    /// <summary>CRC of the header of the selected model.</summary>
    public int ModelCrc;

    /// <summary>CRC of the header of the model in the other slot that the selected one can give way to; 0 for none.</summary>
    public int OtherCrc;

    /// <summary>Whether that one has proved itself.</summary>
    public bool OtherProved;

    /// <summary>CRC of the header of the model that was rolled back last, 0 for none.</summary>
    public int RolledBack;

    /// <summary>The highest version of a signed model that was taken.</summary>
    public int Version;

    /// <summary>The highest security counter of a signed model that was taken.</summary>
    public int SecurityCounter;

    /// <summary>Reads a record.</summary>
    /// <returns>False if these 36 bytes are none.</returns>
    public bool Read(byte[] bytes)
    {
        Sequence = LittleEndian.Int32At(bytes, 4);
        Slot = bytes[8];
        Attempts = bytes[9];
        OtherProved = bytes[10] == OtherProvedFlag;
        ModelCrc = LittleEndian.Int32At(bytes, 12);
        OtherCrc = LittleEndian.Int32At(bytes, 16);
        RolledBack = LittleEndian.Int32At(bytes, 20);
        Version = LittleEndian.Int32At(bytes, 24);
        SecurityCounter = LittleEndian.Int32At(bytes, 28);
        return LittleEndian.Int32At(bytes, 0) == Magic && Slot <= 1 && bytes[10] <= OtherProvedFlag && bytes[11] == 0
            && ModelSignature.AreCounters(Version, SecurityCounter) && LittleEndian.Int32At(bytes, CheckedBytes) == (int)Crc32.Compute(bytes, 0, CheckedBytes);
    }

    /// <summary>Whether this record was written after another; sequence numbers may wrap around.</summary>
    public bool IsNewerThan(SelectorRecord other)
    {
        return Sequence - other.Sequence > 0;
    }

    /// <summary>A copy with another number of attempts.</summary>
    public SelectorRecord WithAttempts(int attempts)
    {
        SelectorRecord record = new SelectorRecord();
        record.Slot = Slot;
        record.Attempts = attempts;
        record.ModelCrc = ModelCrc;
        record.OtherCrc = OtherCrc;
        record.OtherProved = OtherProved;
        record.RolledBack = RolledBack;
        return record;
    }

    /// <summary>Writes the record's 36 bytes.</summary>
    public void Write(byte[] bytes)
    {
        LittleEndian.SetInt32(bytes, 0, Magic);
        LittleEndian.SetInt32(bytes, 4, Sequence);
        bytes[8] = (byte)Slot;
        bytes[9] = (byte)Attempts;
        bytes[10] = (byte)(OtherProved ? OtherProvedFlag : 0);
        bytes[11] = 0;
        LittleEndian.SetInt32(bytes, 12, ModelCrc);
        LittleEndian.SetInt32(bytes, 16, OtherCrc);
        LittleEndian.SetInt32(bytes, 20, RolledBack);
        LittleEndian.SetInt32(bytes, 24, Version);
        LittleEndian.SetInt32(bytes, 28, SecurityCounter);
        LittleEndian.SetInt32(bytes, CheckedBytes, (int)Crc32.Compute(bytes, 0, CheckedBytes));
    }
}
