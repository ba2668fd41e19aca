namespace EdgeNet.Import.Onnx.Messages;

/// <summary>ValueInfoProto with the types within it: an input or output of the network.</summary>
internal sealed class OnnxValueInfo
{
    /// <summary>Its name.</summary>
    public string Name { get; private set; } = "";

    /// <summary>What its numbers are; undefined for what is no tensor.</summary>
    public OnnxType Type { get; private set; }

    /// <summary>Its dimensions; null for one that is not fixed. Null altogether if the file does not say.</summary>
    public List<long?>? Dimensions { get; private set; }

    public static OnnxValueInfo Read(ProtoReader fields)
    {
        OnnxValueInfo info = new();
        while (fields.Next())
        {
            switch (fields.Field)
            {
                case 1:
                    info.Name = fields.Text();
                    break;
                case 2:
                    info.ReadType(fields.Message());
                    break;
                default:
                    fields.Skip();
                    break;
            }
        }

        return info;
    }

    private void ReadType(ProtoReader type)
    {
        while (type.Next())
        {
            if (type.Field != 1)
            {
                type.Skip();
                continue;
            }

            ProtoReader tensor = type.Message();
            while (tensor.Next())
            {
                switch (tensor.Field)
                {
                    case 1:
                        Type = (OnnxType)tensor.Int32();
                        break;
                    case 2:
                        Dimensions = ReadShape(tensor.Message());
                        break;
                    default:
                        tensor.Skip();
                        break;
                }
            }
        }
    }

    private static List<long?> ReadShape(ProtoReader fields)
    {
        List<long?> dimensions = [];
        while (fields.Next())
        {
            if (fields.Field != 1)
            {
                fields.Skip();
                continue;
            }

            long? number = null;
            ProtoReader dimension = fields.Message();
            while (dimension.Next())
            {
                if (dimension.Field == 1)
                {
                    number = dimension.Whole();
                }
                else
                {
                    dimension.Skip();
                }
            }

            dimensions.Add(number);
        }

        return dimensions;
    }
}
