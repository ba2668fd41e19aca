namespace EdgeNet.Link.Tests;

/// <summary>What the headers of a server are taken for.</summary>
public class HttpMetadataTests
{
    [Theory]
    [InlineData("bytes 0-99/1000", 0, 100, 1000)]
    [InlineData("bytes 900-999/1000", 900, 100, 1000)]
    [InlineData("bytes 0-19/20", 0, 20, 20)]
    public void A_range_that_was_asked_for_gives_its_length_and_that_of_the_file(string header, int first, int count, int total)
    {
        Assert.Equal(count, HttpMetadata.RangeBytes(header, first, 4096, out int stated));
        Assert.Equal(total, stated);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("bytes")]
    [InlineData("bytes 1-99/1000")] // another range
    [InlineData("bytes 0-4096/9000")] // more than was asked for
    [InlineData("bytes 0-99/99")] // beyond its own end
    [InlineData("bytes 0-99/*")]
    [InlineData("bytes */1000")]
    [InlineData("bytes 0-9999999999/99999999999")]
    [InlineData("bytes 0--1/100")]
    [InlineData("bytes 0-99/1000 ")]
    [InlineData("items 0-99/1000")]
    public void Any_other_range_counts_as_none(string? header) => Assert.Equal(0, HttpMetadata.RangeBytes(header, 0, 4096, out _));

    [Theory]
    [InlineData("\"abc\"", true)]
    [InlineData("\"a!#~\"", true)]
    [InlineData("W/\"abc\"", false)]
    [InlineData("\"\"", false)]
    [InlineData("\"a b\"", false)]
    [InlineData("\"a\r\nX: y\"", false)]
    [InlineData("abc", false)]
    [InlineData(null, false)]
    public void Only_a_strong_ETag_is_sent_back(string? header, bool taken) => Assert.Equal(taken, HttpMetadata.IsETag(header));

    [Fact]
    public void A_signature_header_is_hexadecimal_or_nothing()
    {
        byte[] bytes = new ModelSignature(9, 0, false, 7, new byte[32], [.. Enumerable.Range(100, 32).Select(i => (byte)i)]).ToBytes();
        Assert.Equal(9, HttpMetadata.Signature(Convert.ToHexString(bytes)).Version);
        Assert.Equal(9, HttpMetadata.Signature(Convert.ToHexStringLower(bytes)).Version);
        Assert.Null(HttpMetadata.Signature(null));
        Assert.Null(HttpMetadata.Signature(Convert.ToHexString(bytes)[2..]));
        Assert.Null(HttpMetadata.Signature("xx" + Convert.ToHexString(bytes)[2..]));
    }
}
