using EdgeNet.TestSupport;

namespace EdgeNet.Cli.Tests;

/// <summary>One clear line, exit code 1 or 2, and nothing already written is damaged.</summary>
[Trait("speed", "slow")]
public sealed class BadInputTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Model => _folder.File("m.edgenet");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_missing_file() => Train(_folder.File("none.csv")).AssertRefused("none.csv", "no such file");

    [Fact]
    public void A_missing_built_in_dataset() => Train("builtin:cats").AssertRefused("cats", "digits");

    [Fact]
    public void A_text_in_a_number_column() =>
        Train(_folder.Write("t.csv", "a,b,c\n1,2,x\n1,two,y\n")).AssertRefused("row 3", "column 2 (b)", "two");

    [Theory]
    [InlineData("\U0001F41E", "cannot show")]
    [InlineData("a_label_that_is_far_too_long_for_the_display_of_any_board_that_we_know_of", "at most 63")]
    public void A_label_that_a_board_cannot_hold_is_refused_before_the_training(string label, string problem) =>
        Train(_folder.Write("t.csv", string.Concat(Enumerable.Range(0, 20).Select(i => $"{i},{i % 3},{(i % 2 == 0 ? label : "other")}\n")))).AssertRefused(problem);

    [Fact]
    public void A_ragged_table() => Train(_folder.Write("t.csv", "1,2,x\n1,2,3,y\n")).AssertRefused("line 2", "4 columns");

    [Fact]
    public void A_zipped_table_that_was_cut_off()
    {
        using MemoryStream stream = new();
        using (System.IO.Compression.GZipStream zip = new(stream, System.IO.Compression.CompressionLevel.Fastest, true))
        {
            zip.Write(System.Text.Encoding.ASCII.GetBytes(string.Concat(Enumerable.Range(0, 5000).Select(i => $"{i},{i * 7919 % 1000},{i % 2}\n"))));
        }

        foreach (int cut in new[] { 5, 9, 2000 })
        {
            Train(_folder.Write("t.csv.gz", stream.ToArray()[..^cut])).AssertRefused("t.csv.gz", "cut off");
        }
    }

    [Fact]
    public void Not_a_number_among_the_features() => Train(_folder.Write("t.csv", "1,NaN,x\n1,2,y\n")).AssertRefused("row 1", "column 2");

    [Fact]
    public void A_wrong_IDX_magic()
    {
        string images = _folder.Write("a-images-idx3-ubyte", [0, 0, 8, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 9]);
        _folder.Write("a-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 1, 0]);
        Train(images).AssertRefused("magic");
        _folder.Write("a-images-idx3-ubyte", [0, 0, 8, 3, 0, 0, 0, 9, 0, 0, 0, 1, 0, 0, 0, 1, 9]);
        Train(images).AssertRefused("9 pictures", "1 labels");
        _folder.Write("a-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 9, .. new byte[9]]);
        Train(images).AssertRefused("cut off, 1 of 9");
    }

    [Fact]
    public void An_empty_class_folder_and_a_corrupt_picture()
    {
        Directory.CreateDirectory(_folder.File("pictures/empty"));
        _folder.Write("pictures/full/p.pgm", "P5 1 1 255 x");
        Train(_folder.File("pictures")).AssertRefused("empty", "no pictures");
        _folder.Write("pictures/empty/q.png", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A, 1, 2, 3]);
        Train(_folder.File("pictures")).AssertRefused("q.png", "cut off");
    }

    [Fact]
    public void A_model_and_data_of_different_shapes()
    {
        EdgeNetProcess.Run("train", "--data", "builtin:bugs", "--epochs", "3", "--out", Model).AssertSucceeded();
        EdgeNetProcess.Run("eval", Model, "--data", "builtin:four-pixels").AssertRefused("2 values", "four-pixels has 4");
        EdgeNetProcess.Run("eval", Model, "--data", "builtin:xor").AssertRefused("Classification");
        EdgeNetProcess.Run("classify", Model, "1", "2", "3").AssertRefused("takes 2 values and was given 3");
        EdgeNetProcess.Run("classify", Model, "1", "NaN").AssertRefused("value 2 is NaN");
        EdgeNetProcess.Run("classify", Model, "missing.csv").AssertRefused("missing.csv");
        EdgeNetProcess.Run("classify", Model, _folder.Write("x.png", "no picture")).AssertRefused("x.png");
    }

    [Fact]
    public void An_output_that_cannot_be_written()
    {
        Train("builtin:bugs", _folder.File("no/such/folder/m.edgenet")).AssertRefused("cannot be written");
        Train("builtin:bugs", _folder.Path).AssertRefused("is a folder");
    }

    [Fact]
    public void A_failed_training_leaves_the_old_model_as_it_was()
    {
        Train("builtin:bugs").AssertSucceeded();
        byte[] old = File.ReadAllBytes(Model);
        Train(_folder.Write("t.csv", "1,2,x\n1,oops,y\n")).AssertRefused("oops");
        Assert.Equal(old, File.ReadAllBytes(Model));
        Assert.Equal(2, Directory.GetFiles(_folder.Path).Length);
    }

    [Fact]
    public void A_damaged_model()
    {
        EdgeNetProcess.Run("inspect", _folder.Write("hello.edgenet", "hello")).AssertRefused("hello.edgenet", "not an EdgeNet model file");
        EdgeNetProcess.Run("inspect", _folder.File("none.edgenet")).AssertRefused("no such file");
        EdgeNetProcess.Run("train", "--data", "builtin:bugs", "--epochs", "3", "--out", Model).AssertSucceeded();
        byte[] bytes = File.ReadAllBytes(Model);
        bytes[^5] ^= 4;
        File.WriteAllBytes(Model, bytes);
        EdgeNetProcess damaged = EdgeNetProcess.Run("inspect", Model, "--json").AssertRefused("CRC");
        Assert.False(damaged.Json.GetProperty("crcOk").GetBoolean());
    }

    [Theory]
    [InlineData("--hidden", "x")]
    [InlineData("--hidden", "0,5")]
    [InlineData("--activation", "gelu")]
    [InlineData("--loss", "hinge")]
    [InlineData("--optimizer", "lbfgs")]
    [InlineData("--lr", "-1")]
    [InlineData("--lr", "NaN")]
    [InlineData("--batch", "0")]
    [InlineData("--epochs", "1.5")]
    [InlineData("--input-range", "1:0")]
    [InlineData("--input-bits", "17")]
    [InlineData("--input-size", "28")]
    [InlineData("--dropout", "1")]
    [InlineData("--nonsense", "1")]
    public void A_wrong_option_is_named(string option, string value)
    {
        EdgeNetProcess refused = EdgeNetProcess.Run("train", "--data", "builtin:xor", "--out", Model, option, value).AssertRefused(option);
        Assert.Equal(2, refused.ExitCode);
        Assert.Empty(refused.Out);
    }

    [Fact]
    public void No_command_or_an_unknown_one()
    {
        Assert.Equal(2, EdgeNetProcess.Run().AssertRefused("--help").ExitCode);
        Assert.Equal(2, EdgeNetProcess.Run("fly").AssertRefused("fly").ExitCode);
        Assert.Equal(2, EdgeNetProcess.Run("train").AssertRefused("--data").ExitCode);
    }

    private EdgeNetProcess Train(string data, string? output = null) => EdgeNetProcess.Run("train", "--data", data, "--epochs", "3", "--out", output ?? Model);
}
