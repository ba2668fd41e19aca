using EdgeNet.Core;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Format;

/// <summary>What a tensor of a model file was in the network that the file was imported from. The section "orig" of a model file has a list of them.</summary>
/// <param name="Tensor">0 the input, n the output of layer n before the last, <see cref="OutputBytes"/> what the output function makes of the logits.</param>
/// <param name="IsSigned">Whether the original holds int8, which is the byte less 128; else it holds the byte.</param>
/// <param name="Number">The original's number of it, 0 to 65,535.</param>
/// <param name="Dimensions">Its shape as the original states it, the batch included; at most 255 dimensions.</param>
public sealed record OriginalTensor(int Tensor, bool IsSigned, int Number, int[] Dimensions)
{
    /// <summary>The tensor that functions 5 and 6 of section OUTP make of the logits.</summary>
    public const int OutputBytes = 255;

    /// <summary>Reads the list of a model file.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The list, in the order of the file; empty if the file has none.</returns>
    /// <exception cref="UserException">It is damaged.</exception>
    public static IReadOnlyList<OriginalTensor> Read(ModelFile model)
    {
        if (model.OpenSection(ModelFormat.OriginalSection) is not { } reader)
        {
            return [];
        }

        try
        {
            int count = reader.UInt16("count");
            List<OriginalTensor> list = [];
            for (int i = 0; i < count; i++)
            {
                list.Add(Read(model, reader));
            }

            reader.End();
            return list;
        }
        catch (ModelException e)
        {
            throw new UserException(e.Message, e);
        }
    }

    internal static byte[] ToBytes(IReadOnlyList<OriginalTensor> list)
    {
        ByteBuffer buffer = new ByteBuffer().UInt16(list.Count);
        foreach (OriginalTensor entry in list)
        {
            buffer.Byte(entry.Tensor).Byte(entry.IsSigned ? 1 : 0).UInt16(entry.Number).Byte(entry.Dimensions.Length).Byte(0).Byte(0).Byte(0);
            Array.ForEach(entry.Dimensions, d => buffer.Int32(d));
        }

        return buffer.ToArray();
    }

    private static OriginalTensor Read(ModelFile model, ByteReader reader)
    {
        int tensor = reader.Byte("tensor"), form = reader.Byte("form"), number = reader.UInt16("number"), rank = reader.Byte("rank");
        reader.Zero(3);
        if (form > 1 || (tensor == OutputBytes ? model.Output.Function < ModelFormat.LiteRtSoftmax : tensor >= model.Layers.Length))
        {
            throw reader.Error($"tensor {tensor} of form {form}");
        }

        int[] dimensions = new int[rank];
        long values = 1;
        for (int d = 0; d < rank; d++)
        {
            dimensions[d] = reader.Int32("dimension");
            values = dimensions[d] < 1 ? 0 : Math.Min(values * dimensions[d], int.MaxValue);
        }

        int needed = tensor == 0 ? model.Input.Count : model.Layers[(tensor == OutputBytes ? model.Layers.Length : tensor) - 1].Outputs;
        return values == needed ? new OriginalTensor(tensor, form == 1, number, dimensions)
            : throw reader.Error($"tensor {tensor} has {needed} values, not {string.Join('x', dimensions)}");
    }
}
