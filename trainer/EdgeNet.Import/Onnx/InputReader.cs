using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Import.Graphs;
using EdgeNet.Import.Onnx.Messages;

namespace EdgeNet.Import.Onnx;

/// <summary>The network's input. Pictures are stored with channels innermost, whatever the file's order is; that is found by who reads them.</summary>
internal static class InputReader
{
    private static readonly string[] ChannelsLast = ["0 2 3 1", "0 3 1 2", "0 2 1"];

    /// <summary>Its dimensions.</summary>
    /// <exception cref="UserException">One of them is open, the batch apart, or there are too many values.</exception>
    public static int[] Dimensions(OnnxValueInfo input)
    {
        if (input.Dimensions is not { } dimensions || !(input.Type.IsReal() || input.Type is OnnxType.Int8 or OnnxType.UInt8))
        {
            throw new UserException($"its input \"{UserException.Quote(input.Name)}\" is {(input.Dimensions is null ? "of no known shape" : input.Type.Text())}; an array of real numbers, int8 or uint8 is supported");
        }

        int[] sizes = new int[dimensions.Count];
        long count = 1;
        for (int d = 0; d < sizes.Length; d++)
        {
            // A batch may be open; some exporters write that as 0 or -1.
            bool isBatch = d == 0 && sizes.Length > 1;
            long size = dimensions[d] is > 0 and long known ? known
                : isBatch ? 1 : throw new UserException($"dimension {d} of its input \"{UserException.Quote(input.Name)}\" is not fixed; only the batch may be open: export it with a fixed size");
            count *= isBatch ? 1 : size;
            if (size > ModelFormat.MaxTensor || count > ModelFormat.MaxTensor)
            {
                throw new UserException($"its input \"{UserException.Quote(input.Name)}\" has more than {ModelFormat.MaxTensor:N0} values; export it for smaller pictures");
            }

            sizes[d] = (int)size;
        }

        return sizes.Length is >= 1 and <= 4 ? sizes : throw new UserException($"its input has {sizes.Length} dimensions; 1 to 4 are supported, the batch included");
    }

    /// <summary>The tensor for it.</summary>
    public static OnnxActivation Read(OnnxValueInfo input, int[] dimensions, OnnxModel model, NetworkBuilder network)
    {
        int[] sample = dimensions.Length == 1 ? dimensions : dimensions[1..];
        OnnxNode? reader = FirstReader(input.Name, model);
        string? moved = reader?.Operator == "Transpose" && reader.Attributes.TryGetValue("perm", out OnnxAttribute? perm) ? string.Join(' ', perm.Wholes) : null;
        bool isLast = moved is not null && ChannelsLast.Contains(moved), isFirst = sample.Length == 3 ? !isLast : reader?.Operator is "Conv" or "MaxPool" or "AveragePool" or "BatchNormalization" or "GlobalAveragePool" or "GlobalMaxPool" or "QLinearConv";
        TensorShape shape = sample switch
        {
            [int values] => new TensorShape(1, 1, values),
            [int rows, int columns] when isLast => new TensorShape(rows, 1, columns),
            [int channels, int steps] when isFirst => new TensorShape(steps, 1, channels),
            [int rows, int columns] => new TensorShape(rows, columns, 1),
            [int channels, int rows, int columns] when isFirst => new TensorShape(rows, columns, channels),
            [int rows, int columns, int channels] => new TensorShape(rows, columns, channels),
            _ => throw new InvalidOperationException("dimensions have been checked"),
        };
        GraphTensor tensor = network.NewTensor(input.Name, shape, dimensions, null, what => new UserException($"its input {what}"));
        return new OnnxActivation(tensor, dimensions, sample.Length > 1 && isFirst ? OnnxShape.ChannelsFirst(shape) : OnnxShape.Identity(shape.Count), false);
    }

    // Who says where channels are: the first reader that does not only compute each value by itself.
    private static OnnxNode? FirstReader(string value, OnnxModel model)
    {
        foreach (OnnxNode node in model.Nodes.Where(n => n.Outputs.Count > 0))
        {
            if (node.Inputs.Contains(value))
            {
                if (node.Operator is not ("Add" or "Sub" or "Mul" or "Div" or "Identity" or "Cast" or "QuantizeLinear" or "DequantizeLinear" or "Pad"))
                {
                    return node;
                }

                value = node.Outputs[0];
            }
        }

        return null;
    }
}
