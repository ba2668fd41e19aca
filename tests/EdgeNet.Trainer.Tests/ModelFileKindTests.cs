using System.Text;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Format;
using Xunit;

namespace EdgeNet.Trainer.Tests;

/// <summary>How train knows a model file that it may replace.</summary>
public sealed class ModelFileKindTests
{
    [Fact]
    public void A_model_file_is_known_by_its_beginning_even_where_it_is_damaged()
    {
        byte[] file = ModelWriter.Write(RandomNetworks.Create(1), []);
        Assert.True(BuiltModel.FileKind.Recognises(file));
        Assert.True(BuiltModel.FileKind.Recognises(file[..6]));
        file[^1] ^= 1;
        Assert.True(BuiltModel.FileKind.Recognises(file));
    }

    [Theory]
    [InlineData("EDGN,B,C\n")]
    [InlineData("EDGN")]
    [InlineData("a,b\n1,2\n")]
    [InlineData("")]
    public void A_text_is_no_model_file_even_where_it_begins_like_one(string text) =>
        Assert.False(BuiltModel.FileKind.Recognises(Encoding.UTF8.GetBytes(text)));
}
