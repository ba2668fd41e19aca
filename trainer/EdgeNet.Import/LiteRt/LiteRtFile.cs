using EdgeNet.Files;

namespace EdgeNet.Import.LiteRt;

/// <summary>A LiteRT file: its tensors, its operators and its constants. The numbers of fields are those of the LiteRT schema, version 3.</summary>
internal sealed class LiteRtFile
{
    // Larger networks run on none of our boards. The bounds keep what a hostile file can cost near its own length.
    private const int MaxTensors = 4096;
    private const int MaxOperators = 2048;
    private const int SchemaVersion = 3;
    private const int IdentifierAt = 4;

    private readonly byte[] _bytes;
    private readonly string _name;
    private readonly FlatTable _root;
    private readonly FlatVector _buffers;

    public LiteRtFile(byte[] bytes, string name)
    {
        _bytes = bytes;
        _name = name;
        FlatBuffer file = new(bytes, name);
        _root = file.Root;
        if (_root.Int32(0) != SchemaVersion)
        {
            throw Refuse($"schema version {_root.Int32(0)}; only version {SchemaVersion} can be read");
        }

        FlatVector subgraphs = _root.Vector(2, sizeof(uint));
        if (subgraphs.Count != 1)
        {
            throw Refuse($"{subgraphs.Count} subgraphs (branches, loops or several signatures); export a network with one");
        }

        FlatTable graph = subgraphs.Table(0);
        _buffers = _root.Vector(4, sizeof(uint));
        Name = graph.Text(4);
        FlatVector tensors = graph.Vector(0, sizeof(uint)), operators = graph.Vector(3, sizeof(uint));
        if (tensors.Count > MaxTensors || operators.Count > MaxOperators)
        {
            throw Refuse($"{tensors.Count:N0} tensors and {operators.Count:N0} operators; at most {MaxTensors:N0} and {MaxOperators:N0} can be read");
        }

        Tensors = [.. Enumerable.Range(0, tensors.Count).Select(i => new LiteRtTensor(this, i, tensors.Table(i)))];
        Operators = [.. Enumerable.Range(0, operators.Count).Select(i => new LiteRtNode(this, i, operators.Table(i)))];
        Inputs = Numbers(graph.Vector(1, sizeof(int)));
        Outputs = Numbers(graph.Vector(2, sizeof(int)));
    }

    public string Name { get; }

    public LiteRtTensor[] Tensors { get; }

    public LiteRtNode[] Operators { get; }

    public int[] Inputs { get; }

    public int[] Outputs { get; }

    /// <summary>Whether bytes look like such a file.</summary>
    public static bool IsOne(ReadOnlySpan<byte> head) => head.Length >= IdentifierAt + 4 && head.Slice(IdentifierAt, 4).SequenceEqual("TFL3"u8);

    /// <summary>A text of the file as a message shows it.</summary>
    public static string Shown(string text) => text.Length == 0 ? "no name" : UserException.Quote(text);

    /// <summary>What is thrown for a file that cannot be used.</summary>
    public UserException Refuse(string why) => new($"{_name}: {why}");

    /// <summary>Numbers of tensors, each of which exists; -1 stands for one that is left out.</summary>
    public int[] Numbers(FlatVector vector)
    {
        if (vector.Count > MaxTensors)
        {
            throw Refuse($"{vector.Count:N0} tensors in one list; at most {MaxTensors:N0} can be read");
        }

        int[] numbers = [.. Enumerable.Range(0, vector.Count).Select(vector.Int32)];
        int wrong = Array.FindIndex(numbers, n => n < -1 || n >= Tensors.Length);
        return wrong < 0 ? numbers : throw Refuse($"tensor {numbers[wrong]} is used but not described");
    }

    /// <summary>The code of an operator, and its name if it is one of a user's own.</summary>
    public (int Code, string Custom) OperatorCode(int index)
    {
        FlatVector codes = _root.Vector(1, sizeof(uint));
        if (index < 0 || index >= codes.Count)
        {
            throw Refuse($"operator code {index} is used but not described");
        }

        // Files from before 2020 have only the first field, a byte; later ones have 127 there for all codes above it.
        FlatTable code = codes.Table(index);
        return (Math.Max(code.Byte(0), code.Int32(3)), code.Text(1));
    }

    /// <summary>The constant that a tensor holds; empty if it holds none.</summary>
    public ReadOnlySpan<byte> Constant(LiteRtTensor tensor) => Buffer(tensor.Buffer);

    /// <summary>Another file that is inside this one, such as metadata; null if there is none of that name.</summary>
    public byte[]? Metadata(string name)
    {
        FlatVector entries = _root.Vector(6, sizeof(uint));
        for (int i = 0; i < Math.Min(entries.Count, MaxTensors); i++)
        {
            if (entries.Table(i) is var entry && entry.Text(0) == name)
            {
                return Buffer(entry.Int32(1)).ToArray();
            }
        }

        return null;
    }

    // Large files keep the bytes of buffers behind the FlatBuffer, at an offset from the start of the file.
    private ReadOnlySpan<byte> Buffer(int index)
    {
        if (index < 0 || index >= _buffers.Count)
        {
            throw Refuse($"buffer {index} is used but not described");
        }

        FlatTable buffer = _buffers.Table(index);
        FlatVector data = buffer.Vector(0, 1);
        ulong offset = buffer.UInt64(1), length = buffer.UInt64(2);
        if (data.Count > 0 || offset <= 1)
        {
            return data.Bytes(data.Count);
        }

        return offset <= (ulong)_bytes.Length && length <= (ulong)_bytes.Length - offset ? _bytes.AsSpan((int)offset, (int)length) : throw Refuse($"buffer {index} lies behind the end of the file; fetch it again");
    }
}
