using EdgeNet.Files;
using EdgeNet.TestSupport;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeNet.Data.Tests;

/// <summary>Names that come from a page.</summary>
public sealed class PlainNameTests
{
    [Theory]
    [InlineData("cat", true)]
    [InlineData("a b (1).png", true)]
    [InlineData("Größe 7", true)]
    [InlineData("console", true)]
    [InlineData("", false)]
    [InlineData(" cat", false)]
    [InlineData(".hidden", false)]
    [InlineData("..", false)]
    [InlineData("dot.", false)]
    [InlineData("a/b", false)]
    [InlineData("a\\b", false)]
    [InlineData("a:b", false)]
    [InlineData("a\nb", false)]
    [InlineData("a\0b", false)]
    [InlineData("NUL", false)]
    [InlineData("com1.csv", false)]
    [InlineData("aux .txt", false)]
    [InlineData("COM¹.csv", false)]
    [InlineData("conin$", false)]
    [InlineData("\u202Egnp.exe", false)]
    public void What_every_system_takes_is_a_plain_name(string name, bool isPlain) => Assert.Equal(isPlain, PlainName.Is(name));

    [Fact]
    public void A_plain_name_is_that_of_a_file_in_its_folder()
    {
        using TemporaryFolder folder = new();
        Prop.ForAll(Arb.From(Gen.ListOf(Gen.Elements("ab./\\:~ \0\n%é中\u200D\uD83D".ToCharArray())).Select(c => new string([.. c]))), name =>
            !PlainName.Is(name) || Path.GetFullPath(Path.Combine(folder.Path, name)) == folder.Path + Path.DirectorySeparatorChar + name).QuickCheckThrowOnFailure();
        Assert.False(PlainName.Is(new string('é', 101)));
    }
}
