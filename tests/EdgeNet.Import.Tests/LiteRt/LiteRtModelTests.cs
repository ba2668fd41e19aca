using EdgeNet.Import.Graphs;
using EdgeNet.Import.LiteRt;
using EdgeNet.Import.Lowering;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Quantization;

namespace EdgeNet.Import.Tests.LiteRt;

public class LiteRtModelTests
{
    public static TheoryData<string> Models => ["ad01_int8", "hello_world_int8", "kws_int8", "resnet8_int8", "tinymaix_mnist_valid_q", "vww_int8"];

    [SharedDataTheory]
    [MemberData(nameof(Models))]
    public void Every_tensor_of_the_lowered_network_equals_that_of_the_reference_kernels(string name)
    {
        string path = Path.Combine(SharedData.Folder, "litert", name);
        Dictionary<int, string> expected = LayersText.Tensors(path + ".layers.txt.gz");
        ImportedGraph graph = LiteRtReader.Read(File.ReadAllBytes(path + ".tflite"), name);
        QuantizedNetwork network = GraphLowering.Lower(graph, LoweringSettings.Plain(true, [.. Enumerable.Range(0, graph.Output.Shape.Count).Select(i => $"{i}")]));
        int[][] tensors = new int[network.Layers.Length][];
        tensors[0] = [.. Convert.FromHexString(expected[graph.Input.Number]).Select(b => b ^ 0x80)];
        for (int l = 0; l < network.Layers.Length - 1; l++)
        {
            tensors[l + 1] = network.Layers[l].Run(Array.ConvertAll(network.Reads[l], t => tensors[t]), out _);
        }

        Assert.All(network.Originals.Where(o => o.Tensor != OriginalTensor.OutputBytes), o => Assert.Equal(expected[o.Number], Convert.ToHexStringLower([.. tensors[o.Tensor].Select(v => (byte)(v ^ 0x80))])));
        Assert.Equal(expected.Keys.Order(), network.Originals.Select(o => o.Number).Order());
    }
}
