using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using EdgeNet.Files;

namespace EdgeNet.Deployment.Serial;

/// <summary>The CSV file of a recording: v1, v2, ..., the session and the label. Whatever happens, it ends with a whole row.</summary>
internal sealed class RecordingFile : IDisposable
{
    private static readonly byte[] ByteOrderMark = [0xEF, 0xBB, 0xBF];
    private static readonly CsvConfiguration Format = new(CultureInfo.InvariantCulture) { NewLine = "\n" };

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

        if (_lacksSessions && !newSession)
        {
            throw new UserException($"{path}: does not say in which session its rows were recorded; choose another file, or add --new-session to call them session 1 and continue with session 2");
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
    /// <exception cref="UserException">It cannot be written, or is not a recording with these columns.</exception>
    public static RecordingFile Open(string path, bool force, bool newSession, int values)
    {
        string target = OutputFile.Resolve(path);
        FileStream? file = null;
        try
        {
            bool isNew = !File.Exists(target);
            file = new(target, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            return new RecordingFile(path, file, force, newSession, values) { _target = target, _made = isNew ? target : null };
        }
        catch (Exception e)
        {
            file?.Dispose();
            if (e is IOException or UnauthorizedAccessException)
            {
                throw new UserException($"{path}: cannot be written ({e.Message})", e);
            }

            throw;
        }
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
        _file.Dispose();
        if (_made is not null)
        {
            File.Delete(_made);
        }
    }

    // The file takes the place of the old one when it is whole.
    private void AddSessions()
    {
        string target = _target!, temporary = Path.Combine(Path.GetDirectoryName(target)!, $".edgenet-{Path.GetRandomFileName()}.tmp");
        try
        {
            using (FileStream copy = new(temporary, FileMode.CreateNew))
            {
                RecordingSessions.AddColumn(_file, copy, _values);
                copy.Flush(flushToDisk: true);
            }

            if (!OperatingSystem.IsWindows())
            {
                File.SetUnixFileMode(temporary, File.GetUnixFileMode(target));
            }

            _file.Dispose();
            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            File.Delete(temporary);
            throw new IOException(e.Message, e);
        }

        _file = new FileStream(target, FileMode.Open, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
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
