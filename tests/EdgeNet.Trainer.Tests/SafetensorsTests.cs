using System.Buffers.Binary;
using System.Text;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Format;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeNet.Trainer.Tests;

/// <summary>The safetensors format as its authors describe it, and what a stranger may make of it.</summary>
public class SafetensorsTests
{
    // Two arrays and a text, by hand: the bytes that any other program would write.
    private const string Header = """{"__metadata__":{"made":"by hand"},"a":{"dtype":"F32","shape":[2,2],"data_offsets":[0,16]},"b":{"dtype":"F32","shape":[],"data_offsets":[16,20]}}""";

    private static readonly byte[] Data = [.. new[] { 1f, -2f, 0.5f, 1e-30f, 7f }.SelectMany(BitConverter.GetBytes)];

    [Fact]
    public void A_file_by_hand_is_read()
    {
        Safetensors file = Safetensors.Read(File(Header, Data), "f");
        Assert.Equal("by hand", file.Metadata["made"]);
        Assert.Equal(["a", "b"], file.Tensors.Select(t => t.Name));
        Assert.Equal([2, 2], file.Tensors[0].Shape);
        Assert.Equal([1f, -2f, 0.5f, 1e-30f], file.Tensors[0].Values);
        Assert.Equal([7f], file.Tensors[1].Values);
    }

    [Fact]
    public void The_order_of_the_names_need_not_be_that_of_the_numbers()
    {
        string header = """{"b":{"data_offsets":[16,20],"shape":[1],"dtype":"F32"},"a":{"dtype":"F32","shape":[4,1],"data_offsets":[0,16]}}""";
        Assert.Equal([7f], Safetensors.Read(File(header, Data), "f").Tensors[0].Values);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[5],"data_offsets":[0,20]}""", "JSON")]
    [InlineData("""[1]""", "not an object")]
    [InlineData("""{"a":{"dtype":"F64","shape":[5],"data_offsets":[0,20]}}""", "only F32")]
    [InlineData("""{"a":{"dtype":"F32","shape":[6],"data_offsets":[0,20]}}""", "6 values")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-5],"data_offsets":[0,20]}}""", "-5")]
    [InlineData("""{"a":{"dtype":"F32","shape":[5.0],"data_offsets":[0,20]}}""", "5.0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[65536,65536,65536,65536],"data_offsets":[0,0]}}""", "too large")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2147483647,2147483647],"data_offsets":[0,20]}}""", "too large")]
    [InlineData("""{"a":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[0,20]}}""", "whole number")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]},"b":{"dtype":"F32","shape":[3],"data_offsets":[8,20]}}""", "begins at byte 8")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[2],"data_offsets":[12,20]}}""", "begins at byte 12")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}}""", "20 follow")]
    [InlineData("""{"a":{"dtype":"F32","shape":[9],"data_offsets":[0,36]}}""", "20 follow")]
    [InlineData("""{"a":{"dtype":"F32","shape":[5],"data_offsets":[20,0]}}""", "no range")]
    [InlineData("""{"a":{"dtype":"F32","shape":[5],"data_offsets":[0,20],"more":1}}""", "nothing else")]
    [InlineData("""{"a":{"dtype":"F32","shape":[5]}}""", "data_offsets")]
    [InlineData("""{"a":{"dtype":"F32","shape":[5],"data_offsets":[0,20]},"a":{"dtype":"F32","shape":[5],"data_offsets":[0,20]}}""", "JSON")]
    [InlineData("""{"a":{"dtype":"F32","dtype":"F32","shape":[5],"data_offsets":[0,20]}}""", "JSON")]
    [InlineData("""{"__metadata__":{"x":1},"a":{"dtype":"F32","shape":[5],"data_offsets":[0,20]}}""", "not a text")]
    [InlineData("""{"a":{"dtype":"F32","shape":[[5]],"data_offsets":[0,20]}}""", "JSON")]
    [InlineData("""{"\ud800":{"dtype":"F32","shape":[5],"data_offsets":[0,20]}}""", "JSON")]
    public void What_the_format_forbids_is_refused_in_one_line(string header, string message)
    {
        UserException e = Assert.Throws<UserException>(() => Safetensors.Read(File(header, Data), "some.file"));
        Assert.StartsWith("some.file: ", e.Message);
        Assert.Contains(message, e.Message);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Numbers_that_are_not_finite_are_refused(float value)
    {
        byte[] data = [.. Data.AsSpan(0, 16), .. BitConverter.GetBytes(value)];
        Assert.Contains("value 0 of \"b\"", Assert.Throws<UserException>(() => Safetensors.Read(File(Header, data), "f")).Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1 << 20)]
    [InlineData(long.MaxValue)]
    [InlineData(-1)]
    public void A_header_longer_than_the_file_is_refused_before_anything_is_made_for_it(long length)
    {
        byte[] file = File(Header, Data);
        BinaryPrimitives.WriteInt64LittleEndian(file, length);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Throws<UserException>(() => Safetensors.Read(file, "f"));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 100_000);
    }

    [Fact]
    public void Every_truncation_is_refused()
    {
        byte[] file = File(Header, Data);
        for (int length = 0; length < file.Length; length++)
        {
            Assert.Throws<UserException>(() => Safetensors.Read(file[..length], "f"));
        }

        Assert.Throws<UserException>(() => Safetensors.Read([.. file, 0], "f"));
    }

    [Fact]
    public void Whatever_bytes_change_the_file_is_read_or_refused()
    {
        byte[] file = File(Header, Data);
        Prop.ForAll((from changes in Gen.Choose(1, 4) from seed in Gen.Choose(0, int.MaxValue) select (changes, seed)).ToArbitrary(), draw =>
        {
            System.Random random = new(draw.seed);
            byte[] copy = (byte[])file.Clone();
            for (int i = 0; i < draw.changes; i++)
            {
                int at = random.Next(copy.Length);
                copy[at] = random.Next(2) == 0 ? (byte)random.Next(256) : (byte)"{}[]\",:0123456789eE-.\\u"[random.Next(23)];
            }

            try
            {
                Safetensors read = Safetensors.Read(copy, "f");
                return read.Tensors.Sum(t => t.Values.Length) == 5 && read.Tensors.All(t => t.Values.All(float.IsFinite));
            }
            catch (UserException e)
            {
                return !e.Message.Contains('\n', StringComparison.Ordinal);
            }
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(5000));
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), seed =>
        {
            System.Random random = new(seed);
            NamedTensor[] tensors = [.. Enumerable.Range(0, random.Next(6)).Select(i =>
            {
                int[] shape = [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(5))];
                return new NamedTensor($"tensor \"{i}\" \u00e9\\", shape, [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(_ => random.NextSingle() - 0.5f)]);
            })];
            Dictionary<string, string> metadata = new() { ["a"] = "\u00e9\n\"", [""] = "" };
            byte[] file = new Safetensors(metadata, tensors).ToBytes();
            Safetensors read = Safetensors.Read(file, "f");
            return file.AsSpan().SequenceEqual(read.ToBytes())
                && read.Metadata.OrderBy(m => m.Key).SequenceEqual(metadata.OrderBy(m => m.Key))
                && read.Tensors.Zip(tensors).All(p => p.First.Name == p.Second.Name && p.First.Shape.SequenceEqual(p.Second.Shape) && p.First.Values.SequenceEqual(p.Second.Values));
        }).QuickCheckThrowOnFailure();
    }

    private static byte[] File(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        byte[] file = new byte[8 + text.Length + data.Length];
        BinaryPrimitives.WriteInt64LittleEndian(file, text.Length);
        text.CopyTo(file, 8);
        data.CopyTo(file, 8 + text.Length);
        return file;
    }
}
