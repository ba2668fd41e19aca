using System.IO;

namespace EdgeNet.Device;

/// <summary>
/// Which slot counts: the valid record with the highest sequence number of two small files. A record is written to the file with
/// the older one, so a power cut while writing leaves the newer one as it is.
/// </summary>
internal sealed class Selector
{
    private readonly string[] _paths;
    private readonly byte[] _bytes = new byte[SelectorRecord.Bytes];
    private int _newest;

    public Selector(string root)
    {
        _paths = new string[] { root + "select0.bin", root + "select1.bin" };
        _newest = 1;
        for (int file = 0; file < 2; file++)
        {
            SelectorRecord record = Read(_paths[file]);
            if (record != null && (Record == null || record.IsNewerThan(Record)))
            {
                Record = record;
                _newest = file;
            }
        }
    }

    /// <summary>What counts; null where there is no valid record.</summary>
    public SelectorRecord Record { get; private set; }

    /// <summary>Writes a new record. It counts once its file has been closed.</summary>
    public void Write(SelectorRecord record)
    {
        record.Sequence = Record == null ? 1 : Record.Sequence + 1;
        record.Write(_bytes);
        using (FileStream file = new FileStream(_paths[1 - _newest], FileMode.Create, FileAccess.ReadWrite))
        {
            file.Write(_bytes, 0, _bytes.Length);
        }

        _newest = 1 - _newest;
        Record = record;
    }

    private SelectorRecord Read(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        SelectorRecord record = new SelectorRecord();
        using (FileStream file = new FileStream(path, FileMode.Open, FileAccess.Read))
        {
            return file.Length == _bytes.Length && file.Read(_bytes, 0, _bytes.Length) == _bytes.Length && record.Read(_bytes) ? record : null;
        }
    }
}
