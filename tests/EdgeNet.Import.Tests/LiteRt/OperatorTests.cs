using System.Text;
using EdgeNet.Core;
using EdgeNet.Trainer.Quantization;

namespace EdgeNet.Import.Tests.LiteRt;

public class OperatorTests
{
    // The number is the CRC-32 of lines "number bytes", one for each tensor that remains, as tflite-micro's reference kernels at commit 90b983c gave the bytes.
    [Theory]
    [InlineData("dense", 0x9fb25b98)]
    [InlineData("dense per channel", 0x6462f284)]
    [InlineData("dense over rows", 0xaf20622e)]
    [InlineData("conv same", 0xc1f3a842)]
    [InlineData("conv valid", 0x054552f8)]
    [InlineData("conv dilated", 0x4e89359e)]
    [InlineData("conv grouped", 0x72cc05b3)]
    [InlineData("conv of one place", 0x1614a894)]
    [InlineData("depthwise", 0xdb8961b9)]
    [InlineData("depthwise dilated", 0x098324e7)]
    [InlineData("depthwise of one channel", 0x0fa51ba6)]
    [InlineData("depthwise with a multiplier", 0x4dc20583)]
    [InlineData("average pool", 0xcca8a304)]
    [InlineData("max pool", 0x1514c52c)]
    [InlineData("mean", 0xa199f109)]
    [InlineData("mean over rows", 0xc50784b1)]
    [InlineData("mean of powers of two", 0xc759fbb4)]
    [InlineData("pad before a convolution", 0xb3efb3d0)]
    [InlineData("pad on its own", 0x9a094226)]
    [InlineData("add", 0xf9a8a41e)]
    [InlineData("add a constant", 0xaeb21b77)]
    [InlineData("subtract a constant", 0x4ed5d554)]
    [InlineData("multiply by a constant", 0x83b1ebef)]
    [InlineData("concatenation", 0x55908c4c)]
    [InlineData("reshape", 0xf0752ba3)]
    [InlineData("flatten by arithmetic", 0x41425130)]
    [InlineData("softmax", 0x19db3168)]
    [InlineData("softmax of wide logits", 0x61f32217)]
    [InlineData("logistic", 0x99a62a34)]
    [InlineData("logistic in the middle", 0xed37f926)]
    [InlineData("tanh", 0xc64aa2b1)]
    [InlineData("tanh in the middle", 0x7639924d)]
    [InlineData("hard swish", 0x9ebd44a1)]
    [InlineData("relu", 0x2e468e10)]
    [InlineData("leaky relu", 0xf2cea832)]
    [InlineData("prelu", 0xf01e184a)]
    [InlineData("quantize", 0xc76c0205)]
    [InlineData("bytes at both ends", 0x6fbbdb13)]
    public void Every_byte_of_every_tensor_equals_that_of_the_reference_kernels(string name, uint expected)
    {
        QuantizedNetwork network = ReferenceRun.Lower(OperatorCases.All[name]());
        string tensors = CoreRun.Tensors(network, OperatorCases.Input(network.Shape.Count));
        Assert.Equal($"{expected:x8}", $"{Crc32.Compute(Encoding.ASCII.GetBytes(tensors), 0, tensors.Length):x8}");
    }

    [Fact]
    public void Every_case_is_tested() =>
        Assert.Equal(OperatorCases.All.Keys, typeof(OperatorTests).GetMethod(nameof(Every_byte_of_every_tensor_equals_that_of_the_reference_kernels))!.GetCustomAttributes(typeof(InlineDataAttribute), false).Cast<InlineDataAttribute>().Select(a => (string)a.GetData(null).Single()[0]));
}
