using System.Security.Cryptography;

namespace EdgeNet.Updates.Tests;

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
        byte[] mac = Hmac([.. "EDSG"u8, 7, 0, 0, 1, .. BitConverter.GetBytes(length)]);
        foreach (byte[] block in file.Chunk(1024))
        {
            mac = Hmac([.. mac, .. block]);
        }

        foreach (int piece in new[] { 1, 20, 512, 1000, 4096 })
        {
            using SignatureChain chain = new(Key, new ModelSignature(7, true, []).VersionAndFlags, length);
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
        byte[] mac = RandomNumberGenerator.GetBytes(32);
        ModelSignature written = new(0x123456, true, mac);
        ModelSignature read = ModelSignature.Read(written.ToBytes(), 0, ModelSignature.Bytes);
        Assert.Equal((0x123456, true), (read.Version, read.ReplacesNewer));
        Assert.True(read.Matches(mac));
        mac[31] ^= 0x80;
        Assert.False(read.Matches(mac));
    }

    [Fact]
    public void A_signature_with_a_changed_bit_or_another_length_is_none()
    {
        byte[] bytes = new ModelSignature(5, false, new byte[32]).ToBytes();
        for (int bit = 0; bit < 8 * bytes.Length; bit++)
        {
            byte[] changed = (byte[])bytes.Clone();
            changed[bit / 8] ^= (byte)(1 << (bit % 8));
            Assert.Null(ModelSignature.Read(changed, 0, changed.Length));
        }

        Assert.Null(ModelSignature.Read(bytes, 0, bytes.Length - 1));
        Assert.Null(ModelSignature.Read([], 0, 0));
    }

    private static byte[] Hmac(byte[] data) => HMACSHA256.HashData(Key, data);
}
