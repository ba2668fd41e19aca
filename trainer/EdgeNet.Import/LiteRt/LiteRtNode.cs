using EdgeNet.Files;

namespace EdgeNet.Import.LiteRt;

/// <summary>An operator as a LiteRT file describes it.</summary>
internal sealed class LiteRtNode
{
    private readonly LiteRtFile _file;
    private readonly FlatTable? _options;

    public LiteRtNode(LiteRtFile file, int number, FlatTable table)
    {
        _file = file;
        (int code, string custom) = file.OperatorCode(table.Int32(0));
        Name = LiteRtOperators.NameOf(code, custom);
        Place = $"{Name} at node {number}";
        Inputs = file.Numbers(table.Vector(1, sizeof(int)));
        Outputs = file.Numbers(table.Vector(2, sizeof(int)));
        _options = table.Table(4);
    }

    public string Name { get; }

    /// <summary>What and where it is, for messages.</summary>
    public string Place { get; }

    /// <summary>Numbers of the tensors that it reads; -1 where one is left out.</summary>
    public int[] Inputs { get; }

    /// <summary>Numbers of the tensors that it gives.</summary>
    public int[] Outputs { get; }

    public int Byte(int option) => _options?.Byte(option) ?? 0;

    public int Int32(int option, int missing = 0) => _options?.Int32(option, missing) ?? missing;

    public float Single(int option) => _options?.Single(option) ?? 0;

    /// <summary>Whether an input is there.</summary>
    public bool Has(int input) => input < Inputs.Length && Inputs[input] >= 0;

    /// <summary>What is thrown for an operator that cannot be used.</summary>
    public UserException Refuse(string why) => _file.Refuse($"{Place}: {why}");
}
