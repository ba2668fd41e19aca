using EdgeNet.Trainer.Training;

namespace EdgeNet.Trainer.Tests;

public class ChangingNumberTests
{
    [Theory]
    [InlineData("0.01", 0.01f, 0.01f, 0.01f, 0.01f)]
    [InlineData("0.01,0.003@2", 0.01f, 0.01f, 0.003f, 0.003f)]
    [InlineData("0,1@1,0.5@3", 0f, 1f, 1f, 0.5f)]
    public void A_change_holds_from_the_epoch_after_its_number(string text, params float[] byEpoch)
    {
        ChangingNumber number = ChangingNumber.Parse(text, 0f, 1f)!;
        Assert.Equal(byEpoch, Enumerable.Range(0, 4).Select(number.At));
        Assert.Equal((byEpoch[0], text.Length < 5), (number.First, number.IsConstant));
        Assert.Equal(text, number.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("NaN")]
    [InlineData("2")]
    [InlineData("-0.1")]
    [InlineData("0.1@3")]
    [InlineData("0.1,0.2")]
    [InlineData("0.1,0.2@")]
    [InlineData("0.1,0.2@0")]
    [InlineData("0.1,0.2@-1")]
    [InlineData("0.1,0.2@1.5")]
    [InlineData("0.1,0.2@3,0.1@3")]
    [InlineData("0.1,0.2@4,0.1@3")]
    [InlineData("0.1,2@4")]
    [InlineData("0.1,0.2@4@5")]
    [InlineData("0.1,0.2@99999999999")]
    public void Anything_else_is_no_such_number(string text) => Assert.Null(ChangingNumber.Parse(text, 0f, 1f));

    [Fact]
    public void A_change_replaces_all_that_would_come_later()
    {
        ChangingNumber number = ChangingNumber.Parse("0.1,0.2@3,0.3@5", 0f, 1f)!;
        Assert.Equal("0.1,0.2@3,0.9@4", number.With(4, 0.9f).ToString());
        Assert.Equal("0.1,0.9@3", number.With(3, 0.9f).ToString());
        Assert.Equal("0.1,0.2@3", number.With(4, 0.2f).ToString());
        Assert.Equal("0.9", number.With(0, 0.9f).ToString());
        Assert.Equal("0.1", number.Until(3).ToString());
        Assert.Equal("0.1,0.2@3", number.Until(4).ToString());
    }
}
