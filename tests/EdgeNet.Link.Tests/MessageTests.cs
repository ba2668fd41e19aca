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

    [Fact]
    public void A_part_of_a_sample_is_the_CRC_of_the_model_the_sample_the_length_of_a_value_and_the_values_from_an_index_on()
    {
        byte[] floats = [.. BitConverter.GetBytes(1.5f), .. BitConverter.GetBytes(-0.25f)];
        byte[] body = ClassifyMessage.Create(0x04030201, 0x10102, 4, 0x0305, floats);
        Assert.Equal([1, 2, 3, 4, 2, 1, 4, 0, 5, 3, .. floats], body);
        byte[] message = [0, .. body];
        Assert.Equal((0x04030201, 0x0102, 4, 0x0305), (ClassifyMessage.HeaderCrc(message, 1), ClassifyMessage.Sample(message, 1), ClassifyMessage.ValueBytes(message, 1), ClassifyMessage.First(message, 1)));
        Assert.Equal((1.5f, -0.25f), (ClassifyMessage.Float(message, 1, 0), ClassifyMessage.Float(message, 1, 1)));
        Assert.Equal([2, 8, 0, 0], new[] { 4, 1, 0, 3 }.Select(v => ClassifyMessage.ValueCount(body.Length, v)));
        Assert.Equal(0, ClassifyMessage.ValueCount(body.Length - 1, 4));
        Assert.InRange(ClassifyMessage.PrefixBytes + ClassifyMessage.MaxPartBytes, 1, Frames.MaxMessageBytes - Frames.PrefixBytes);
    }

    [Fact]
    public void A_classified_sample_is_its_label_confidence_microseconds_and_logits()
    {
        int[] logits = [.. Enumerable.Range(0, 200).Select(i => (i * 1000) - 5)];
        byte[] message = Frames.NewMessage();
        int count = new ClassifiedMessage { Sample = 0x0102, Label = 3, ConfidencePercent = 99, Microseconds = 10_700, First = 100 }.Write(message, 3, logits);
        Assert.Equal([2, 99, 3, 0, 0xCC, 0x29, 0, 0, 2, 1, 200, 0, 100, 0], message[3..17]);
        Assert.Equal(14 + 400, count);
        ClassifiedMessage read = ClassifiedMessage.Read(message, 3, count);
        Assert.Equal((0x0102, 3, 99, 10_700, 200, 100), (read.Sample, read.Label, read.ConfidencePercent, read.Microseconds, read.LogitCount, read.First));
        Assert.Equal(logits[100..], read.Logits);
        Assert.Equal(126, (new ClassifiedMessage().Write(message, 3, logits) - 14) / 4);
        Assert.InRange(14 + (4 * ClassifiedMessage.MaxLogits), 1, Frames.MaxMessageBytes - Frames.PrefixBytes);
    }

    [Theory]
    [InlineData(0, 0)] // a status
    [InlineData(1, 101)] // percent
    [InlineData(2, 2)] // a label that there is not
    [InlineData(7, 0x80)] // negative microseconds
    [InlineData(10, 1)] // more logits than there are
    [InlineData(12, 1)]
    public void An_answer_to_a_sample_that_says_what_cannot_be_is_none(int at, byte value)
    {
        byte[] message = Frames.NewMessage();
        int count = new ClassifiedMessage { Label = 1, ConfidencePercent = 99, Microseconds = 1 }.Write(message, 0, [1, 2]);
        Assert.NotNull(ClassifiedMessage.Read(message, 0, count));
        Assert.All(Enumerable.Range(0, count), cut => Assert.True(cut == 18 || ClassifiedMessage.Read(message, 0, cut) is null));
        message[at] = value;
        Assert.Null(ClassifiedMessage.Read(message, 0, count));
    }

    [Fact]
    public void A_pace_is_the_boards_busy_share_and_the_readings_that_it_lost()
    {
        byte[] message = Frames.NewMessage();
        int count = PaceMessage.Write(message, 3, 140, 0x01020304);
        Assert.Equal([140, 0, 4, 3, 2, 1], message[3..(3 + count)]);
        PaceMessage read = PaceMessage.Read(message, 3, count);
        Assert.Equal((140, 0x01020304), (read.BusyPercent, read.Lost));
        Assert.All(Enumerable.Range(0, 6), cut => Assert.Null(PaceMessage.Read(message, 3, cut)));
        Assert.Null(PaceMessage.Read([0, 0, 0, 0, 0, 0x80], 0, 6));
        Assert.Equal(65535, PaceMessage.Read(message, 3, PaceMessage.Write(message, 3, 1_000_000, 0)).BusyPercent);
    }

    [Fact]
    public void A_label_is_its_index_confidence_microseconds_and_text()
    {
        byte[] message = Frames.NewMessage();
        int count = LabelMessage.Write(message, 3, 0x0102, 87, 10_700, "größer\u001b");
        Assert.Equal([2, 1, 87, 0xCC, 0x29, 0, 0, .. "gr??er?"u8], message[3..(3 + count)]);
        LabelMessage read = LabelMessage.Read(message, 3, count);
        Assert.Equal((0x0102, 87, 10_700, "gr??er?"), (read.Label, read.ConfidencePercent, read.Microseconds, read.Text));
        Assert.All(Enumerable.Range(0, 7), cut => Assert.Null(LabelMessage.Read(message, 3, cut)));
        Assert.Null(LabelMessage.Read([0, 0, 101, 0, 0, 0, 0], 0, 7));
        Assert.Null(LabelMessage.Read([0, 0, 1, 0, 0, 0, 0x80], 0, 7));
    }

    /// <summary>2.5 is 0x40200000 as a single.</summary>
    [Fact]
    public void A_label_with_a_score_has_the_highest_bit_of_the_confidence()
    {
        byte[] message = Frames.NewMessage();
        int count = LabelMessage.Write(message, 3, 1, 100, 10_700, 2.5f, true, "anomaly");
        Assert.Equal([1, 0, 0xE4, 0xCC, 0x29, 0, 0, 1, 0, 0, 0x20, 0x40, .. "anomaly"u8], message[3..(3 + count)]);
        LabelMessage read = LabelMessage.Read(message, 3, count);
        Assert.Equal((1, 100, 10_700, true, 2.5f, true, "anomaly"), (read.Label, read.ConfidencePercent, read.Microseconds, read.HasScore, read.Score, read.IsAnomaly, read.Text));
        Assert.All(Enumerable.Range(0, 12), cut => Assert.Null(LabelMessage.Read(message, 3, cut)));

        // An anomaly that is neither yes nor no, a negative score, one that is not finite.
        Assert.Null(LabelMessage.Read([1, 0, 0xE4, 0, 0, 0, 0, 2, 0, 0, 0x20, 0x40], 0, 12));
        Assert.Null(LabelMessage.Read([1, 0, 0xE4, 0, 0, 0, 0, 1, 0, 0, 0x20, 0xC0], 0, 12));
        Assert.Null(LabelMessage.Read([1, 0, 0xE4, 0, 0, 0, 0, 1, 0, 0, 0x80, 0x7F], 0, 12));
        Assert.Null(LabelMessage.Read([1, 0, 0xE5, 0, 0, 0, 0, 1, 0, 0, 0x20, 0x40], 0, 12));
    }

    [Fact]
    public void Watch_is_a_number_of_labels()
    {
        Assert.Equal([20, 0, 1], WatchMessage.Create(20));
        Assert.Equal((true, false, false), (WatchMessage.WantsScores([20, 0, 1], 0, 3), WatchMessage.WantsScores([20, 0, 0], 0, 3), WatchMessage.WantsScores([20, 0, 1], 0, 2)));
        Assert.Equal((1000, 999), (WatchMessage.Labels([0xFF, 0xFF], 0), WatchMessage.Labels([7, 0xE7, 3], 1)));
    }
}
