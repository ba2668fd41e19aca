namespace EdgeNet.Link.Tests;

/// <summary>The other messages, as docs/updates.md has their bytes.</summary>
public class MessageTests
{
    private static readonly byte[] Model = [.. Enumerable.Range(0, 1000).Select(i => (byte)(i * 7))];
    private static readonly byte[] Crc = Model[16..20];

    [Fact]
    public void A_status_is_a_byte_for_its_success_the_bytes_so_far_and_a_text()
    {
        byte[] message = Frames.NewMessage();
        Assert.Equal(5 + 4, StatusMessage.Write(message, 3, false, 0x01020304, "full"));
        Assert.Equal([1, 4, 3, 2, 1, .. "full"u8], message[3..12]);
        StatusMessage read = StatusMessage.Read(message, 3, 9);
        Assert.Equal((false, 0x01020304, "full"), (read.Succeeded, read.Received, read.Problem));
        Assert.Equal("", StatusMessage.Read(message, 3, 5).Problem);
        Assert.Equal("?[2J?", StatusMessage.Read([0, 0, 0, 0, 0, 0x1B, .. "[2J"u8, 0xFF], 0, 10).Problem);
        Assert.All(Enumerable.Range(0, 5), count => Assert.Null(StatusMessage.Read(message, 3, count)));
    }

    [Fact]
    public void Begin_is_the_header_and_then_the_signature_or_nothing()
    {
        ModelSignature signature = new(5, 1, false, 9, new byte[32], new byte[32]);
        Assert.Equal(Model[..20], UpdateMessage.Begin(Model, null));
        byte[] signed = UpdateMessage.Begin(Model, signature);
        Assert.Equal([.. Model[..20], .. signature.ToBytes()], signed);
        Assert.True(signature.IsSameAs(UpdateMessage.ReadSignature([1, .. signed], 1, signed.Length)));
        Assert.Null(UpdateMessage.ReadSignature(signed, 0, 20));
        byte[] header = new byte[20];
        UpdateMessage.ReadHeader([1, .. signed], 1, header);
        Assert.Equal(Model[..20], header);
        Assert.Equal([20, 104], Enumerable.Range(0, 600).Where(UpdateMessage.IsBegin));
    }

    [Fact]
    public void A_chunk_is_the_CRC_of_the_header_the_offset_and_the_bytes_from_there_and_commit_is_the_CRC()
    {
        byte[] chunk = UpdateMessage.Chunk(Model, 0x0102, 512);
        Assert.Equal([.. Crc, 2, 1, 0, 0, .. Model.AsSpan(0x0102, 512)], chunk);
        Assert.Equal(BitConverter.ToInt32(Crc), UpdateMessage.HeaderCrc([1, 2, .. chunk], 2));
        Assert.Equal(0x0102, UpdateMessage.Offset([1, 2, .. chunk], 2));
        Assert.Equal(Crc, UpdateMessage.Commit(Model));
        Assert.Equal(BitConverter.ToInt32(Crc), UpdateMessage.HeaderCrc([9, .. Crc], 1));
    }

    [Fact]
    public void Capture_is_a_number_of_readings_and_the_name_of_a_sensor_or_nothing()
    {
        Assert.Equal([20, 0], CaptureMessage.Create(20, ""));
        Assert.Equal([0xE8, 3, .. "MPU-6886"u8], CaptureMessage.Create(1000, "MPU-6886"));
        Assert.Equal([1, 0, .. "gr??"u8], CaptureMessage.Create(1, "größ"));
        Assert.Equal(1000, CaptureMessage.Readings([0xFF, 0xFF], 0));
        Assert.Equal(999, CaptureMessage.Readings([7, 0xE7, 3], 1));
    }

    /// <summary>1.5 is 0x3FC00000, -0.25 is 0xBE800000.</summary>
    [Fact]
    public void A_reading_is_the_index_of_its_first_value_and_32_bit_floats()
    {
        byte[] body = new byte[20];
        Assert.Equal(10, ReadingMessage.Write(body, 1, [9, 1.5f, -0.25f, 9], 1, 2));
        Assert.Equal([1, 0, 0, 0, 0xC0, 0x3F, 0, 0, 0x80, 0xBE], body[1..11]);
        Assert.Equal((1, 1.5f, -0.25f), (ReadingMessage.First(body, 1), ReadingMessage.Value(body, 1, 0), ReadingMessage.Value(body, 1, 1)));
        Assert.Equal([0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 2, 0], Enumerable.Range(0, 12).Select(ReadingMessage.ValueCount));
    }

    [Fact]
    public void A_prefix_is_a_type_and_a_number_of_16_bits()
    {
        byte[] message = new byte[4];
        MessageParts.WritePrefix(message, LinkProtocol.Hello | LinkProtocol.Answer, 0x12345);
        Assert.Equal([0x81, 0x45, 0x23, 0], message);
        Assert.Equal(0x2345, MessageParts.Number(message));
    }
}
