using System.Globalization;
using System.Text;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>The examples of one output, a table that edgenet train reads: v1, v2, ... and the label. An example is in the file when <see cref="Add"/> returns; in memory are only counts.</summary>
internal sealed class ExampleFile
{
    private readonly string _path;
    private readonly WekinatorOutput _output;

    // As it was read or written last: a file of another length is another one.
    private long _length;

    private ExampleFile(string path, WekinatorOutput output)
    {
        _path = path;
        _output = output;
        ByClass = new int[output.Classes ?? 0];
    }

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many inputs they have; null if there is no header yet.</summary>
    public int? Inputs { get; private set; }

    /// <summary>How many there are of each class; empty for a continuous output.</summary>
    public int[] ByClass { get; }

    /// <summary>Looks at what there is. A row that was not written to its end is taken away; any other file than a table of examples is left as it is.</summary>
    /// <param name="path">The file; there need not be one.</param>
    /// <param name="output">What its labels are.</param>
    /// <param name="say">Receives a line if a row is taken away.</param>
    /// <returns>The file.</returns>
    /// <exception cref="UserException">It cannot be read, is no such table, or has labels that the output does not take.</exception>
    public static ExampleFile Open(string path, WekinatorOutput output, Action<string> say)
    {
        ExampleFile file = new(path, output);
        if (Path.Exists(path))
        {
            file.Read(say);
        }

        return file;
    }

    /// <summary>Adds an example.</summary>
    /// <param name="inputs">The inputs, as many as all have.</param>
    /// <param name="value">The output that belongs to them.</param>
    /// <exception cref="UserException">There are too many, the disk is full, or the file is another one now; the file is as it was.</exception>
    public void Add(float[] inputs, float value)
    {
        if (Count == ExampleTable.MaxExamples)
        {
            throw new UserException($"{_path}: has {ExampleTable.MaxExamples:N0} examples, which is the most; delete some");
        }

        string header = _length > 0 ? "" : ExampleTable.Header(inputs.Length) + "\n";
        string row = string.Join(',', inputs.Append(value).Select(v => v.ToString(CultureInfo.InvariantCulture)));
        RefuseOther();
        try
        {
            using FileStream file = new(_path, _length > 0 ? FileMode.Open : FileMode.OpenOrCreate, FileAccess.Write, FileShare.Read, bufferSize: 0);
            Append(file, Encoding.UTF8.GetBytes($"{header}{row}\n"));
            _length = file.Length;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{_path}: cannot be written ({e.Message}); all earlier examples are kept", e);
        }

        Counted(inputs.Length, value);
    }

    /// <summary>Deletes all examples.</summary>
    /// <exception cref="UserException">The file cannot be deleted, or is another one now.</exception>
    public void Clear()
    {
        RefuseOther();
        try
        {
            File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{_path}: cannot be deleted ({e.Message})", e);
        }

        _length = 0;
        Count = 0;
        Inputs = null;
        Array.Clear(ByClass);
    }

    private void Read(Action<string> say)
    {
        try
        {
            using FileStream file = DataFile.OpenAsItIs(_path);
            if (file.Length == 0)
            {
                return;
            }

            ExampleTable table = ExampleTable.Read(file, _path);
            foreach (float value in table.Labels)
            {
                Counted(table.Inputs, _output.Refuse(value) is not string refusal ? value
                    : throw new UserException($"{_path}: has an example of {value.ToString(CultureInfo.InvariantCulture)}, but the output \"{_output}\" {refusal}; give the outputs that it was recorded for, or delete the file"));
            }

            Inputs = table.Inputs;
            _length = table.Length;
            if (file.Length > table.Length)
            {
                // A power cut leaves a row without its end: 12 of 127 would be a wrong example.
                using FileStream whole = new(_path, FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0);
                whole.SetLength(table.Length);
                say($"{_path}: the last row was not written to its end and is taken away");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{_path}: cannot be read and written ({e.Message})", e);
        }
    }

    // Somebody may have put a link or something else in its place.
    private void RefuseOther()
    {
        WekinatorFolder.RefuseLink(_path);
        if ((new FileInfo(_path) is { Exists: true } file ? file.Length : 0) != _length)
        {
            throw new UserException($"{_path}: has been changed by another program; open the project again");
        }
    }

    private void Counted(int inputs, float value)
    {
        Count++;
        Inputs = inputs;
        if (_output.Classes is not null)
        {
            ByClass[(int)value - 1]++;
        }
    }

    // What there was room for of a row that did not fit is taken back.
    private static void Append(FileStream file, byte[] row)
    {
        long end = file.Seek(0, SeekOrigin.End);
        try
        {
            file.Write(row);
        }
        catch (IOException)
        {
            file.SetLength(end);
            throw;
        }
    }
}
