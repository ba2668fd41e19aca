using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using EdgeNet.Files;

namespace EdgeNet.Deployment.Serial;

/// <summary>
/// The CSV file of a recording: v1, v2, ..., the session and the label. Whatever happens, it ends with a whole row.
/// One capture at a time holds it, from the look at its header to the end of the recording.
/// </summary>
internal sealed class RecordingFile : IDisposable
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];
    private static readonly CsvConfiguration Format = new(CultureInfo.InvariantCulture) { NewLine = "\n" };

    // Elsewhere than on Windows, None is an advisory lock: other programs can still read the file. On Windows, it would keep
    // all readers out, and Read is enough to keep other captures out.
    private static readonly FileShare Alone = OperatingSystem.IsWindows() ? FileShare.Read : FileShare.None;

    private readonly string _path;
    private readonly int _values;
    private readonly string _session;
    private Stream _file;
    private string? _target;
    private string? _made;
    private bool _replaces;
    private bool _lacksSessions;
    private string _before;

    /// <summary>Looks at what there is; nothing is written before the first row.</summary>
    /// <param name="path">What messages call the file.</param>
    /// <param name="file">The file, without a buffer of its own.</param>
    /// <param name="force">Whether what is not a recording with these columns is replaced.</param>
    /// <param name="newSession">Whether a recording without sessions is continued: its rows become session 1.</param>
    /// <param name="values">Values of a reading.</param>
    /// <exception cref="UserException">The file is not a recording with these columns.</exception>
    internal RecordingFile(string path, Stream file, bool force, bool newSession, int values)
    {
        string columns = string.Join(',', Enumerable.Range(1, values).Select(i => $"v{i}")), header = $"{columns},{RecordingSessions.Column},label";
        _path = path;
        _file = file;
        _values = values;
        bool continues = file.Length > 0 && HasHeader(file, header);
        _lacksSessions = file.Length > 0 && !continues && HasHeader(file, columns + ",label");
        _replaces = file.Length > 0 && !continues && !_lacksSessions;
        if (_replaces && !force)
        {
            throw new UserException($"{path}: is not a recording with the {values} values and the label of this board; choose another file, or overwrite it with --force");
        }

        if (_lacksSessions)
        {
            if (!newSession)
            {
                throw new UserException($"{path}: does not say in which session its rows were recorded; choose another file, or add --new-session to call them session 1 and continue with session 2");
            }

            RecordingSessions.AddColumn(file, Stream.Null, path, values);
        }

        _session = $"{1 + (continues ? RecordingSessions.Last(file, path, values) : _lacksSessions ? 1 : 0)}";
        _before = !continues && !_lacksSessions ? header + "\n" : LastByte(file) == '\n' ? "" : "\n";
    }

    /// <summary>Opens a file, a new one where there is none.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="force">Whether what is not a recording with these columns is replaced.</param>
    /// <param name="newSession">Whether a recording without sessions is continued: its rows become session 1.</param>
    /// <param name="values">Values of a reading.</param>
    /// <returns>The file.</returns>
    /// <exception cref="UserException">It cannot be written, is being recorded by another capture, or is not a recording with these columns.</exception>
    public static RecordingFile Open(string path, bool force, bool newSession, int values)
    {
        string target = OutputFile.Resolve(path);
        FileStream? file = null;
        try
        {
            bool isNew = !File.Exists(target);
            file = new(target, FileMode.OpenOrCreate, FileAccess.ReadWrite, Alone, bufferSize: 0);
            if (!IsStill(file, target))
            {
                throw new UserException(InUse(path));
            }

            return new RecordingFile(path, file, force, newSession, values) { _target = target, _made = isNew && file.Length == 0 ? target : null };
        }
        catch (Exception e)
        {
            file?.Dispose();
            if (e is IOException or UnauthorizedAccessException)
            {
                throw new UserException(IsLocked(e) ? InUse(path) : $"{path}: cannot be written ({e.Message})", e);
            }

            throw;
        }
    }

    /// <summary>Whether a path still leads to a file that has been opened and then locked. Between the two, another capture may have put a longer one there, with sessions, or deleted its empty one.</summary>
    /// <param name="file">The file.</param>
    /// <param name="target">The path it was opened by, without links.</param>
    /// <returns>False if another file or none is there now.</returns>
    internal static bool IsStill(FileStream file, string target)
    {
        FileInfo now = new(target);
        return OperatingSystem.IsWindows() || (now.Exists && now.Length == file.Length && now.LastWriteTimeUtc == File.GetLastWriteTimeUtc(file.SafeFileHandle));
    }

    /// <summary>Adds a row of this session; it is in the file when this returns.</summary>
    /// <param name="values">The reading.</param>
    /// <param name="label">Its label.</param>
    /// <exception cref="UserException">It cannot be written; the file ends with the row before.</exception>
    public void Add(float[] values, string label)
    {
        byte[] row = Encoding.UTF8.GetBytes(_before + Row(values, label));
        try
        {
            if (_replaces)
            {
                _file.SetLength(0);
                _replaces = false;
            }

            if (_lacksSessions)
            {
                AddSessions();
                _lacksSessions = false;
            }

            AddWhole(row);
        }
        catch (IOException e)
        {
            throw new UserException($"{_path}: cannot be written any further ({e.Message}); all earlier rows are kept", e);
        }

        _before = "";
        _made = null;
    }

    /// <summary>Closes the file. One that this recording has made and has no row for is not left behind.</summary>
    public void Dispose()
    {
        if (_made is null)
        {
            _file.Dispose();
            return;
        }

        // While it is locked: after that, it may be another capture's. Windows deletes only files that nobody has open.
        if (OperatingSystem.IsWindows())
        {
            _file.Dispose();
        }

        try
        {
            File.Delete(_made);
        }
        catch (IOException) when (OperatingSystem.IsWindows())
        {
            // It is another capture's now.
        }

        _file.Dispose();
    }

    // EWOULDBLOCK of Linux and of macOS, ERROR_SHARING_VIOLATION of Windows.
    private static bool IsLocked(Exception e) => e is IOException && e.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static string InUse(string path) => $"{path}: is being recorded by another capture, or read by another command; wait until it ends, or choose another file";

    // The file takes the place of the old one when it is whole. It is locked before it has the name, and the old one until then.
    private void AddSessions()
    {
        try
        {
            Stream old = _file;
            _file = OutputFile.Replace(_target!, OperatingSystem.IsWindows() ? Alone | FileShare.Delete : Alone, copy =>
            {
                BufferedStream buffered = new(copy);
                RecordingSessions.AddColumn(old, buffered, _path, _values);
                buffered.Flush();
                if (OperatingSystem.IsWindows())
                {
                    old.Dispose();
                }
            });
            old.Dispose();
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException(e.Message, e);
        }
    }

    // What there was room for of a row that did not fit is taken back.
    private void AddWhole(byte[] row)
    {
        long end = _file.Seek(0, SeekOrigin.End);
        try
        {
            _file.Write(row);
        }
        catch (IOException)
        {
            _file.SetLength(end);
            throw;
        }
    }

    private string Row(float[] values, string label)
    {
        StringWriter text = new();
        using (CsvWriter csv = new(text, Format))
        {
            foreach (float value in values)
            {
                csv.WriteField(value.ToString("R", CultureInfo.InvariantCulture));
            }

            csv.WriteField(_session);
            csv.WriteField(label);
            csv.NextRecord();
        }

        return text.ToString();
    }

    // Reads no more than a header's length: a file may be one line of gigabytes.
    private static bool HasHeader(Stream file, string header)
    {
        byte[] wanted = Encoding.UTF8.GetBytes(header), head = new byte[ByteOrderMark.Length + wanted.Length + 1];
        file.Seek(0, SeekOrigin.Begin);
        int got = file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false), from = head.AsSpan().StartsWith(ByteOrderMark) ? ByteOrderMark.Length : 0;
        ReadOnlySpan<byte> rest = head.AsSpan(from, got - from);
        return rest.StartsWith(wanted) && (rest.Length == wanted.Length || rest[wanted.Length] is (byte)'\n' or (byte)'\r');
    }

    private static int LastByte(Stream file)
    {
        file.Seek(-1, SeekOrigin.End);
        return file.ReadByte();
    }
}
