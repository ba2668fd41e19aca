using FsCheck;
using FsCheck.Fluent;

namespace EdgeNet.Link.Tests;

/// <summary>Messages on a serial line: whatever happens to its bytes, what arrives is what was sent, or nothing.</summary>
public class FrameTests
{
    /// <summary>By hand: 01 00 02 and its CRC-32 in COBS. The CRC, 108DD209, is zlib's.</summary>
    [Fact]
    public void A_message_is_packed_as_COBS_between_two_zeros()
    {
        byte[] frame = Pack([1, 0, 2]);
        Assert.Equal([0, 2, 1, 6, 2, 0x09, 0xD2, 0x8D, 0x10, 0], frame);
    }

    /// <summary>The example of the COBS paper's long runs: 254 bytes without a zero need no zero after them.</summary>
    [Fact]
    public void A_run_of_254_bytes_without_a_zero_has_the_code_255()
    {
        byte[] frame = Pack([.. Enumerable.Repeat((byte)7, 300)]);
        Assert.Equal(0, frame[0]);
        Assert.Equal(255, frame[1]);
        Assert.Equal(300 - 254 + 4 + 1, frame[256]);
        Assert.Equal(300 + 4 + 2 + 2, frame.Length);
    }

    [Fact]
    public void Every_message_comes_out_as_it_went_in_and_has_no_zero_inside_its_frame()
    {
        Gen<byte[]> messages = from length in Gen.Choose(Frames.PrefixBytes, Frames.MaxMessageBytes)
                               from zeros in Gen.Choose(0, 3)
                               from bytes in Gen.ArrayOf(Gen.Choose(0, 255), length)
                               select Array.ConvertAll(bytes, b => (byte)(b % 4 < zeros ? 0 : b));
        Check.QuickThrowOnFailure(Prop.ForAll(messages.ToArbitrary(), message =>
        {
            byte[] frame = Pack(message);
            Assert.DoesNotContain((byte)0, frame[1..^1]);
            Assert.Equal([message], Receive(new FrameDecoder(), frame));
        }));
    }

    [Fact]
    public void No_change_of_a_single_byte_lets_another_message_through()
    {
        byte[] message = [.. Enumerable.Range(0, 40).Select(i => (byte)(i * i))];
        byte[] frame = Pack(message);
        for (int at = 0; at < frame.Length; at++)
        {
            for (int value = 0; value < 256; value++)
            {
                byte[] changed = (byte[])frame.Clone();
                changed[at] = (byte)value;
                Assert.All(Receive(new FrameDecoder(), changed), m => Assert.Equal(message, m));
            }
        }
    }

    [Fact]
    public void After_any_garbage_the_next_frame_is_found()
    {
        Random random = new(5);
        FrameDecoder decoder = new();
        byte[] message = [9, 1, 0, 0, 5];
        for (int i = 0; i < 2000; i++)
        {
            byte[] garbage = new byte[random.Next(700)];
            random.NextBytes(garbage);
            Assert.Equal(message, Receive(decoder, [.. garbage, .. Pack(message)])[^1]);
        }

        Assert.InRange(decoder.Damaged, 1000, int.MaxValue);
    }

    [Fact]
    public void A_frame_that_is_too_long_is_skipped()
    {
        FrameDecoder decoder = new();
        Assert.Empty(Receive(decoder, [0, .. Enumerable.Repeat((byte)200, 3000), 0]));
        Assert.Equal(1, decoder.Damaged);
        Assert.Single(Receive(decoder, Pack([1, 2, 3])));
    }

    private static byte[] Pack(byte[] message)
    {
        byte[] buffer = Frames.NewMessage();
        message.CopyTo(buffer, 0);
        FrameEncoder encoder = new();
        int length = encoder.Pack(buffer, message.Length);
        return encoder.Frame[..length];
    }

    private static List<byte[]> Receive(FrameDecoder decoder, byte[] line)
    {
        List<byte[]> messages = [];
        foreach (byte b in line)
        {
            if (decoder.Add(b))
            {
                messages.Add(decoder.Message[..decoder.Length]);
            }
        }

        return messages;
    }
}
