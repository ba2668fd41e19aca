using EdgeNet.Core;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeNet.Link.Tests;

/// <summary>The header in which a board tells a server what it runs.</summary>
public class RunsHeaderTests
{
    [Fact]
    public void The_header_has_versions_layer_kinds_and_heap()
    {
        Assert.Equal("1-2; 1,2; 61440", RunsHeader.Write(BoardCapabilities.Create(1, 2, [1, 2], 61440)));
        BoardCapabilities read = RunsHeader.Read("1-2; 1,2,77; 61440");
        Assert.Equal((1, 2, 61440), (read.OldestFormat, read.NewestFormat, read.HeapBytes));
        Assert.Equal([1, 2, 77], read.LayerKinds);
        Assert.Equal(61440, RunsHeader.Read("1-2; 1,2; 61440; something new; 5").HeapBytes);
    }

    [Fact]
    public void What_is_written_is_read()
    {
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(2000), Prop.ForAll(HelloMessageTests.Boards.ToArbitrary(), board =>
            Assert.Equivalent(board, RunsHeader.Read(RunsHeader.Write(board)), strict: true)));
    }

    /// <summary>The longest that a board can write: 32 kinds of three digits.</summary>
    [Fact]
    public void The_longest_header_is_not_too_long()
    {
        BoardCapabilities board = BoardCapabilities.Create(200, 255, [.. Enumerable.Repeat((byte)255, BoardCapabilities.MaxKinds)], 999_999_999);
        Assert.Equal(32, RunsHeader.Read(RunsHeader.Write(board)).LayerKinds.Length);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1-2")]
    [InlineData("1-2; 1,2")]
    [InlineData(";;")]
    [InlineData("1-2; ; 61440")]
    [InlineData("1-2; 1,,2; 61440")]
    [InlineData("1-2; 2147483648; 61440")] // 2^31
    [InlineData("1-2; 256; 61440")]
    [InlineData("1-2; -1; 61440")]
    [InlineData("1-2; 1; -5")]
    [InlineData("1-2; 1; 2147483648")]
    [InlineData("1-2; 1; 99999999999999999999")]
    [InlineData("1-2; 1; 6e4")]
    [InlineData("2-1; 1; 61440")]
    [InlineData("0-2; 1; 61440")]
    [InlineData("1-256; 1; 61440")]
    [InlineData("1-2-3; 1; 61440")]
    [InlineData("1--2; 1; 61440")]
    [InlineData("1-2; 1;  61440")]
    [InlineData("1-2; 1,2; 61440,1-2; 1,2; 61440")] // two headers, as a server joins them
    [InlineData("1-2; 1; ٣")]
    public void Any_other_text_counts_as_no_header(string? value) => Assert.Null(RunsHeader.Read(value!));

    [Fact]
    public void A_list_without_end_counts_as_no_header()
    {
        Assert.Null(RunsHeader.Read($"1-2; {string.Join(',', Enumerable.Range(1, 33))}; 61440"));
        Assert.Null(RunsHeader.Read($"1-2; {string.Join(',', Enumerable.Repeat(1, 100_000))}; 61440"));
        Assert.Null(RunsHeader.Read(new string(';', 100_000)));
    }

    [Fact]
    public void An_app_tells_the_versions_that_its_reader_reads_and_the_kinds_that_it_runs()
    {
        BoardCapabilities app = BoardCapabilities.OfThisApp(5);
        Assert.Equal((ModelFormat.OldestVersion, ModelFormat.Version, 5), (app.OldestFormat, app.NewestFormat, app.HeapBytes));
        Assert.Equal(LayerKinds.All(), app.LayerKinds);
        Assert.InRange(app.LayerKinds.Length, 1, BoardCapabilities.MaxKinds);
    }

    [Theory]
    [InlineData("the model is too large", "the model is too large")]
    [InlineData(null, "the server says that this board cannot run the model")]
    [InlineData("", "the server says that this board cannot run the model")]
    [InlineData("\u001b[2J", "the server says that this board cannot run the model")]
    [InlineData("größer", "the server says that this board cannot run the model")]
    public void Only_a_line_of_ASCII_is_repeated_of_what_a_server_says(string? header, string shown) => Assert.Equal(shown, HttpMetadata.Problem(header!));

    [Fact]
    public void A_long_line_is_not_repeated() => Assert.DoesNotContain("xxx", HttpMetadata.Problem(new string('x', 201)));
}
