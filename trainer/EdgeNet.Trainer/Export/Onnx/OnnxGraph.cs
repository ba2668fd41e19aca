namespace EdgeNet.Trainer.Export.Onnx;

/// <summary>A network as an ONNX file has it: nodes by the names of the tensors that they read and give. Field numbers are those of onnx.proto.</summary>
/// <param name="name">Name of the network; must not be empty.</param>
/// <param name="opset">Version of the operators, 13 to 22.</param>
internal sealed class OnnxGraph(string name, int opset)
{
    /// <summary>Stands for the number of samples, which is not fixed.</summary>
    public const int Batch = -1;

    private readonly List<Action<ProtobufWriter>> _nodes = [], _constants = [], _inputs = [], _outputs = [];
    private readonly List<(string Key, string Value)> _notes = [];

    // The version of the file's format in the first release of ONNX that has these operators.
    private int FormatVersion => opset <= 14 ? 7 : opset <= 18 ? 8 : opset <= 20 ? 9 : 10;

    /// <summary>Declares what the network reads.</summary>
    /// <param name="tensor">Name of the tensor.</param>
    /// <param name="type">What it consists of.</param>
    /// <param name="dimensions">Its shape; <see cref="Batch"/> for the number of samples.</param>
    /// <returns>Its name.</returns>
    public string Input(string tensor, OnnxType type, params int[] dimensions)
    {
        _inputs.Add(m => WriteValue(m, tensor, type, dimensions));
        return tensor;
    }

    /// <summary>Declares what the network gives.</summary>
    /// <param name="tensor">Name of a tensor that a node gives.</param>
    /// <param name="type">What it consists of.</param>
    /// <param name="dimensions">Its shape.</param>
    public void Output(string tensor, OnnxType type, params int[] dimensions) => _outputs.Add(m => WriteValue(m, tensor, type, dimensions));

    /// <summary>Adds a constant.</summary>
    /// <param name="tensor">Its name.</param>
    /// <param name="value">Its value.</param>
    /// <returns>Its name.</returns>
    public string Constant(string tensor, OnnxTensor value)
    {
        _constants.Add(m => value.Write(m, tensor));
        return tensor;
    }

    /// <summary>Adds a node of one output. Nodes are in the order in which they run.</summary>
    /// <param name="type">The operator.</param>
    /// <param name="inputs">Names of the tensors that it reads; empty for one that is left out.</param>
    /// <param name="output">Name of the tensor that it gives, and its own.</param>
    /// <param name="attributes">What else it says.</param>
    /// <returns>Name of the tensor that it gives.</returns>
    public string Node(string type, string[] inputs, string output, params OnnxAttribute[] attributes)
    {
        _nodes.Add(m =>
        {
            Array.ForEach(inputs, i => m.Write(1, i));
            m.Write(2, output);
            m.Write(3, output);
            m.Write(4, type);
            Array.ForEach(attributes, a => m.Write(5, inner =>
            {
                inner.Write(1, a.Name);
                a.Write(inner);
                inner.Write(20, a.Type);
            }));
        });
        return output;
    }

    /// <summary>Adds a note for programs and people (metadata_props).</summary>
    public void Note(string key, string value) => _notes.Add((key, value));

    /// <summary>The file: a ModelProto.</summary>
    public byte[] ToBytes()
    {
        ProtobufWriter model = new();
        model.Write(1, FormatVersion);
        model.Write(2, "EdgeNet");
        model.Write(7, graph =>
        {
            _nodes.ForEach(n => graph.Write(1, n));
            graph.Write(2, name);
            _constants.ForEach(c => graph.Write(5, c));
            _inputs.ForEach(i => graph.Write(11, i));
            _outputs.ForEach(o => graph.Write(12, o));
        });
        model.Write(8, operators => operators.Write(2, opset));
        foreach ((string key, string value) in _notes)
        {
            model.Write(14, note =>
            {
                note.Write(1, key);
                note.Write(2, value);
            });
        }

        return model.ToArray();
    }

    private static void WriteValue(ProtobufWriter message, string tensor, OnnxType type, int[] dimensions)
    {
        message.Write(1, tensor);
        message.Write(2, t => t.Write(1, tensorType =>
        {
            tensorType.Write(1, (long)type);
            tensorType.Write(2, shape => Array.ForEach(dimensions, d => shape.Write(1, dimension =>
            {
                if (d == Batch)
                {
                    dimension.Write(2, "batch");
                }
                else
                {
                    dimension.Write(1, d);
                }
            })));
        }));
    }
}
