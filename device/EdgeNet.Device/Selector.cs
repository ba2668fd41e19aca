using System.IO;
using EdgeNet.Core;

namespace EdgeNet.Device;

/// <summary>
/// Which slot counts: the valid record with the highest sequence number of two small files. A record is written to the file with
/// the older one, so a power cut while writing leaves the newer one as it is.
/// </summary>
internal sealed class Selector
{
    /// <summary>In place of a number of attempts: the model has proved itself.</summary>
    public const int Confirmed = 255;

    // Magic "EDSL", sequence, slot, attempts, two zeros, CRC-32 of these 12 bytes.
    private const int Magic = 0x4C534445;
    private const int RecordBytes = 16;
    private const int CheckedBytes = 12;

    private readonly string[] _paths;
    private readonly byte[] _record = new byte[RecordBytes];
    private int _newest;

    public Selector(string root)
    {
        _paths = new string[] { root + "select0.bin", root + "select1.bin" };
        Slot = -1;
        _newest = 1;
        for (int file = 0; file < 2; file++)
        {
            if (Read(_paths[file]) && (Slot < 0 || ByteReader.Int32At(_record, 4) - Sequence > 0))
            {
                Sequence = ByteReader.Int32At(_record, 4);
                Slot = _record[8];
                Attempts = _record[9];
                _newest = file;
            }
        }
    }

    public int Sequence { get; private set; }

    /// <summary>0 or 1; -1 where there is no valid record.</summary>
    public int Slot { get; private set; }

    /// <summary>Starts on probation so far, or <see cref="Confirmed"/>.</summary>
    public int Attempts { get; private set; }

    /// <summary>Writes a new record. It counts once its file has been closed.</summary>
    public void Write(int slot, int attempts)
    {
        int sequence = Sequence + 1;
        SetInt32(0, Magic);
        SetInt32(4, sequence);
        _record[8] = (byte)slot;
        _record[9] = (byte)attempts;
        _record[10] = 0;
        _record[11] = 0;
        SetInt32(CheckedBytes, (int)Crc32.Compute(_record, 0, CheckedBytes));
        using (FileStream file = new FileStream(_paths[1 - _newest], FileMode.Create, FileAccess.ReadWrite))
        {
            file.Write(_record, 0, RecordBytes);
        }

        _newest = 1 - _newest;
        Sequence = sequence;
        Slot = slot;
        Attempts = attempts;
    }

    private bool Read(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }

        using (FileStream file = new FileStream(path, FileMode.Open, FileAccess.Read))
        {
            return file.Length == RecordBytes && file.Read(_record, 0, RecordBytes) == RecordBytes && ByteReader.Int32At(_record, 0) == Magic && _record[8] < 2
                && (uint)ByteReader.Int32At(_record, CheckedBytes) == Crc32.Compute(_record, 0, CheckedBytes);
        }
    }

    private void SetInt32(int at, int value)
    {
        _record[at] = (byte)value;
        _record[at + 1] = (byte)(value >> 8);
        _record[at + 2] = (byte)(value >> 16);
        _record[at + 3] = (byte)(value >> 24);
    }
}
