using System.Buffers.Binary;
using System.Diagnostics;
using System.Text.Json;
using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Workflows;

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
    public void Data_without_their_option()
    {
        string table = _folder.Write("t.csv", "1,2,x\n1,3,y\n");
        EdgeNetProcess.Run("data", table).AssertRefused($"'{table}'; data are given with --data {table}");
        Assert.DoesNotContain("--data", EdgeNetProcess.Run("data", "--data", table, table).AssertRefused(table).Error, StringComparison.Ordinal);
        Assert.DoesNotContain("--data", EdgeNetProcess.Run("data", _folder.File("none.csv")).AssertRefused("none.csv").Error, StringComparison.Ordinal);
    }

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
        EdgeNetProcess.Run("classify", Model, "1", "2", "3").AssertRefused("expects 2 values, not 3");
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
    [InlineData("--weight-bits", "6")]
    [InlineData("--quantise-from", "2")]
    [InlineData("--weight-bits", "8,4")]
    [InlineData("--activation-bits", "9")]
    [InlineData("--activation-bits", "4,,8")]
    [InlineData("--input-size", "28")]
    [InlineData("--dropout", "1")]
    [InlineData("--nonsense", "1")]
    public void A_wrong_option_is_named(string option, string value)
    {
        EdgeNetProcess refused = EdgeNetProcess.Run("train", "--data", "builtin:xor", "--out", Model, option, value).AssertRefused(option);
        Assert.Equal(2, refused.ExitCode);
        Assert.Empty(refused.Out);
    }

    [Theory]
    [InlineData("train --data {} --out m")]
    [InlineData("train --data builtin:xor --out {}")]
    [InlineData("train --data builtin:xor --test {} --out m")]
    [InlineData("train --data builtin:xor --out m --checkpoint {}")]
    [InlineData("train --data builtin:xor --out m --from {}")]
    [InlineData("demo --out {}")]
    [InlineData("eval {} --data builtin:xor")]
    [InlineData("eval m --data {}")]
    [InlineData("inspect {}")]
    [InlineData("classify {} 1 2")]
    [InlineData("classify m {}")]
    [InlineData("emulate {} --data builtin:xor")]
    [InlineData("export {} --out M.cs")]
    [InlineData("export m --out {}")]
    [InlineData("deploy {} --nanoff d.json")]
    [InlineData("deploy m --nanoff {}")]
    [InlineData("deploy m --serial {}")]
    [InlineData("deploy m --nanoff d.json --key {}")]
    [InlineData("capture --serial {} --label a --out d.csv")]
    [InlineData("capture --serial p --label a --out {}")]
    [InlineData("serve {}")]
    [InlineData("sign --new-key {}")]
    [InlineData("sign {} --key k --model-version 1")]
    [InlineData("datasets {}")]
    public void An_empty_name_is_refused_with_the_option_it_was_given_to(string command)
    {
        string[] args = Array.ConvertAll(command.Split(' '), a => a == "{}" ? "" : a);
        Assert.Equal(2, EdgeNetProcess.Run(args).AssertRefused("is empty", $"edgenet {args[0]} --help").ExitCode);
    }

    /// <summary>Somebody may write to a pipe, some day: it is not waited for.</summary>
    [UnixTheory]
    [InlineData("train --data {}/pipe.csv --out {}/m")]
    [InlineData("train --data {}/pipe.csv.gz --out {}/m")]
    [InlineData("train --data {}/pipe-images-idx3-ubyte --out {}/m")]
    [InlineData("train --data {}/photos --out {}/m")]
    [InlineData("train --data builtin:xor --from {}/pipe --out {}/m")]
    [InlineData("eval {}/pipe --data builtin:xor")]
    [InlineData("inspect {}/pipe")]
    [InlineData("inspect /dev/zero")]
    [InlineData("classify {}/pipe 1 2")]
    [InlineData("emulate {}/pipe --data builtin:xor")]
    [InlineData("export {}/pipe --out {}/M.cs")]
    [InlineData("deploy {}/pipe --nanoff {}/d.json")]
    [InlineData("sign {}/pipe --key {}/k --model-version 1")]
    public void A_pipe_or_a_device_is_no_file_to_read(string command)
    {
        foreach (string pipe in new[] { "pipe", "pipe.csv", "pipe.csv.gz", "pipe-images-idx3-ubyte", "photos/a/p.png" })
        {
            Directory.CreateDirectory(Path.GetDirectoryName(_folder.File(pipe))!);
            MakePipe(_folder.File(pipe));
        }

        _folder.Write("pipe-labels-idx1-ubyte", [0, 0, 8, 1, 0, 0, 0, 1, 0]);
        _folder.Write("photos/b/p.pgm", "P5 1 1 255 x");
        EdgeNetProcess.Run(command.Replace("{}", _folder.Path, StringComparison.Ordinal).Split(' ')).AssertRefused("is a device or a pipe");
    }

    [Fact]
    public void A_value_that_no_number_can_hold_is_null_as_text_as_in_JSON()
    {
        EdgeNetProcess.Run("train", "--data", "builtin:miles", "--epochs", "2", "--allow-loss", "--out", Model).AssertSucceeded();
        byte[] file = File.ReadAllBytes(Model);
        int scales = file.AsSpan().IndexOf("OUTP"u8) + 8 + 4;
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(scales), 3e38f);
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(scales + 4), 3e38f);
        File.WriteAllBytes(Model, Seal(file));
        Assert.Equal("input: null miles", EdgeNetProcess.Run("classify", Model, "5").AssertSucceeded().Out.Trim());
        Assert.Contains("error null, largest null", EdgeNetProcess.Run("eval", Model, "--data", "builtin:miles").AssertSucceeded().Out);
        EdgeNetProcess.Run("inspect", Model).AssertSucceeded();
    }

    [Fact]
    public void A_small_network_in_a_huge_file_is_told_from_a_huge_network()
    {
        Train("builtin:bugs").AssertSucceeded();
        byte[] small = File.ReadAllBytes(Model);
        JsonElement before = EdgeNetProcess.Run("inspect", Model, "--json").AssertSucceeded().Json;
        int optional = before.GetProperty("optionalBytes").GetInt32();
        Assert.InRange(optional, 40, small.Length / 2);

        // Sections that a reader does not know and may skip, up to the longest file there is.
        byte[] section = [.. "some"u8, 0, 0, 0, 0, .. new byte[ModelFormat.MaxFileLength - small.Length - 8]];
        BinaryPrimitives.WriteInt32LittleEndian(section.AsSpan(4), section.Length - 8);
        byte[] large = [.. small, .. section];
        large[6]++;
        BinaryPrimitives.WriteInt32LittleEndian(large.AsSpan(8), large.Length);
        File.WriteAllBytes(Model, Seal(large));

        EdgeNetProcess text = EdgeNetProcess.Run("inspect", Model).AssertSucceeded();
        Assert.Contains(FormattableString.Invariant($"16,777,216 bytes, {optional + section.Length:N0} of them in optional sections"), text.Out);
        Assert.Contains(FormattableString.Invariant($"uses {before.GetProperty("ramBytes").GetInt32():N0} bytes of RAM"), text.Out);
        Assert.Contains("warning: the app with this model needs at least 16,7", text.Error);
        JsonElement after = EdgeNetProcess.Run("inspect", Model, "--json").AssertSucceeded().Json;
        Assert.Equal(before.GetProperty("ramBytes").GetInt32(), after.GetProperty("ramBytes").GetInt32());
        Assert.Equal(optional + section.Length, after.GetProperty("optionalBytes").GetInt32());
        Assert.InRange(after.GetProperty("boardHeapBytes").GetInt64(), large.Length, large.Length + 100_000);
        EdgeNetProcess.Run("emulate", Model, "--data", "builtin:bugs").AssertRefused("needs at least 16,7", "esp32 has 102,400");
    }

    [UnixFact]
    public void A_pipe_is_no_picture_table_key_or_signature_either()
    {
        Train("builtin:bugs").AssertSucceeded();
        string[] pipes = [_folder.File("p.png"), _folder.File("p.csv"), _folder.File("fleet.key"), Model + ".sig"];
        Array.ForEach(pipes, MakePipe);
        EdgeNetProcess.Run("classify", Model, pipes[0]).AssertRefused("p.png", "features, not a picture");
        EdgeNetProcess.Run("classify", Model, pipes[1]).AssertRefused("p.csv", "is a device or a pipe");
        EdgeNetProcess.Run("sign", Model, "--key", pipes[2], "--model-version", "1").AssertRefused("fleet.key", "is a device or a pipe");
        EdgeNetProcess.Run("deploy", Model, "--nanoff", _folder.File("d.json")).AssertRefused("m.edgenet.sig", "is a device or a pipe");
        EdgeNetProcess.Run("inspect", _folder.Path).AssertRefused("is a folder");
    }

    /// <summary>Only tables and IDX files are unzipped.</summary>
    [Fact]
    public void A_zipped_file_where_none_is_unzipped_is_refused()
    {
        string zipped = _folder.Write("m.gz", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
        EdgeNetProcess.Run("inspect", zipped).AssertRefused("m.gz", "not an EdgeNet model file");
        EdgeNetProcess.Run("train", "--data", "builtin:bugs", "--out", Model, "--from", zipped).AssertRefused("m.gz", "not a readable safetensors file");
    }

    /// <summary>Half a gigabyte that begins like a checkpoint: nothing is made for what follows the header.</summary>
    [Fact]
    public void A_huge_file_that_is_no_checkpoint_is_refused_by_its_header()
    {
        string path = _folder.File("huge.safetensors");
        byte[] header = [.. """{"w":{"dtype":"F32","shape":[134217728],"data_offsets":[0,536870912]}}"""u8];
        using (FileStream file = new(path, FileMode.CreateNew))
        {
            file.Write(BitConverter.GetBytes((long)header.Length));
            file.Write(header);
            file.SetLength(8 + header.Length + 536_870_912);
        }

        long before = GC.GetTotalAllocatedBytes();
        UserException e = Assert.Throws<UserException>(() => TrainingJob.Prepare(new TrainingRequest("builtin:bugs", Model) { From = path }));
        Assert.Contains("huge.safetensors: not a checkpoint that this version can continue", e.Message);
        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 100_000_000);
    }

    [Fact]
    public void An_unknown_command_or_one_without_what_it_needs()
    {
        Assert.Equal(2, EdgeNetProcess.Run("fly").AssertRefused("fly").ExitCode);
        Assert.Equal(2, EdgeNetProcess.Run("train").AssertRefused("--data").ExitCode);
    }

    private static byte[] Seal(byte[] file)
    {
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(12), Crc32.Compute(file, ModelFormat.HeaderLength, file.Length - ModelFormat.HeaderLength));
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(16), Crc32.Compute(file, 0, 16));
        return file;
    }

    private static void MakePipe(string path)
    {
        using Process mkfifo = Process.Start("mkfifo", [path]);
        mkfifo.WaitForExit();
    }

    private EdgeNetProcess Train(string data, string? output = null) => EdgeNetProcess.Run("train", "--data", data, "--epochs", "3", "--out", output ?? Model);
}
