using System.Text;
using EdgeNet.Core;

namespace EdgeNet.Core.Tests;

public class Crc32Tests
{
    [Theory]
    [InlineData("", 0x00000000u)]
    [InlineData("123456789", 0xCBF43926u)] // the check value of the CRC catalogue
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414FA339u)]
    public void Known_texts_have_their_published_CRC(string text, uint expected)
    {
        byte[] bytes = Encoding.ASCII.GetBytes(text);
        Assert.Equal(expected, Crc32.Compute(bytes, 0, bytes.Length));
    }

    [Fact]
    public void A_stream_may_be_checked_piece_by_piece()
    {
        byte[] bytes = Encoding.ASCII.GetBytes("xx123456789yy");
        uint crc = 0;
        foreach ((int offset, int count) in new[] { (2, 4), (6, 0), (6, 5) })
        {
            crc = Crc32.Update(crc, bytes, offset, count);
        }

        Assert.Equal(0xCBF43926u, crc);
    }
}
