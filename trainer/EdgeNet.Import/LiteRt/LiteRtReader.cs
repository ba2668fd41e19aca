using EdgeNet.Files;
using EdgeNet.Import.Graphs;

namespace EdgeNet.Import.LiteRt;

/// <summary>Reads LiteRT files (.tflite), those of int8 as well as those of real numbers.</summary>
public static class LiteRtReader
{
    /// <summary>Bytes of the longest file that is read: the real weights of the largest model file, and room for descriptions.</summary>
    public const int MaxFileBytes = 80 << 20;

    /// <summary>Whether a file is one of LiteRT.</summary>
    /// <param name="file">The file, or its first bytes.</param>
    /// <returns>True for one of LiteRT.</returns>
    public static bool IsLiteRt(ReadOnlySpan<byte> file) => LiteRtFile.IsOne(file);

    /// <summary>Reads a network.</summary>
    /// <param name="bytes">The file.</param>
    /// <param name="name">What to call the file in an error.</param>
    /// <returns>The network. Where it quantises its input first, or its output last is made real again, it begins and ends with the integers.</returns>
    /// <exception cref="UserException">The file is damaged, or has something that cannot be run here.</exception>
    public static ImportedGraph Read(byte[] bytes, string name)
    {
        LiteRtFile file = new(bytes, name);
        if (file.Inputs is not [>= 0 and int first] || file.Outputs is not [>= 0 and int last])
        {
            throw file.Refuse($"{file.Inputs.Length} inputs and {file.Outputs.Length} outputs; networks with one of each can be read");
        }

        LiteRtTensor described = file.Tensors[first];
        if (described.Dimensions.Length > 1 && described.Dimensions[0] != 1)
        {
            throw file.Refuse($"the input has the shape {described.ShapeText}, a batch of {described.Dimensions[0]}; convert for a batch of 1");
        }

        LiteRtBuilder builder = new(file);
        GraphTensor input = builder.Begin(first);
        List<GraphNode> nodes = [.. file.Operators.Where(node => !ShapeOperators.IsArithmetic(file, node)).Select(node => OperatorReaders.Read(builder, node)).OfType<GraphNode>()];
        GraphTensor output = builder.Find(last) ?? throw file.Refuse($"the output, {file.Tensors[last]}, is no result of an operator");
        ImportedGraph graph = GraphEnds.Trim(new ImportedGraph(input, nodes, output, GraphNotes.None));
        return graph.Nodes.FirstOrDefault(n => n.Inputs.Append(n.Output).Any(t => (t.Step is null) != (graph.Input.Step is null))) is { } mixed
            ? throw file.Refuse($"{mixed.Place}: mixes int8 with real numbers; quantise the whole network, or nothing of it")
            : graph with { Notes = LiteRtNotes.Read(file, bytes) };
    }
}
