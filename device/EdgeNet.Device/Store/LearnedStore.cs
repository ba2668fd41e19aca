using System;
using System.IO;
using EdgeNet.Core;
using EdgeNet.Link;

namespace EdgeNet.Device;

/// <summary>
/// Keeps what a board has learned through power cuts: two files, of which the older one is overwritten, so that whatever happens meanwhile, the
/// newer one is as it was. A file is a magic number, a sequence number that rises by one, the CRC of the header of the model that it belongs to, the contents, and a CRC over all of that.
/// No method throws for a storage that fails: <see cref="Problem"/> says what is wrong.
/// </summary>
#pragma warning disable CA1001 // A file is open only while something is read or written.
public sealed class LearnedStore
#pragma warning restore CA1001
{
    private const int Magic = 0x464C4445;
    private const int HeaderBytes = 12;
    private const int CrcBytes = 4;
    private const int NoFile = -1;

    private readonly string[] _paths;
    private readonly byte[] _header = new byte[HeaderBytes];
    private readonly byte[] _chunk = new byte[256];
    private readonly int[] _sequences = new int[2];
    private readonly int[] _models = new int[2];
    private readonly bool[] _isWhole = new bool[2];
    private FileStream _file;
    private uint _crc;
    private int _left;
    private int _target;

    /// <summary>Looks at what there is.</summary>
    /// <param name="root">The drive, such as I:\.</param>
    public LearnedStore(string root)
    {
        _paths = new string[] { root + BoardFiles.Learned(0), root + BoardFiles.Learned(1) };
        Problem = "";
        Look(0);
        Look(1);
    }

    /// <summary>What went wrong last; empty for nothing.</summary>
    public string Problem { get; private set; }

    /// <summary>Whether something is kept for a model.</summary>
    /// <param name="modelCrc">CRC of the header of the model.</param>
    /// <returns>True if so.</returns>
    public bool Has(int modelCrc)
    {
        return NewestOf(modelCrc) != NoFile;
    }

    /// <summary>Whether something is kept for another model.</summary>
    /// <param name="modelCrc">CRC of the header of the model.</param>
    /// <returns>True if so.</returns>
    public bool HasOther(int modelCrc)
    {
        return (_isWhole[0] && _models[0] != modelCrc) || (_isWhole[1] && _models[1] != modelCrc);
    }

    /// <summary>Begins to read what is kept for a model; <see cref="EndReading"/> must follow.</summary>
    /// <param name="modelCrc">CRC of the header of the model.</param>
    /// <returns>False if nothing is kept for it, or it cannot be read.</returns>
    public bool BeginReading(int modelCrc)
    {
        int file = NewestOf(modelCrc);
        Problem = "";
        return file != NoFile && OpenContents(file);
    }

    /// <summary>Reads the next bytes of the contents.</summary>
    /// <param name="bytes">Receives them.</param>
    /// <returns>How many; 0 at the end, and where the storage fails.</returns>
    public int Read(byte[] bytes)
    {
        try
        {
            int got = _left > 0 ? _file.Read(bytes, 0, _left < bytes.Length ? _left : bytes.Length) : 0;
            _left -= got;
            return got;
        }
        catch (Exception e)
        {
            Problem = ErrorText.Of(e);
            return 0;
        }
    }

    /// <summary>Closes what was read.</summary>
    public void EndReading()
    {
        StorageFile.Close(_file);
        _file = null;
    }

    /// <summary>Begins to write anew what is kept for a model; <see cref="Commit"/> must follow.</summary>
    /// <param name="modelCrc">CRC of the header of the model.</param>
    /// <returns>False if that is not possible.</returns>
    public bool BeginWriting(int modelCrc)
    {
        int newest = Newest();
        Problem = "";
        _target = newest == NoFile ? 0 : 1 - newest;
        LittleEndian.SetInt32(_header, 0, Magic);
        LittleEndian.SetInt32(_header, 4, newest == NoFile ? 1 : _sequences[newest] + 1);
        LittleEndian.SetInt32(_header, 8, modelCrc);
        _crc = 0;
        _isWhole[_target] = false;
        try
        {
            StorageFile.Delete(_paths[_target]);
            _file = new FileStream(_paths[_target], FileMode.Create, FileAccess.Write);
        }
        catch (Exception e)
        {
            Problem = _paths[_target] + ": " + ErrorText.Of(e);
            return false;
        }

        return Write(_header, HeaderBytes);
    }

    /// <summary>Writes the next bytes of the contents.</summary>
    /// <param name="bytes">Where they are.</param>
    /// <param name="count">How many.</param>
    /// <returns>False if they cannot be written; <see cref="Commit"/> then says why.</returns>
    public bool Write(byte[] bytes, int count)
    {
        if (_file == null || Problem.Length > 0)
        {
            return false;
        }

        try
        {
            _file.Write(bytes, 0, count);
            _crc = Crc32.Update(_crc, bytes, 0, count);
        }
        catch (Exception e)
        {
            Problem = _paths[_target] + ": " + ErrorText.Of(e);
        }

        return Problem.Length == 0;
    }

    /// <summary>Ends writing: it counts once its file has been closed and read back.</summary>
    /// <returns>True if what was written is kept now; else what was kept before still is.</returns>
    public bool Commit()
    {
        // In a variable first: where a number without a sign has not been stored, the interpreter goes on without one.
        int crc = (int)_crc;
        LittleEndian.SetInt32(_chunk, 0, crc);
        Write(_chunk, CrcBytes);
        string closing = StorageFile.Close(_file);
        _file = null;
        Problem = Problem.Length > 0 || closing.Length == 0 ? Problem : _paths[_target] + ": " + closing;
        if (Problem.Length == 0)
        {
            Look(_target);
            Problem = _isWhole[_target] ? "" : _paths[_target] + ": does not read back as it was written";
        }

        if (Problem.Length > 0)
        {
            StorageFile.Delete(_paths[_target]);
        }

        return Problem.Length == 0;
    }

    /// <summary>Deletes what is kept for a model. The older file goes first: a power cut in between leaves the newer one, never an older state.</summary>
    /// <param name="modelCrc">CRC of the header of the model.</param>
    /// <returns>False if a file cannot be deleted.</returns>
    public bool Forget(int modelCrc)
    {
        Problem = "";
        int newest = NewestOf(modelCrc);
        if (newest != NoFile)
        {
            int other = 1 - newest;
            DeleteOf(other, _isWhole[other] && _models[other] == modelCrc);
            DeleteOf(newest, Problem.Length == 0);
        }

        return Problem.Length == 0;
    }

    /// <summary>Deletes what is kept for other models.</summary>
    /// <param name="modelCrc">CRC of the header of the model that runs.</param>
    public void DropOthers(int modelCrc)
    {
        Problem = "";
        DeleteOf(0, _isWhole[0] && _models[0] != modelCrc);
        DeleteOf(1, _isWhole[1] && _models[1] != modelCrc);
    }

    private void DeleteOf(int file, bool condition)
    {
        if (!condition)
        {
            return;
        }

        StorageFile.Delete(_paths[file]);
        bool isThere = File.Exists(_paths[file]);
        _isWhole[file] = isThere;
        Problem = isThere ? _paths[file] + ": cannot be deleted" : Problem;
    }

    private int Newest()
    {
        return _isWhole[0] && (!_isWhole[1] || _sequences[0] - _sequences[1] > 0) ? 0 : _isWhole[1] ? 1 : NoFile;
    }

    private int NewestOf(int modelCrc)
    {
        int newest = Newest();
        return newest == NoFile || _models[newest] == modelCrc ? newest
            : _isWhole[1 - newest] && _models[1 - newest] == modelCrc ? 1 - newest : NoFile;
    }

    // Whether a file is whole, and what it belongs to. It is looked at twice, because a bad read must not cost what was learned.
    private void Look(int file)
    {
        _isWhole[file] = File.Exists(_paths[file]) && (IsWhole(file) || IsWhole(file));
    }

    private bool IsWhole(int file)
    {
        if (!OpenContents(file))
        {
            return false;
        }

        uint crc = Crc32.Compute(_header, 0, HeaderBytes);
        for (int got = Read(_chunk); got > 0; got = Read(_chunk))
        {
            crc = Crc32.Update(crc, _chunk, 0, got);
        }

        bool isWhole = false;
        try
        {
            isWhole = _left == 0 && _file.Read(_chunk, 0, CrcBytes) == CrcBytes && LittleEndian.Int32At(_chunk, 0) == (int)crc;
        }
        catch (Exception e)
        {
            Problem = _paths[file] + ": " + ErrorText.Of(e);
        }

        EndReading();
        _sequences[file] = LittleEndian.Int32At(_header, 4);
        _models[file] = LittleEndian.Int32At(_header, 8);
        return isWhole;
    }

    private bool OpenContents(int file)
    {
        bool isOpen = false;
        try
        {
            _file = new FileStream(_paths[file], FileMode.Open, FileAccess.Read);
            _left = (int)_file.Length - HeaderBytes - CrcBytes;
            isOpen = _left >= 0 && _file.Read(_header, 0, HeaderBytes) == HeaderBytes && LittleEndian.Int32At(_header, 0) == Magic;
        }
        catch (Exception e)
        {
            Problem = _paths[file] + ": " + ErrorText.Of(e);
        }

        if (!isOpen)
        {
            EndReading();
        }

        return isOpen;
    }
}
