using EdgeNet.Trainer.Export.Onnx;

namespace EdgeNet.Trainer.Tests;

/// <summary>The wire format, with the examples of its documentation (protobuf.dev, "Encoding").</summary>
public class ProtobufWriterTests
{
    [Fact]
    public void Integers_are_seven_bits_a_byte() => Expect("089601", m => m.Write(1, 150));

    [Fact]
    public void Negative_integers_have_ten_bytes() => Expect("08feffffffffffffffff01", m => m.Write(1, -2));

    [Fact]
    public void Texts_have_a_length() => Expect("120774657374696e67", m => m.Write(2, "testing"));

    [Fact]
    public void Messages_inside_have_a_length() => Expect("1a03089601", m => m.Write(3, inner => inner.Write(1, 150)));

    [Fact]
    public void Singles_have_four_bytes() => Expect("2d0000803f", m => m.Write(5, 1f));

    private static void Expect(string hexadecimal, Action<ProtobufWriter> write)
    {
        ProtobufWriter message = new();
        write(message);
        Assert.Equal(hexadecimal, Convert.ToHexStringLower(message.ToArray()));
    }
}
