using EdgeNet.Import.Graphs;
using EdgeNet.Import.LiteRt;
using EdgeNet.Import.Lowering;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Quantization;

namespace EdgeNet.Import.Tests.LiteRt;

/// <summary>A LiteRT file, lowered, and run layer by layer the plain way.</summary>
public static class ReferenceRun
{
    /// <summary>Lowers a file.</summary>
    public static QuantizedNetwork Lower(byte[] file)
    {
        ImportedGraph graph = LiteRtReader.Read(file, "test.tflite");
        return GraphLowering.Lower(graph, LoweringSettings.Plain(true, [.. Enumerable.Range(0, graph.Output.Shape.Count).Select(i => $"{i}")]));
    }

    /// <summary>All tensors that remain, as hexadecimal digits of what the original tensors hold.</summary>
    public static SortedDictionary<int, string> Tensors(QuantizedNetwork network, byte[] input)
    {
        int[][] tensors = new int[network.Layers.Length][];
        tensors[0] = Array.ConvertAll(input, b => (int)b);
        for (int l = 0; l < network.Layers.Length - 1; l++)
        {
            tensors[l + 1] = network.Layers[l].Run(Array.ConvertAll(network.Reads[l], t => tensors[t]), out _);
        }

        SortedDictionary<int, string> all = [];
        foreach (OriginalTensor original in network.Originals.Where(o => o.Tensor != OriginalTensor.OutputBytes))
        {
            all[original.Number] = Convert.ToHexStringLower([.. tensors[original.Tensor].Select(v => (byte)(original.IsSigned ? v ^ 0x80 : v))]);
        }

        return all;
    }
}
