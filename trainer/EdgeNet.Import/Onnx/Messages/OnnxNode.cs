using System.Text;

namespace EdgeNet.Import.Onnx.Messages;

/// <summary>NodeProto: an operator.</summary>
internal sealed class OnnxNode
{
    /// <summary>Its name; empty if it has none.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What it does.</summary>
    public string Operator { get; private set; } = "";

    /// <summary>Who defines the operator; empty for ONNX.</summary>
    public string Domain { get; private set; } = "";

    /// <summary>Names of what it reads; empty for one that is left out.</summary>
    public List<string> Inputs { get; } = [];

    /// <summary>Names of what it gives.</summary>
    public List<string> Outputs { get; } = [];

    /// <summary>By name.</summary>
    public Dictionary<string, OnnxAttribute> Attributes { get; } = [];

    public static OnnxNode Read(ProtoReader fields)
    {
        OnnxNode node = new();
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 1:
                    node.Inputs.Add(fields.Text());
                    break;
                case 2:
                    node.Outputs.Add(fields.Text());
                    break;
                case 3:
                    node.Name = fields.Text();
                    break;
                case 4:
                    node.Operator = fields.Text();
                    break;
                case 5:
                    OnnxAttribute attribute = OnnxAttribute.Read(fields.Message());
                    node.Attributes[attribute.Name] = attribute;
                    break;
                case 7:
                    node.Domain = fields.Text();
                    break;
                default:
                    fields.Skip();
                    break;
            }
        }

        return node;
    }
}

/// <summary>AttributeProto: a setting of an operator. Graphs in it are not read: no operator that has some can be run.</summary>
internal sealed class OnnxAttribute
{
    /// <summary>Its name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>Where it is a number with a fraction.</summary>
    public float Real { get; private set; }

    /// <summary>Where it is a whole number.</summary>
    public long Whole { get; private set; }

    /// <summary>Where it is a text.</summary>
    public string Text { get; private set; } = "";

    /// <summary>Where it is a tensor.</summary>
    public OnnxTensor? Tensor { get; private set; }

    /// <summary>Where it is a list of numbers with fractions.</summary>
    public List<float> Reals { get; } = [];

    /// <summary>Where it is a list of whole numbers.</summary>
    public List<long> Wholes { get; } = [];

    public static OnnxAttribute Read(ProtoReader fields)
    {
        OnnxAttribute attribute = new();
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 1:
                    attribute.Name = fields.Text();
                    break;
                case 2:
                    attribute.Real = fields.Single();
                    break;
                case 3:
                    attribute.Whole = fields.Whole();
                    break;
                case 4:
                    attribute.Text = Encoding.UTF8.GetString(fields.Bytes().Span);
                    break;
                case 5:
                    attribute.Tensor = OnnxTensor.Read(fields.Message());
                    break;
                case 7:
                    fields.AddSingles(attribute.Reals);
                    break;
                case 8:
                    fields.AddWhole(attribute.Wholes);
                    break;
                default:
                    fields.Skip();
                    break;
            }
        }

        return attribute;
    }
}
