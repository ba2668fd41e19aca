using System.IO;
using EdgeNet.Link;

namespace EdgeNet.Device;

/// <summary>
/// Which slot counts: the valid record with the highest sequence number of two small files. A record is written to the file with
/// the older one, so a power cut while writing leaves the newer one as it is. The counters are the highest of all records.
/// </summary>
internal sealed class Selector
{
    private readonly string[] _paths;
    private readonly bool[] _rotten = new bool[2];
    private readonly byte[] _bytes = new byte[SelectorRecord.Bytes];
    private int _newest = 1;

    public Selector(string root)
    {
        _paths = new string[] { root + BoardFiles.Selector(0), root + BoardFiles.Selector(1) };
        for (int file = 0; file < 2; file++)
        {
            SelectorRecord record = Read(file);
            if (record == null)
            {
                continue;
            }

            Raise(record.Version, record.SecurityCounter);
            if (Record == null || record.IsNewerThan(Record))
            {
                Record = record;
                _newest = file;
            }
        }
    }

    /// <summary>What counts; null if there is no valid record.</summary>
    public SelectorRecord Record { get; set; }

    /// <summary>The highest version of a signed model that was taken.</summary>
    public int Version { get; private set; }

    /// <summary>The highest security counter of a signed model that was taken.</summary>
    public int SecurityCounter { get; private set; }

    /// <summary>Whether there is a file that is no record.</summary>
    public bool IsDamaged
    {
        get { return _rotten[0] || _rotten[1]; }
    }

    /// <summary>Whether both files have been written at some time.</summary>
    public bool HasHistory
    {
        get { return File.Exists(_paths[0]) && File.Exists(_paths[1]); }
    }

    /// <summary>Takes note of counters that were taken. They never fall.</summary>
    public void Raise(int version, int securityCounter)
    {
        Version = version > Version ? version : Version;
        SecurityCounter = securityCounter > SecurityCounter ? securityCounter : SecurityCounter;
    }

    /// <summary>Writes a new record. It counts once its file has been closed.</summary>
    /// <returns>What is wrong; empty if the record counts.</returns>
    public string Write(SelectorRecord record)
    {
        int older = 1 - _newest;
        record.Sequence = Record == null ? record.Sequence : Record.Sequence + 1;
        record.Version = Version;
        record.SecurityCounter = SecurityCounter;
        record.Write(_bytes);
        string problem = StorageFile.Write(_paths[older], _bytes);
        _rotten[older] = problem.Length > 0;
        if (problem.Length == 0)
        {
            _newest = older;
            Record = record;
        }

        return problem;
    }

    private SelectorRecord Read(int file)
    {
        SelectorRecord record = new SelectorRecord();
        bool valid = StorageFile.Read(_paths[file], _bytes, true) && record.Read(_bytes);
        _rotten[file] = !valid && File.Exists(_paths[file]);
        return valid ? record : null;
    }
}
