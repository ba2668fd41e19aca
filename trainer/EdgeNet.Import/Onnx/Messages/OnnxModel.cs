namespace EdgeNet.Import.Onnx.Messages;

/// <summary>ModelProto with its GraphProto: a file.</summary>
internal sealed class OnnxModel
{
    /// <summary>Which version of the operators it is written in, by domain; that of ONNX is empty.</summary>
    public Dictionary<string, long> Operators { get; } = [];

    /// <summary>Texts about it, by name.</summary>
    public Dictionary<string, string> Notes { get; } = [];

    /// <summary>Name of the network.</summary>
    public string Name { get; private set; } = "";

    /// <summary>The operators.</summary>
    public List<OnnxNode> Nodes { get; } = [];

    /// <summary>Constants.</summary>
    public List<OnnxTensor> Constants { get; } = [];

    /// <summary>What it reads; constants may be among them.</summary>
    public List<OnnxValueInfo> Inputs { get; } = [];

    /// <summary>What it gives.</summary>
    public List<OnnxValueInfo> Outputs { get; } = [];

    /// <summary>Whether there is a network in it.</summary>
    public bool HasGraph { get; private set; }

    public static OnnxModel Read(ProtoReader fields)
    {
        OnnxModel model = new();
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 7:
                    model.HasGraph = true;
                    model.ReadGraph(fields.Message());
                    break;
                case 8:
                    (string domain, long version) = ReadOperatorSet(fields.Message());
                    model.Operators[domain] = version;
                    break;
                case 14:
                    (string key, string value) = ReadEntry(fields.Message());
                    model.Notes[key] = value;
                    break;
                default:
                    fields.Skip();
                    break;
            }
        }

        return model;
    }

    private void ReadGraph(ProtoReader fields)
    {
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 1:
                    Nodes.Add(OnnxNode.Read(fields.Message()));
                    break;
                case 2:
                    Name = fields.Text();
                    break;
                case 5:
                    Constants.Add(OnnxTensor.Read(fields.Message()));
                    break;
                case 11:
                    Inputs.Add(OnnxValueInfo.Read(fields.Message()));
                    break;
                case 12:
                    Outputs.Add(OnnxValueInfo.Read(fields.Message()));
                    break;
                case 15:
                    throw new FormatException("it has sparse constants, which are not read; save it with dense ones");
                default:
                    fields.Skip();
                    break;
            }
        }
    }

    private static (string Domain, long Version) ReadOperatorSet(ProtoReader fields)
    {
        (string Domain, long Version) set = ("", 0);
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 1:
                    set.Domain = fields.Text();
                    break;
                case 2:
                    set.Version = fields.Whole();
                    break;
                default:
                    fields.Skip();
                    break;
            }
        }

        return set.Domain == "ai.onnx" ? set with { Domain = "" } : set;
    }

    private static (string Key, string Value) ReadEntry(ProtoReader fields)
    {
        (string Key, string Value) entry = ("", "");
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 1:
                    entry.Key = fields.Text();
                    break;
                case 2:
                    entry.Value = fields.Text();
                    break;
                default:
                    fields.Skip();
                    break;
            }
        }

        return entry;
    }
}
