using System.Security.Cryptography;

namespace EdgeNet.Link.Tests;

/// <summary>Signatures bind a model to its owner and its version.</summary>
public class SignatureTests
{
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    /// <summary>The chain as docs/updates.md states it, computed the plain way.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(1023)]
    [InlineData(1024)]
    [InlineData(1025)]
    [InlineData(5000)]
    public void The_chain_links_blocks_of_a_kilobyte_whatever_pieces_the_file_comes_in(int length)
    {
        byte[] file = new byte[length];
        new Random(length).NextBytes(file);
        byte[] mac = Hmac([.. "EDS2"u8, 7, 0, 0, 1, 3, 2, 1, 0, 0xDD, 0xCC, 0xBB, 0xAA, .. BitConverter.GetBytes(length)]);
        byte[] first = mac;
        foreach (byte[] block in file.Chunk(1024))
        {
            mac = Hmac([.. mac, .. block]);
        }

        foreach (int piece in new[] { 1, 20, 512, 1000, 4096 })
        {
            using SignatureChain chain = new(Key, new ModelSignature(7, 0x010203, true, unchecked((int)0xAABBCCDD), null!, null!), length);
            Assert.Equal(first, chain.First);
            foreach (byte[] part in file.Chunk(piece))
            {
                chain.Add(part, part.Length);
            }

            Assert.Equal(mac, chain.Finish());
        }
    }

    [Fact]
    public void A_signature_reads_back_as_it_was_written()
    {
        byte[] first = RandomNumberGenerator.GetBytes(32), mac = RandomNumberGenerator.GetBytes(32);
        ModelSignature written = new(0x123456, 0xFEDCBA, true, -5, first, mac);
        ModelSignature read = ModelSignature.Read(written.ToBytes(), 0, ModelSignature.Bytes);
        Assert.Equal((0x123456, 0xFEDCBA, true, -5), (read.Version, read.SecurityCounter, read.ReplacesNewer, read.ModelCrc));
        Assert.True(read.IsSameAs(written));
        Assert.True(read.Matches(mac) && read.MatchesFirst(first));
        Assert.False(read.Matches(first) || read.MatchesFirst(mac));
        mac[31] ^= 0x80;
        Assert.False(read.Matches(mac));
    }

    [Fact]
    public void A_signature_with_a_changed_bit_or_another_length_is_none()
    {
        byte[] bytes = new ModelSignature(5, 1, false, 1, new byte[32], new byte[32]).ToBytes();
        for (int bit = 0; bit < 8 * bytes.Length; bit++)
        {
            byte[] changed = (byte[])bytes.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(ModelSignature.Read(changed, 0, changed.Length));
        }

        Assert.Null(ModelSignature.Read(bytes, 0, bytes.Length - 1));
        Assert.Null(ModelSignature.Read([], 0, 0));
    }

    /// <summary>A sealed signature with a counter or a flag that cannot be is none; two that differ in anything are not the same.</summary>
    [Fact]
    public void A_signature_counts_only_with_values_that_a_signer_can_give()
    {
        ModelSignature some = new(5, 1, false, 9, new byte[32], new byte[32]);
        foreach (ModelSignature wrong in new ModelSignature[] { new(5, 0x1000000, false, 9, new byte[32], new byte[32]), new(5, -1, false, 9, new byte[32], new byte[32]), new(0x2000005, 1, false, 9, new byte[32], new byte[32]) })
        {
            Assert.Null(ModelSignature.Read(wrong.ToBytes(), 0, ModelSignature.Bytes));
        }

        foreach (ModelSignature other in new ModelSignature[] { new(6, 1, false, 9, new byte[32], new byte[32]), new(5, 2, false, 9, new byte[32], new byte[32]), new(5, 1, true, 9, new byte[32], new byte[32]), new(5, 1, false, 8, new byte[32], new byte[32]), new(5, 1, false, 9, new byte[32], [.. new byte[31], 1]), new(5, 1, false, 9, [1, .. new byte[31]], new byte[32]) })
        {
            Assert.False(some.IsSameAs(other));
        }

        Assert.False(some.IsSameAs(null));
    }

    /// <summary>Without the key, the CRC of the model's header tells whose signature it is.</summary>
    [Fact]
    public void A_signature_belongs_to_the_model_whose_header_it_names()
    {
        byte[] model = new byte[40];
        new Random(1).NextBytes(model);
        ModelSignature signature = new(1, 0, false, BitConverter.ToInt32(model, 16), new byte[32], new byte[32]);
        Assert.True(signature.BelongsTo(model));
        for (int bit = 8 * 16; bit < 8 * 20; bit++)
        {
            byte[] other = (byte[])model.Clone();
            other[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.False(signature.BelongsTo(other));
        }
    }

    private static byte[] Hmac(byte[] data) => HMACSHA256.HashData(Key, data);
}
