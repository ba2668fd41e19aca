using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Layers.Answer;
using EdgeNet.Trainer.Layers.Table;
using EdgeNet.Trainer.Quantization;
using Xunit;

namespace EdgeNet.Trainer.Tests;

/// <summary>The section of a model file that says what its tensors were in the original.</summary>
public class OriginalTensorTests
{
    private static readonly OriginalTensor[] Three =
        [new(0, true, 7, [1, 2, 3]), new(1, false, 65_535, [6]), new(OriginalTensor.OutputBytes, true, 0, [1, 6, 1, 1])];

    [Fact]
    public void What_is_written_is_read_again()
    {
        IReadOnlyList<OriginalTensor> read = OriginalTensor.Read(ModelFile.Parse(File(Three)));
        Assert.Equal(Three.Select(Text), read.Select(Text));
        Assert.Empty(OriginalTensor.Read(ModelFile.Parse(File([]))));
    }

    /// <summary>By the table of docs/model-format.md.</summary>
    [Fact]
    public void The_section_has_the_bytes_of_the_format()
    {
        byte[] section = ModelFile.Parse(File(Three[..1])).ReadSection(ModelFormat.OriginalSection)!;
        Assert.Equal([1, 0, 0, 1, 7, 0, 3, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0], section);
    }

    [Theory]
    [InlineData(0, 2, "too short for")]
    [InlineData(2, 2, "tensor 2 of form 1")]
    [InlineData(3, 2, "tensor 0 of form 2")]
    [InlineData(6, 2, "tensor 0 has 6 values, not 1x2")]
    [InlineData(7, 1, "reserved field is not zero")]
    [InlineData(10, 2, "tensor 0 has 6 values, not 2x2x3")]
    [InlineData(13, 0x80, "tensor 0 has 6 values")]
    [InlineData(18, 0, "tensor 0 has 6 values, not 1x2x0")]
    public void A_section_that_cannot_be_is_refused(int offset, byte value, string problem)
    {
        byte[] section = ModelFile.Parse(File(Three[..1])).ReadSection(ModelFormat.OriginalSection)!;
        section[offset] = value;
        Assert.Contains(problem, Assert.Throws<UserException>(() => Read(section)).Message);
    }

    [Fact]
    public void A_section_cut_anywhere_is_refused_and_one_with_any_byte_changed_is_refused_or_fits_its_tensors()
    {
        byte[] real = ModelFile.Parse(File(Three)).ReadSection(ModelFormat.OriginalSection)!;
        Assert.All(Enumerable.Range(0, real.Length), length => Assert.Throws<UserException>(() => Read(real[..length])));
        for (int at = 0; at < real.Length; at++)
        {
            for (int value = 0; value < 256; value++)
            {
                byte[] copy = [.. real];
                copy[at] = (byte)value;
                try
                {
                    Assert.All(Read(copy), entry => Assert.Equal(6, entry.Dimensions.Aggregate(1L, (a, b) => a * b)));
                }
                catch (UserException e)
                {
                    Assert.StartsWith("model file, section orig: ", e.Message);
                }
            }
        }
    }

    private static IReadOnlyList<OriginalTensor> Read(byte[] section) => OriginalTensor.Read(ModelFile.Parse(ModelWriter.Append(File([]), ModelFormat.OriginalSection, section)));

    private static string Text(OriginalTensor entry) => $"{entry.Tensor} {entry.IsSigned} {entry.Number} {string.Join(',', entry.Dimensions)}";

    private static byte[] File(OriginalTensor[] originals) => ModelWriter.Write(new QuantizedNetwork
    {
        Task = TaskKind.Regression,
        Shape = Shape.Features(6),
        InputBits = 8,
        InputScale = [1],
        InputOffset = [0],
        Layers = [new QuantizedTable(Shape.Features(6), new byte[256], 0), new QuantizedAnswer(6, 0)],
        OutputFunction = Activation.Lookup,
        OutputEntries = new int[256],
        LogitScale = 1,
        ValueScale = 1,
        ValueOffset = 0,
        Labels = ["a", "b", "c", "d", "e", "f"],
        Originals = originals,
        GoldenSeeds = [1],
    }, []);
}
