using EdgeNet.Data;
using EdgeNet.Files;

namespace EdgeNet.Data.Tests;

public class FileMaskTests
{
    [Theory]
    [InlineData("*_[0-4].wav", "7_theo_3.wav", true)]
    [InlineData("*_[0-4].wav", "7_theo_13.wav", false)]
    [InlineData("*_[0-4].wav", "7_theo_5.wav", false)]
    [InlineData("*_[0-4].wav", "seven/7_theo_3.wav", true)]
    [InlineData("2024-*", "squat/2024-12-01.csv", true)]
    [InlineData("squat/*", "squat/2024-12-01.csv", true)]
    [InlineData("squat\\*", "squat/2024-12-01.csv", true)]
    [InlineData("*[ab]?.csv", "xb1.csv", true)]
    [InlineData("*[ab]?.csv", "xc1.csv", false)]
    [InlineData("a.b", "aXb", false)]
    [InlineData("[^a]", "^", true)]
    [InlineData("[^a]", "b", false)]
    [InlineData("a*", "b\na", false)]
    public void A_mask_is_that_of_shells(string mask, string path, bool isLike) => Assert.Equal(isLike, new FileMask(mask).IsLike(path));

    [Theory]
    [InlineData("*_[0-4.wav")]
    [InlineData("[]")]
    [InlineData("[4-0]")]
    public void A_bracket_that_makes_no_sense_is_refused(string mask) => Assert.Contains("is no mask", Assert.Throws<UserException>(() => new FileMask(mask)).Message);
}
