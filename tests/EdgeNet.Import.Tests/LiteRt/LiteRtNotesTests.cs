using System.IO.Compression;
using System.Text;
using EdgeNet.Import.Graphs;
using EdgeNet.Import.LiteRt;

namespace EdgeNet.Import.Tests.LiteRt;

/// <summary>What files say about themselves, and networks of real numbers.</summary>
public class LiteRtNotesTests
{
    [Fact]
    public void Labels_and_normalisation_come_from_the_metadata_and_the_archive_behind_the_file()
    {
        LiteRtSketch net = new LiteRtSketch(1, 1, 2, 2, 3).Dense(2).Softmax();
        net.File.Metadata("TFLITE_METADATA", Metadata());
        using MemoryStream file = new();
        file.Write(net.Write());
        using (ZipArchive archive = new(file, ZipArchiveMode.Create, leaveOpen: true))
        {
            using Stream entry = archive.CreateEntry("labels.txt").Open();
            entry.Write(Encoding.UTF8.GetBytes("cat\r\ndog\n"));
        }

        GraphNotes notes = LiteRtReader.Read(file.ToArray(), "pets.tflite").Notes;
        Assert.Equal("pets", notes.Name);
        Assert.Equal(["cat", "dog"], notes.Labels);
        Assert.Equal([127.5f, 116f, 103f], notes.Mean);
        Assert.Equal([128f], notes.Deviation);
    }

    [Fact]
    public void A_file_whose_archive_is_cut_off_is_read_without_labels()
    {
        LiteRtSketch net = new LiteRtSketch(1, 1, 2, 2, 3).Dense(2).Softmax();
        net.File.Metadata("TFLITE_METADATA", Metadata());
        Assert.Null(LiteRtReader.Read([.. net.Write(), .. "PK\x05\x06"u8], "pets.tflite").Notes.Labels);
    }

    [Fact]
    public void Weights_behind_the_FlatBuffer_are_found_at_their_offset()
    {
        LiteRtWriter file = new(1);
        (file.Input, file.Output) = (file.Plain([1, 2]), file.Plain([1, 1]));
        int weights = file.Behind([1, 2], LiteRtWriter.Float32, 8);
        file.Operator(9, [file.Input, weights], file.Output, 8);
        RealWeights read = Assert.IsType<RealWeights>(Assert.IsType<DenseNode>(Assert.Single(LiteRtReader.Read([.. file.WriteBefore(8), .. BitConverter.GetBytes(3f), .. BitConverter.GetBytes(-4f)], "far.tflite").Nodes)).Weights);
        Assert.Equal([3f, -4f], read.Weights);
        Assert.Equal([0f], read.Biases);
    }

    [Fact]
    public void Real_weights_are_read_from_halves_and_from_bytes_with_scales()
    {
        LiteRtWriter file = new(1);
        (file.Input, file.Output) = (file.Plain([1, 2]), file.Plain([1, 2]));
        int halves = file.Constant([2, 2], LiteRtWriter.Float16, [.. new[] { 0.5f, -2f, 1f, 0.25f }.SelectMany(v => BitConverter.GetBytes((Half)v))]);
        int reals = file.Plain([2, 2]), middle = file.Plain([1, 2]);
        file.Operator(6, [halves], reals);
        file.Operator(9, [file.Input, reals, file.Reals([2], 1f, 2f)], middle, 8, (0, (byte)1));
        file.Operator(9, [middle, file.Constant([2, 2], LiteRtWriter.Int8, [1, 0xFF, 2, 0x80], [0.5f, 0.25f])], file.Output, 8);
        IReadOnlyList<GraphNode> nodes = LiteRtReader.Read(file.Write(), "real.tflite").Nodes;
        RealWeights first = (RealWeights)((DenseNode)nodes[0]).Weights, second = (RealWeights)((DenseNode)nodes[1]).Weights;
        Assert.Equal([0.5f, -2f, 1f, 0.25f], first.Weights);
        Assert.Equal([1f, 2f], first.Biases);
        Assert.Equal(GraphLimits.Relu, ((DenseNode)nodes[0]).Limits);
        Assert.Equal([0.5f, -0.5f, 0.5f, -32f], second.Weights);
    }

    private static byte[] Metadata()
    {
        FlatObject mapping = new((0, (byte)1), (1, new FlatObject((0, new[] { 127.5f, 116f, 103f }), (1, new[] { 128f }))));
        FlatObject input = new((4, new[] { mapping })), output = new((6, new[] { new FlatObject((0, "labels.txt"), (2, (byte)2)) }));
        return FlatWriter.Write(new FlatObject((0, "pets"), (3, new[] { new FlatObject((2, new[] { input }), (3, new[] { output })) })), "M001");
    }
}
