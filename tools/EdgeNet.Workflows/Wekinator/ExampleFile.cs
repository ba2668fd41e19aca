using System.Globalization;
using System.Text;
using EdgeNet.Data;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>The examples of one output, a table that edgenet train reads: v1, v2, ... and the label. An example is in the file when <see cref="Add"/> returns; in memory are only counts.</summary>
internal sealed class ExampleFile
{
    /// <summary>The most examples of an output.</summary>
    public const int MaxExamples = 100_000;

    private readonly string _path;
    private readonly WekinatorOutput _output;

    private ExampleFile(string path, WekinatorOutput output)
    {
        _path = path;
        _output = output;
        ByClass = new int[output.Classes ?? 0];
    }

    /// <summary>How many there are.</summary>
    public int Count { get; private set; }

    /// <summary>How many inputs they have; null if there are none.</summary>
    public int? Inputs { get; private set; }

    /// <summary>How many there are of each class; empty for a continuous output.</summary>
    public int[] ByClass { get; }

    /// <summary>Looks at what there is. A row that was not written to its end is taken away.</summary>
    /// <param name="path">The file; there need not be one.</param>
    /// <param name="output">What its labels are.</param>
    /// <returns>The file.</returns>
    /// <exception cref="UserException">It cannot be read, is no such table, or has labels that the output does not take.</exception>
    public static ExampleFile Open(string path, WekinatorOutput output)
    {
        ExampleFile file = new(OutputFile.Resolve(path), output);
        if (File.Exists(path) && file.HasWholeRows())
        {
            Dataset data = new DataSource(new CsvOptions(Task: TaskKind.Regression)).Load(path, 1).Train;
            foreach (float value in data.Targets)
            {
                file.Counted(data.Shape.Count, output.Refuse(value) is not string refusal ? value
                    : throw new UserException($"{path}: has an example of {value.ToString(CultureInfo.InvariantCulture)}, but the output \"{output}\" {refusal}; give the outputs that it was recorded for, or delete the file"));
            }
        }

        return file;
    }

    /// <summary>Adds an example.</summary>
    /// <param name="inputs">The inputs, as many as all have.</param>
    /// <param name="value">The output that belongs to them.</param>
    /// <exception cref="UserException">There are too many, or the disk is full; the file is as it was.</exception>
    public void Add(float[] inputs, float value)
    {
        if (Count == MaxExamples)
        {
            throw new UserException($"{_path}: has {MaxExamples:N0} examples, which is the most; delete some");
        }

        string header = Count > 0 ? "" : string.Join(',', inputs.Select((_, i) => $"v{i + 1}")) + ",label\n";
        string row = string.Join(',', inputs.Append(value).Select(v => v.ToString(CultureInfo.InvariantCulture)));
        try
        {
            using FileStream file = new(_path, Count == 0 ? FileMode.Create : FileMode.Open, FileAccess.Write, FileShare.Read, bufferSize: 0);
            Append(file, Encoding.UTF8.GetBytes($"{header}{row}\n"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{_path}: cannot be written ({e.Message}); all earlier examples are kept", e);
        }

        Counted(inputs.Length, value);
    }

    /// <summary>Deletes all examples.</summary>
    /// <exception cref="UserException">The file cannot be deleted.</exception>
    public void Clear()
    {
        try
        {
            File.Delete(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{_path}: cannot be deleted ({e.Message})", e);
        }

        Count = 0;
        Inputs = null;
        Array.Clear(ByClass);
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

    // A power cut leaves a row without its end, a spreadsheet a last row without a line break.
    private bool HasWholeRows()
    {
        try
        {
            using FileStream file = new(_path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
            (long start, int commas) last = (0, 0), line = (0, 0);
            int? headerCommas = null;
            int before = 0;
            for (int b = file.ReadByte(); b >= 0; before = b, b = file.ReadByte())
            {
                line.commas += b == ',' ? 1 : 0;
                if (b == '\n')
                {
                    headerCommas ??= line.commas;
                    last = line;
                    line = (file.Position, 0);
                }
            }

            if (line.start == file.Length)
            {
                return last.start > 0;
            }

            if (line.commas == headerCommas && before != ',')
            {
                file.WriteByte((byte)'\n');
                return true;
            }

            file.SetLength(line.start);
            return last.start > 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{_path}: cannot be read and written ({e.Message})", e);
        }
    }
}
