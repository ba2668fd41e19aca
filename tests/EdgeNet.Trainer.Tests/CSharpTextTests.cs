using EdgeNet.Trainer.Export;

namespace EdgeNet.Trainer.Tests;

/// <summary>Texts of a model file that somebody else made come up in exported source. They must not become code.</summary>
public class CSharpTextTests
{
    [Theory]
    [InlineData("cat", "\"cat\"")]
    [InlineData("a\"b\\c", "\"a\\\"b\\\\c\"")]
    [InlineData("\u00e4\u2028x", "\"\\u00E4\\u2028x\"")]
    [InlineData("\n", "\"\\u000A\"")]
    public void A_label_is_a_literal_on_one_line(string text, string literal) => Assert.Equal(literal, CSharpText.Literal(text));

    [Theory]
    [InlineData("person v2.1 (0.97)", "person v2.1 (0.97)")]
    [InlineData("p</summary>\u2028file class P {} //", "p??summary??file class P ?? ??")]
    [InlineData("*/ x \u0085", "?? x ?")]
    public void A_name_is_a_comment_without_markup_on_one_line(string text, string comment) => Assert.Equal(comment, CSharpText.Comment(text));
}
