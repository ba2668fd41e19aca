using EdgeNet.TestSupport;

namespace EdgeNet.Cli.Tests;

/// <summary>Folders of pictures from training to classification, as a user would.</summary>
public sealed class PictureCommandTests : IDisposable
{
    private const int PerClass = 30;
    private readonly TemporaryFolder _folder = new();

    private string Photos => _folder.File("photos");

    private string Model => _folder.File("m.edgenet");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Red_and_green_of_the_same_brightness_are_told_apart_in_colour_by_every_command()
    {
        WriteRedAndGreen();
        EdgeNetProcess trained = Train().AssertSucceeded();
        Assert.Equal(1.0, trained.Json.GetProperty("quantisedTestAccuracy").GetDouble());
        Assert.DoesNotContain("skipped", trained.Error);
        Assert.Equal([6, 6, 3], EdgeNetProcess.Run("inspect", Model, "--json").AssertSucceeded().Json.GetProperty("inputShape").EnumerateArray().Select(d => d.GetInt32()));
        Assert.Equal(1.0, EdgeNetProcess.Run("eval", Model, "--data", Photos, "--json").AssertSucceeded().Json.GetProperty("accuracy").GetDouble());
        Assert.Contains("100.0 %", EdgeNetProcess.Run("emulate", Model, "--data", Photos, "--samples", "10").AssertSucceeded().Out);
        Assert.Contains(": green (", EdgeNetProcess.Run("classify", Model, _folder.File("photos/green/0.png")).AssertSucceeded().Out);

        // Inverted red is cyan: what has green in it.
        Assert.Contains(": green (", EdgeNetProcess.Run("classify", Model, _folder.File("photos/red/0.png"), "--invert").AssertSucceeded().Out);
        EdgeNetProcess.Run("export", Model, "--out", _folder.File("M.cs")).AssertSucceeded();
    }

    [Fact]
    public void They_cannot_be_told_apart_in_grey_and_a_grey_model_reads_colour_pictures_in_grey()
    {
        WriteRedAndGreen();
        Assert.InRange(Train("--grey", "--allow-loss").AssertSucceeded().Json.GetProperty("quantisedTestAccuracy").GetDouble(), 0, 0.8);
        Assert.InRange(EdgeNetProcess.Run("eval", Model, "--data", Photos, "--json").AssertSucceeded().Json.GetProperty("accuracy").GetDouble(), 0.2, 0.8);
        EdgeNetProcess.Run("classify", Model, _folder.File("photos/red/0.png")).AssertSucceeded();
        Train("--grey", "--colour").AssertRefused("--grey and --colour exclude each other");
    }

    [Fact]
    public void Skipped_files_and_a_class_of_one_picture_are_named_on_stderr()
    {
        WriteRedAndGreen();
        _folder.Write("photos/blue/0.png", Rgb(0, 0, 200));
        _folder.Write("photos/red/._0.png", "x");
        _folder.Write("photos/red/notes.txt", "x");
        string error = Train("--allow-loss").AssertSucceeded().Error;
        Assert.StartsWith($"{Photos}: skipped 2 files: red/notes.txt (not PNG, JPEG, BMP or PGM), red/._0.png (hidden)\n"
            + "warning: only one sample is \"blue\"", error);
    }

    [Fact]
    public void A_photo_in_a_kind_that_is_not_read_is_named_by_classify_too()
    {
        WriteRedAndGreen();
        Train().AssertSucceeded();
        EdgeNetProcess.Run("classify", Model, _folder.Write("IMG_1.heic", "\0\0\0\u0018ftypheic....")).AssertRefused("IMG_1.heic: is a HEIC picture, and only PNG, JPEG, BMP or PGM can be read");
        EdgeNetProcess.Run("classify", Model, _folder.Write("cut.bmp", "BM1234567890\0\0\u0028\0\0\0\u0001\0\0\0")).AssertRefused("cut.bmp: the BMP picture is cut off");
    }

    private EdgeNetProcess Train(params string[] more) =>
        EdgeNetProcess.Run(["train", "--data", Photos, "--hidden", "4", "--epochs", "30", "--out", Model, "--json", .. more]);

    private void WriteRedAndGreen()
    {
        for (int i = 0; i < PerClass; i++)
        {
            // BT.601: 0.299 of the red and 0.587 of the green are as bright.
            int bright = 15 + (2 * i);
            _folder.Write($"photos/red/{i}.png", Rgb((byte)Math.Round(bright / 0.299), 0, 0));
            _folder.Write($"photos/green/{i}.png", Rgb(0, (byte)Math.Round(bright / 0.587), 0));
        }
    }

    // 6x6 pixels of one colour.
    private static byte[] Rgb(byte red, byte green, byte blue)
    {
        byte[] row = [0, .. Enumerable.Repeat(new[] { red, green, blue }, 6).SelectMany(p => p)];
        return Png.Write(6, 6, 2, [.. Enumerable.Repeat(row, 6).SelectMany(r => r)]);
    }
}
