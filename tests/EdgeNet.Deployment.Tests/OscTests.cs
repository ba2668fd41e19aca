using System.Buffers.Binary;
using System.Text;
using EdgeNet.Deployment.Osc;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeNet.Deployment.Tests;

/// <summary>Open Sound Control 1.0: bytes of the specification and of another implementation, and bytes that nobody should send.</summary>
public sealed class OscTests
{
    /// <summary>The two messages that the specification prints byte by byte ("Examples Supporting the OpenSoundControl 1.0 Spec", Matt Wright, 2002).</summary>
    public static TheoryData<string, OscMessage> OfTheSpecification => new()
    {
        { "2f6f7363696c6c61746f722f342f6672657175656e6379002c66000043dc0000", new OscMessage("/oscillator/4/frequency", 440f) },
        { "2f666f6f000000002c69697366660000000003e8ffffffff68656c6c6f0000003f9df3b640b5b22d", new OscMessage("/foo", 1000, -1, "hello", 1.234f, 5.678f) },
    };

    /// <summary>What liblo 0.31, a C library of 2004 that many programs use, sent over UDP through Debian's python3-liblo 0.10.</summary>
    public static TheoryData<string, OscMessage> OfLiblo => new()
    {
        { "2f77656b2f696e70757473002c666666000000003f000000bfa0000040400000", new OscMessage("/wek/inputs", 0.5f, -1.25f, 3f) },
        { "2f77656b2f696e70757473002c6969690000000000000001fffffffe7fffffff", new OscMessage("/wek/inputs", 1, -2, int.MaxValue) },
        { "2f77656b2f696e70757473002c6468003fb999999999999affdfffffffffffff", new OscMessage("/wek/inputs", 0.1, -9007199254740993) },
        {
            "2f616c6c000000002c69667362686454464e497400000000fffffffb3fc0000074657874000000000000000501020304050000000000010000000000c004000000000000e93c7f0080000000",
            new OscMessage("/all", -5, 1.5f, "text", new byte[] { 1, 2, 3, 4, 5 }, 1L << 40, -2.5, true, false, null, OscImpulse.Instance, new OscTimeTag((3913056000UL << 32) | 0x80000000))
        },
        { "2f77656b696e61746f722f636f6e74726f6c2f747261696e000000002c000000", new OscMessage("/wekinator/control/train") },
        { "2f77656b696e61746f722f636f6e74726f6c2f64656c6574654578616d706c6573466f724f757470757400002c69000000000002", new OscMessage("/wekinator/control/deleteExamplesForOutput", 2) },
        { "2f7300002c73737373000000000000006162630061626364000000004772c3bcc39f6500", new OscMessage("/s", "", "abc", "abcd", "Gr\u00fc\u00dfe") },
        { "2f6200002c62620000000001ff0000000000000401020304", new OscMessage("/b", new byte[] { 255 }, new byte[] { 1, 2, 3, 4 }) },
    };

    [Theory]
    [MemberData(nameof(OfTheSpecification))]
    [MemberData(nameof(OfLiblo))]
    public void A_message_has_the_bytes_of_the_specification_and_of_liblo(string hex, OscMessage message)
    {
        Assert.Equal(hex, Convert.ToHexStringLower(OscWriter.Write(message)));
        OscMessage read = Assert.IsType<OscMessage>(OscReader.Read(Convert.FromHexString(hex)));
        Assert.Equal(message.Address, read.Address);
        Assert.Equal(message.Arguments, read.Arguments);
    }

    /// <summary>Sent by liblo as well, with a time of zero.</summary>
    [Fact]
    public void A_bundle_has_the_bytes_of_liblo_and_its_messages_in_their_order()
    {
        const string Hex = "2362756e646c65000000000000000000000000242f77656b696e61746f722f636f6e74726f6c2f6f75747075747300002c66000040000000000000182f77656b2f696e70757473002c6666003e8000003f400000";
        OscBundle bundle = new(default, [new OscMessage("/wekinator/control/outputs", 2f), new OscMessage("/wek/inputs", 0.25f, 0.75f)]);
        Assert.Equal(Hex, Convert.ToHexStringLower(OscWriter.Write(bundle)));
        OscBundle read = Assert.IsType<OscBundle>(OscReader.Read(Convert.FromHexString(Hex)));
        Assert.Equal(["/wekinator/control/outputs", "/wek/inputs"], read.Messages.Select(m => m.Address));
        Assert.Equal([0.25f, 0.75f], read.Messages.Last().Arguments);
    }

    /// <summary>By hand from the specification: name, time, and for each element its size and its bytes. "Immediately" is 63 zero bits followed by a one.</summary>
    [Fact]
    public void Bundles_lie_in_one_another()
    {
        const string Inner = "2362756e646c65000000000000000001" + "0000000c" + "2f620000" + "2c730000" + "78000000";
        const string Outer = "2362756e646c650000000000000000010000000c2f6100002c69000000000001" + "00000020" + Inner;
        OscBundle bundle = new(OscTimeTag.Immediately, [new OscMessage("/a", 1), new OscBundle(OscTimeTag.Immediately, [new OscMessage("/b", "x")])]);
        Assert.Equal(Outer, Convert.ToHexStringLower(OscWriter.Write(bundle)));
        Assert.Equal(["/a", "/b"], OscReader.Read(Convert.FromHexString(Outer)).Messages.Select(m => m.Address));
    }

    [Fact]
    public void Every_packet_comes_out_as_it_went_in()
    {
        Check.QuickThrowOnFailure(Prop.ForAll(Packets(3).ToArbitrary(), packet =>
        {
            byte[] bytes = OscWriter.Write(packet);
            Assert.Equal(0, bytes.Length % 4);
            AssertSame(packet, OscReader.Read(bytes));
        }));
    }

    /// <summary>A changed byte gives another packet or a refusal; what is accepted is written back byte for byte, so nothing is overlooked.</summary>
    [Fact]
    public void Every_change_of_a_byte_and_every_cut_is_another_packet_or_a_refusal_that_names_the_place()
    {
        OscBundle whole = new(OscTimeTag.Immediately,
        [
            new OscMessage("/all", -5, 1.5f, "text", new byte[] { 1, 2, 3, 4, 5 }, 1L << 40, -2.5, true, false, null, OscImpulse.Instance, new OscTimeTag(7)),
            new OscBundle(default, [new OscMessage("/b", "x")]),
        ]);
        byte[] bytes = OscWriter.Write(whole);
        int refused = 0;
        for (int at = 0; at < bytes.Length; at++)
        {
            Look(bytes[..at]);
            for (int value = 0; value < 256; value++)
            {
                byte[] changed = (byte[])bytes.Clone();
                changed[at] = (byte)value;
                Look(changed);
            }
        }

        Assert.True(refused > bytes.Length * 64, $"only {refused} refusals");

        void Look(byte[] hostile)
        {
            try
            {
                Assert.Equal(hostile, OscWriter.Write(OscReader.Read(hostile)));
            }
            catch (FormatException e)
            {
                refused++;
                Assert.Matches(@"^byte \d+: .+", e.Message);
            }
        }
    }

    [Theory]
    [InlineData("", "byte 0: there is nothing")]
    [InlineData("wek", "byte 0: it begins neither with / as an address nor with #bundle")]
    [InlineData("#bundles\0\0\0\0", "byte 0: it begins neither")]
    [InlineData("/wek", "byte 0: a text has no end")]
    [InlineData("/a\0\0", "byte 4: the types of the arguments are missing")]
    [InlineData("/a\0\0,i\0\0", "byte 8: 4 bytes are missing")]
    [InlineData("/a\0\0,r\0\0abcd", "byte 4: the type of an argument is none of ifsbhdtTFNI")]
    [InlineData("/a\0\0,[i]\0\0\0\0abcd", "byte 4: the type of an argument")]
    [InlineData("/a\0\0,\0\0\0abcd", "byte 8: there is more than the types")]
    [InlineData("/a\0x,\0\0\0", "byte 3: what fills up a text or a blob is not zero")]
    [InlineData("/a\0\0,b\0\0\u007f\u007f\u007f\u007f", "byte 8: a blob claims 2139062143 bytes, and 0 are left")]
    [InlineData("/\u00ff\0\0,\0\0\0", "byte 0: a text is not UTF-8")]
    [InlineData("#bundle\0\0\0\0\0\0\0\0\u0001\0\0\0\u0000", "byte 16: a part of the bundle claims 0 bytes")]
    [InlineData("#bundle\0\0\0\0\0\0\0\0\u0001\0\0\u0001\0/a\0\0,\0\0\0", "byte 16: a part of the bundle claims 256 bytes, and 8 are left")]
    public void What_is_wrong_is_named_with_its_place(string latin1, string refusal) =>
        Assert.StartsWith(refusal, Assert.Throws<FormatException>(() => OscReader.Read(Encoding.Latin1.GetBytes(latin1))).Message);

    [Theory]
    [InlineData(OscReader.MaxDepth, true)]
    [InlineData(OscReader.MaxDepth + 1, false)]
    [InlineData(3000, false)]
    public void Bundles_lie_in_one_another_only_so_deep(int depth, bool accepted)
    {
        byte[] bytes = OscWriter.Write(new OscMessage("/a"));
        for (int i = 0; i < depth; i++)
        {
            byte[] size = new byte[4];
            BinaryPrimitives.WriteInt32BigEndian(size, bytes.Length);
            bytes = [.. "#bundle\0"u8, 0, 0, 0, 0, 0, 0, 0, 1, .. size, .. bytes];
        }

        if (accepted)
        {
            Assert.Equal("/a", Assert.Single(OscReader.Read(bytes).Messages).Address);
        }
        else
        {
            Assert.Contains($"more than {OscReader.MaxDepth} bundles", Assert.Throws<FormatException>(() => OscReader.Read(bytes)).Message);
        }
    }

    [Fact]
    public void What_no_packet_can_say_is_not_written()
    {
        Assert.Throws<ArgumentException>(() => OscWriter.Write(new OscMessage("wek/inputs")));
        Assert.Throws<ArgumentException>(() => OscWriter.Write(new OscMessage("/a", "x\0y")));
        Assert.ThrowsAny<ArgumentException>(() => OscWriter.Write(new OscMessage("/a", "\ud800")));
        Assert.Throws<ArgumentException>(() => OscWriter.Write(new OscMessage("/a", 1m)));
    }

    // Any bits, NaN and infinities among them; any characters but zero.
    private static Gen<object?> Arguments() => Gen.OneOf(
        Bits().Select(b => (object?)(int)b),
        Bits().Select(b => (object?)BitConverter.Int32BitsToSingle((int)b)),
        Gen.ArrayOf(Gen.Elements("a", " ", "/", ",", "#", "\u00e9", "\u4e2d", "\U0001f600")).Select(p => (object?)string.Concat(p)),
        Gen.ArrayOf(Gen.Choose(0, 255)).Select(b => (object?)Array.ConvertAll(b, v => (byte)v)),
        Bits().Select(b => (object?)b),
        Bits().Select(b => (object?)BitConverter.Int64BitsToDouble(b)),
        Bits().Select(b => (object?)new OscTimeTag((ulong)b)),
        Gen.Elements<object?>(true, false, null, OscImpulse.Instance));

    private static Gen<long> Bits() => from high in Gen.Choose(int.MinValue, int.MaxValue)
                                       from low in Gen.Choose(int.MinValue, int.MaxValue)
                                       select ((long)high << 32) | (uint)low;

    private static Gen<OscPacket> Packets(int depth)
    {
        Gen<OscPacket> messages = from address in Gen.Elements("/", "/wek/inputs", "/wekinator/control/train", "/a/b*?[c]{d}")
                                  from arguments in Gen.ListOf(Arguments())
                                  select (OscPacket)new OscMessage(address, [.. arguments]);
        return depth == 0 ? messages : Gen.Frequency((2, messages), (1, from time in Bits()
                                                                        from elements in Gen.Choose(0, 3).SelectMany(n => Gen.ListOf(Packets(depth - 1), n))
                                                                        select (OscPacket)new OscBundle(new OscTimeTag((ulong)time), [.. elements])));
    }

    private static void AssertSame(OscPacket expected, OscPacket actual)
    {
        if (expected is OscBundle bundle)
        {
            OscBundle other = Assert.IsType<OscBundle>(actual);
            Assert.Equal(bundle.Time, other.Time);
            Assert.Equal(bundle.Elements.Count, other.Elements.Count);
            Assert.All(bundle.Elements.Zip(other.Elements), p => AssertSame(p.First, p.Second));
            return;
        }

        OscMessage message = (OscMessage)expected, read = Assert.IsType<OscMessage>(actual);
        Assert.Equal(message.Address, read.Address);
        Assert.Equal(message.Arguments.Select(Bitwise), read.Arguments.Select(Bitwise));
    }

    // NaN of one kind is not NaN of another.
    private static object? Bitwise(object? argument) => argument switch
    {
        float number => ("f", BitConverter.SingleToInt32Bits(number)),
        double number => ("d", BitConverter.DoubleToInt64Bits(number)),
        byte[] blob => Convert.ToHexString(blob),
        _ => argument,
    };
}
