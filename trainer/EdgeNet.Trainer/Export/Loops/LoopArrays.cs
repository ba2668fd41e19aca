using System.Numerics;
using System.Text;

namespace EdgeNet.Trainer.Export.Loops;

/// <summary>The numbers of a network as arrays in code.</summary>
internal sealed class LoopArrays
{
    private const int NumbersALine = 24;
    private readonly StringBuilder _fields = new();

    /// <summary>The fields.</summary>
    public string Fields => _fields.ToString();

    /// <summary>Bytes of their numbers.</summary>
    public int Bytes { get; private set; }

    /// <summary>Adds an array of integers.</summary>
    /// <param name="type">Their type in C#.</param>
    /// <param name="name">Name of the field.</param>
    /// <param name="numbers">The numbers.</param>
    public void Add<T>(string type, string name, T[] numbers)
        where T : struct, IBinaryInteger<T> => Add(type, name, Array.ConvertAll(numbers, n => FormattableString.Invariant($"{n}")), System.Runtime.InteropServices.Marshal.SizeOf<T>());

    /// <summary>Adds an array of floats.</summary>
    /// <param name="name">Name of the field.</param>
    /// <param name="numbers">The numbers.</param>
    public void Add(string name, float[] numbers) => Add("float", name, Array.ConvertAll(numbers, CSharpText.Literal), sizeof(float));

    private void Add(string type, string name, string[] numbers, int size)
    {
        Bytes += size * numbers.Length;
        _fields.Append($"    private static readonly {type}[] {name} =\n    {{\n");
        foreach (string[] line in numbers.Chunk(NumbersALine))
        {
            _fields.Append("        ").AppendJoin(", ", line).Append(",\n");
        }

        _fields.Append("    };\n");
    }
}
