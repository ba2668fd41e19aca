using System.Text;
using EdgeNet.Core;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeNet.Core.Tests;

public class Utf8Tests
{
    [Theory]
    [InlineData("cat")]
    [InlineData("Käfer – 虫")]
    [InlineData("")]
    public void Text_is_read_as_the_desktop_reads_it(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Assert.Equal(text, Utf8.Decode(bytes, 0, bytes.Length));
        Assert.Equal(bytes.Length, Utf8.Length(text));
    }

    [Theory]
    [InlineData(new byte[] { 0xC0, 0x80 })] // overlong zero
    [InlineData(new byte[] { 0xE0, 0x80, 0xAF })] // overlong slash
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })] // half of a surrogate pair
    [InlineData(new byte[] { 0xF0, 0x9F, 0x98, 0x80 })] // beyond U+FFFF: a board's strings cannot hold it
    [InlineData(new byte[] { 0xC3 })] // cut off
    [InlineData(new byte[] { 0x80 })] // starts in the middle
    [InlineData(new byte[] { 0x07 })] // a bell
    [InlineData(new byte[] { 0xE2, 0x80, 0xA8 })] // U+2028 ends a line
    public void What_is_not_printable_text_is_refused(byte[] bytes)
    {
        Assert.Null(Utf8.Decode(bytes, 0, bytes.Length));
    }

    [Fact]
    public void Any_bytes_are_either_refused_or_read_as_the_desktop_reads_them()
    {
        UTF8Encoding strict = new(false, throwOnInvalidBytes: true);
        Prop.ForAll<byte[]>(bytes =>
        {
            string text = Utf8.Decode(bytes, 0, bytes.Length);
            return text is null || text == strict.GetString(bytes);
        }).QuickCheckThrowOnFailure();
    }
}
