using EdgeNet.Files;
using EdgeNet.TestSupport;

namespace EdgeNet.Data.Tests;

/// <summary>Folders of pictures as people have them.</summary>
public sealed class PictureFolderTests : IDisposable
{
    private static readonly string Made = Path.Combine(AppContext.BaseDirectory, "Pictures");
    private readonly TemporaryFolder _folder = new();

    private string Photos => _folder.File("photos");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Pictures_with_colours_are_read_in_colour_and_others_in_grey()
    {
        Add("a/1.png", 200, 0, 0);
        Add("b/1.png", 90, 90, 90);
        Dataset colour = PictureFolder.Read(Photos, null).Train;
        Assert.Equal(new Shape(3, 2, 2, 3), colour.Shape);
        Assert.Equal([200, 0, 0, 200, 0, 0, 200, 0, 0, 200, 0, 0, .. Enumerable.Repeat(90f, 12)], colour.Features);
        Assert.Equal(new Shape(2, 2, 2, 1), PictureFolder.Read(Photos, null, colour: false).Train.Shape);
        Assert.Equal(60f, PictureFolder.Read(Photos, null, colour: false).Train.Features[0]); // BT.601: 0.299 of 200

        // Red, green and blue of grey things are not quite alike.
        Add("a/1.png", 90, 100, 95);
        Assert.Equal(Shape.Grey(2, 2), PictureFolder.Read(Photos, null).Train.Shape);
        Assert.Equal([90, 100, 95], PictureFolder.Read(Photos, null, colour: true).Train.Features[..3]);
    }

    [Fact]
    public void Grey_pictures_of_one_channel_become_colour_beside_one_that_has_colours()
    {
        _folder.Write("photos/a/1.pgm", [.. "P5 1 1 255\n"u8, 77]);
        _folder.Write("photos/b/1.ppm", [.. "P6 1 1 255\n"u8, 9, 200, 30]);
        Assert.Equal([77, 77, 77, 9, 200, 30], PictureFolder.Read(Photos, null).Train.Features);
    }

    [Fact]
    public void The_test_part_has_the_colours_of_the_training_part()
    {
        Add("train/a/1.png", 90, 90, 90);
        Add("train/b/1.png", 10, 10, 10);
        Add("test/a/1.png", 200, 0, 0);
        Add("test/b/1.png", 0, 200, 0);
        (Dataset train, Dataset? test) = PictureFolder.Read(Photos, null);
        Assert.Equal(Shape.Grey(2, 2), train.Shape);
        Assert.Equal(train.Shape, test!.Shape);
        Assert.Equal(["test/a/1.png", "test/b/1.png"], test.Files!);
    }

    [Fact]
    public void Photos_of_every_kind_are_read_side_by_side()
    {
        Copy("420.jpg", "a/1.JPG");
        Copy("progressive.jpg", "a/phone.png");
        Copy("24.bmp", "b/1.bmp");
        Copy("palette-4-interlaced.png", "b/without-an-ending");
        Dataset data = PictureFolder.Read(Photos, (9, 12)).Train;
        Assert.Equal(new Shape(3, 9, 12, 3), data.Shape);
        Assert.Equal(["a/1.JPG", "a/phone.png", "b/1.bmp", "b/without-an-ending"], data.Files!);
        Assert.Empty(data.Skipped);

        // All are the same scene.
        for (int i = 1; i < 4; i++)
        {
            Assert.InRange(data.Sample(0).ToArray().Zip(data.Sample(i).ToArray(), (a, b) => Math.Abs(a - b)).Average(), 0, 12);
        }
    }

    [Fact]
    public void What_is_hidden_or_no_picture_is_skipped_counted_and_named()
    {
        Add("a/1.png", 1, 1, 1);
        Add("b/1.png", 2, 2, 2);
        Add("a/._1.png", 1, 1, 1);
        Add("__MACOSX/a/1.png", 1, 1, 1);
        _folder.Write("photos/.git/config", "x");
        _folder.Write("photos/a/Thumbs.db", "x");
        _folder.Write("photos/b/clip.gif", "GIF89a");
        _folder.Write("photos/b/more/1.png", "x");
        _folder.Write("photos/b/notes.txt", "x");
        _folder.Write("photos/readme.md", "x");
        Dataset data = PictureFolder.Read(Photos, null).Train.Subset([1, 0]);
        Assert.Equal(["a", "b"], data.Labels);
        Assert.Equal(
            [
                new SkippedFile(".git", "hidden"), new("__MACOSX", "hidden"), new("a/._1.png", "hidden"), new("a/Thumbs.db", "hidden"), new("b/clip.gif", "not PNG, JPEG, BMP or PGM"),
                new("b/more", "a folder in a class"), new("b/notes.txt", "not PNG, JPEG, BMP or PGM"), new("readme.md", "not in the folder of a class"),
            ], data.Skipped.OrderBy(s => s.Path, StringComparer.Ordinal));
    }

    [Fact]
    public void The_first_skipped_files_are_named_and_the_others_counted()
    {
        SkippedFile[] files = [new("._1.png", "hidden"), new("notes.txt", "not PNG, JPEG, BMP or PGM"), new("a.heic", "not PNG, JPEG, BMP or PGM")];
        Assert.Equal("3 files: notes.txt, a.heic (not PNG, JPEG, BMP or PGM), ._1.png (hidden)", SkippedFile.Describe(files));
        Assert.Equal("1 file: ._1.png (hidden)", SkippedFile.Describe(files[..1]));
        Assert.Equal("9 files: ._0, ._1, ._2, ._3 (hidden) and 5 more", SkippedFile.Describe([.. Enumerable.Range(0, 9).Select(i => new SkippedFile($"._{i}", "hidden"))]));
    }

    [Fact]
    public void A_class_of_pictures_that_are_not_read_says_which_they_are()
    {
        Add("a/1.png", 1, 1, 1);
        _folder.Write("photos/b/IMG_1.heic", "\0\0\0\u0018ftypheic....");
        Assert.Equal($"{_folder.File("photos/b")}: no pictures (PNG, JPEG, BMP or PGM) in this class, only 1 file: b/IMG_1.heic (not PNG, JPEG, BMP or PGM)",
            Assert.Throws<UserException>(() => PictureFolder.Read(Photos, null)).Message);
    }

    [Fact]
    public void One_class_is_none_whatever_is_hidden_beside_it()
    {
        Add("cats/1.png", 1, 1, 1);
        _folder.Write("photos/.git/config", "x");
        Assert.Equal($"{Photos}: only one class (cats); a network needs at least two classes", Assert.Throws<UserException>(() => PictureFolder.Read(Photos, null)).Message);
    }

    [Fact]
    public void A_damaged_picture_is_named()
    {
        Add("a/1.png", 1, 1, 1);
        string cut = _folder.Write("photos/b/cut.jpg", File.ReadAllBytes(Path.Combine(Made, "420.jpg"))[..400]);
        Assert.Equal($"{cut}: the JPEG picture is cut off", Assert.Throws<UserException>(() => PictureFolder.Read(Photos, null)).Message);
        File.Delete(cut);
        string heic = _folder.Write("photos/b/heic.jpg", "\0\0\0\u0018ftypheic....");
        Assert.StartsWith($"{heic}: is a HEIC picture", Assert.Throws<UserException>(() => PictureFolder.Read(Photos, null)).Message);
    }

    [UnixFact]
    public void A_link_to_itself_or_to_the_folder_above_ends()
    {
        Add("a/1.png", 1, 1, 1);
        Add("b/1.png", 2, 2, 2);
        File.CreateSymbolicLink(_folder.File("photos/a/loop"), _folder.File("photos/a/loop"));
        Directory.CreateSymbolicLink(_folder.File("photos/b/above"), Photos);
        Assert.Equal(["a/loop", "b/above"], PictureFolder.Read(Photos, null).Train.Skipped.Select(s => s.Path));
        File.CreateSymbolicLink(_folder.File("photos/a/loop.png"), _folder.File("photos/a/loop.png"));
        Assert.Contains("loop.png: ", Assert.Throws<UserException>(() => PictureFolder.Read(Photos, null)).Message);
    }

    [UnixFact]
    public void A_link_to_a_folder_is_no_class_and_is_not_searched_for_tables()
    {
        Add("a/1.png", 1, 1, 1);
        Add("b/1.png", 2, 2, 2);
        for (int i = 0; i < 10; i++)
        {
            Directory.CreateSymbolicLink(_folder.File($"photos/loop{i}"), Photos);
        }

        Dataset read = new DataSource(new()).Load(Photos, 1).Train;
        Assert.Equal(["a", "b"], read.Labels);
        Assert.Equal(["a/1.png", "b/1.png"], read.Files!);
        Assert.Equal(10, read.Skipped.Count(s => s.Reason == SkippedFile.FolderLink));
        Directory.Delete(_folder.File("photos/b"), true);
        Assert.EndsWith("only one class (a); a network needs at least two classes; skipped were 10 files: loop0, loop1, loop2, loop3 (a link to a folder) and 6 more", Assert.Throws<UserException>(() => PictureFolder.Read(Photos, null)).Message);
    }

    [Fact]
    public void More_values_than_a_model_has_inputs_are_refused_with_the_options_that_help()
    {
        Add("a/1.png", 200, 0, 0);
        Add("b/1.png", 90, 90, 90);
        Assert.EndsWith("1.png: 600x600 pixels in colour are 1,080,000 values, but a model has at most 1,048,576 inputs; train with smaller pictures (--input-size) or in grey (--grey)",
            Assert.Throws<UserException>(() => PictureFolder.Read(Photos, (600, 600))).Message);
        Assert.Equal(360_000, PictureFolder.Read(Photos, (600, 600), colour: false).Train.Shape.Count);
    }

    // 2x2 pixels of one colour.
    private void Add(string name, byte red, byte green, byte blue) =>
        _folder.Write($"photos/{name}", Png.Write(2, 2, 2, [0, red, green, blue, red, green, blue, 0, red, green, blue, red, green, blue]));

    private void Copy(string made, string name) => _folder.Write($"photos/{name}", File.ReadAllBytes(Path.Combine(Made, made)));
}
