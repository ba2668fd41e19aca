using EdgeNet.Core;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Quantization;

namespace EdgeNet.Import.Tests.LiteRt;

public class LiteRtModelTests
{
    public static TheoryData<string> Models => ["ad01_int8", "hello_world_int8", "kws_int8", "resnet8_int8", "tinymaix_mnist_valid_q", "vww_int8"];

    [SharedDataTheory]
    [MemberData(nameof(Models))]
    public void Every_tensor_equals_that_of_the_reference_kernels(string name)
    {
        Dictionary<int, string> expected = LayersText.Tensors(PathOf(name, ".layers.txt.gz"));
        QuantizedNetwork network = ReferenceRun.Lower(File.ReadAllBytes(PathOf(name, ".tflite")));
        byte[] input = [.. Convert.FromHexString(expected[network.Originals[0].Number]).Select(b => (byte)(b ^ 0x80))];
        Assert.Equal(string.Concat(expected.OrderBy(e => e.Key).Select(e => $"{e.Key} {e.Value}\n")), CoreRun.Tensors(network, input));

        // The plain way, without Core.
        Assert.All(ReferenceRun.Tensors(network, input), t => Assert.Equal(expected[t.Key], t.Value));
    }

    [SharedDataTheory]
    [MemberData(nameof(Models))]
    public void Every_output_equals_that_of_the_reference_kernels(string name)
    {
        ModelFile model = ModelFile.Parse(ModelWriter.Write(ReferenceRun.Lower(File.ReadAllBytes(PathOf(name, ".tflite"))), []));
        Network network = new(model);
        foreach (string kind in (string[])["", ".real"])
        {
            if (File.Exists(PathOf(name, kind + ".inputs.bin")))
            {
                byte[] outputs = [.. File.ReadAllBytes(PathOf(name, kind + ".inputs.bin")).Chunk(network.InputCount).SelectMany(sample => OutputsOf(network, model, sample))];
                Assert.Equal(File.ReadAllBytes(PathOf(name, kind + ".outputs.bin")), outputs);
            }
        }
    }

    private static IEnumerable<byte> OutputsOf(Network network, ModelFile model, byte[] sample)
    {
        network.ClassifyQuantized(Array.ConvertAll(sample, b => (byte)(b ^ 0x80)));
        return Enumerable.Range(0, network.OutputCount).Select(o => (byte)((model.Output.GivesBytes ? network.OutputByte(o) : network.Logit(o) + model.Layers[^1].Activation.ZeroPoint) ^ 0x80));
    }

    private static string PathOf(string name, string ending) => Path.Combine(SharedData.Folder, "litert", name + ending);
}
