using EdgeNet.Files;
using EdgeNet.Pictures;
using EdgeNet.TestSupport;

namespace EdgeNet.Data.Tests;

/// <summary>Pictures made by other programs (Pictures/SOURCE.txt), against the pixels that ImageMagick reads from them.</summary>
public sealed class PictureTests : IDisposable
{
    private static readonly string Made = Path.Combine(AppContext.BaseDirectory, "Pictures");
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Names => [.. Directory.GetFiles(Made).Select(f => Path.GetFileName(f)).Where(n => !n.EndsWith(".gz", StringComparison.Ordinal)
        && !n.StartsWith("refused", StringComparison.Ordinal) && n != "SOURCE.txt").Order(StringComparer.Ordinal)];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_pixel_is_what_ImageMagick_reads(string name)
    {
        Picture expected = Expected(name), read = PictureFile.Read(Path.Combine(Made, name)).WithChannels(3);
        Assert.Equal((expected.Width, expected.Height), (read.Width, read.Height));

        // Over white, ImageMagick rounds down to 8 bits what was mixed from 8 bits; here it is rounded to the nearest.
        int tolerance = name.Contains("alpha", StringComparison.Ordinal) && !name.Contains("16", StringComparison.Ordinal) ? 1 : 0;
        Assert.InRange(expected.Pixels.Zip(read.Pixels, (e, r) => Math.Abs(e - r)).Max(), 0, tolerance);
    }

    [Theory]
    [InlineData("grey.jpg", 1)]
    [InlineData("420.jpg", 3)]
    [InlineData("grey-16.png", 1)]
    [InlineData("palette-2.png", 3)]
    [InlineData("1.bmp", 3)]
    public void A_picture_has_the_channels_of_its_file(string name, int channels) =>
        Assert.Equal(channels, PictureFile.Read(Path.Combine(Made, name)).Channels);

    [Fact]
    public void A_picture_is_told_by_its_contents_whatever_its_name_is()
    {
        string photo = _folder.Write("photo.png", File.ReadAllBytes(Path.Combine(Made, "420.jpg"))), none = _folder.Write("drawing", File.ReadAllBytes(Path.Combine(Made, "24.bmp")));
        Assert.Equal(PictureFile.Read(Path.Combine(Made, "420.jpg")).Pixels, PictureFile.Read(photo).Pixels);
        Assert.True(PictureFile.IsPicture(none));
        Assert.Equal(37, PictureFile.Read(none).Width);
        Assert.False(PictureFile.IsPicture(_folder.Write("words", "BMW, P5 and other words")));
        Assert.False(PictureFile.IsPicture(_folder.File("nothing")));
    }

    [Theory]
    [InlineData("refused-cmyk.jpg", "a CMYK picture (JPEG for print) cannot be read; save it as an ordinary JPEG")]
    [InlineData("refused-arithmetic.jpg", "a JPEG picture with arithmetic coding cannot be read")]
    public void Kinds_of_JPEG_that_are_not_read_are_named(string name, string problem) => AssertRefused(problem, File.ReadAllBytes(Path.Combine(Made, name)));

    [Theory]
    [InlineData(0xC3, 8, "a lossless JPEG picture cannot be read")]
    [InlineData(0xC5, 8, "a hierarchical JPEG picture cannot be read")]
    [InlineData(0xC1, 12, "a JPEG picture of 12 bits per channel cannot be read")]
    public void A_frame_of_another_kind_is_named(byte marker, byte bits, string problem)
    {
        byte[] jpeg = File.ReadAllBytes(Path.Combine(Made, "420.jpg"));
        int frame = FrameOf(jpeg);
        (jpeg[frame + 1], jpeg[frame + 4]) = (marker, bits);
        AssertRefused(problem, jpeg);
    }

    [Theory]
    [InlineData("GIF89a", "is a GIF picture")]
    [InlineData("RIFF\u0001\u0002\u0003\u0004WEBPVP8 ", "is a WebP picture")]
    [InlineData("II*\0........", "is a TIFF picture")]
    [InlineData("\0\0\0\u0018ftypheic....", "is a HEIC picture")]
    [InlineData("<html>", "is no picture")]
    public void A_picture_of_another_kind_is_named_though_its_name_says_JPEG(string start, string problem)
    {
        string path = _folder.Write("IMG_0001.jpg", [.. start.Select(c => (byte)c)]);
        UserException e = Assert.Throws<UserException>(() => PictureFile.Read(path));
        Assert.Equal($"{path}: {problem}, and only PNG, JPEG, BMP or PGM can be read", e.Message);
    }

    [Theory]
    [InlineData("420.jpg")]
    [InlineData("progressive-restart.jpg")]
    [InlineData("restart-each-block.jpg")]
    [InlineData("rgb-8-interlaced.png")]
    [InlineData("palette-transparent.png")]
    [InlineData("8-runs.bmp")]
    [InlineData("4.bmp")]
    [InlineData("16-565.bmp")]
    public void A_picture_cut_off_anywhere_is_refused_in_one_line(string name)
    {
        byte[] whole = File.ReadAllBytes(Path.Combine(Made, name));
        for (int length = 0; length < whole.Length; length++)
        {
            UserException e = Assert.Throws<UserException>(() => PictureFile.Read(whole[..length], "p"));
            Assert.DoesNotContain('\n', e.Message);
            Assert.StartsWith("p: ", e.Message);
        }
    }

    [Fact]
    public void A_photo_that_was_not_copied_to_its_end_is_called_cut_off()
    {
        byte[] whole = File.ReadAllBytes(Path.Combine(Made, "fine.jpg"));
        foreach (int length in new[] { 12, whole.Length / 2, whole.Length - 100, whole.Length - 2 })
        {
            Assert.Equal("p: the JPEG picture is cut off", Assert.Throws<UserException>(() => PictureFile.Read(whole[..length], "p")).Message);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_picture_changed_anywhere_is_refused_or_read_but_never_crashes_or_fills_the_memory(string name)
    {
        byte[] good = File.ReadAllBytes(Path.Combine(Made, name));
        bool isPng = name.EndsWith(".png", StringComparison.Ordinal);
        for (int at = 0; at < good.Length; at += at < 300 ? 1 : 7)
        {
            byte[] bad = (byte[])good.Clone();
            bad[at] ^= (byte)(1 << (at % 8));
            if (isPng)
            {
                Png.SealChunks(bad);
            }

            long before = GC.GetAllocatedBytesForCurrentThread();
            try
            {
                PictureFile.Read(bad, "p");
            }
            catch (UserException e)
            {
                Assert.DoesNotContain('\n', e.Message);
            }

            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 256 * 1024 + (32 * 1024L * good.Length));
        }
    }

    [Fact]
    public void Colours_are_seen_from_one_pixel_in_a_hundred_on_and_noise_is_not()
    {
        byte[] grey = [.. Enumerable.Repeat((byte)90, 20 * 10 * 3)];
        Assert.False(new Picture(20, 10, grey, 3).IsColoured);
        Assert.False(new Picture(20, 10, new byte[200]).IsColoured);
        grey[0] = 107;
        Assert.False(new Picture(20, 10, grey, 3).IsColoured);
        grey[4] = 73;
        Assert.True(new Picture(20, 10, grey, 3).IsColoured);
        Assert.False(new Picture(20, 10, [.. grey.Select(v => (byte)(v + (v == 107 ? -1 : v == 73 ? 1 : 0)))], 3).IsColoured);
    }

    [Fact]
    public void Each_channel_is_resized_by_itself()
    {
        byte[] pixels = [.. Enumerable.Range(0, 12 * 9).SelectMany(i => new[] { (byte)(i * 2), (byte)(255 - i), (byte)(i % 12 * 20) })];
        byte[] small = new Picture(12, 9, pixels, 3).Resize(5, 4).Pixels;
        for (int c = 0; c < 3; c++)
        {
            byte[] alone = new Picture(12, 9, [.. pixels.Where((_, i) => i % 3 == c)]).Resize(5, 4).Pixels;
            Assert.Equal(alone, small.Where((_, i) => i % 3 == c));
        }
    }

    private static void AssertRefused(string problem, byte[] file)
    {
        UserException e = Assert.Throws<UserException>(() => PictureFile.Read(file, "p.jpg"));
        Assert.StartsWith($"p.jpg: {problem}", e.Message);
        Assert.DoesNotContain('\n', e.Message);
    }

    // Where the frame's marker is.
    private static int FrameOf(byte[] jpeg) => Enumerable.Range(0, jpeg.Length).First(i => jpeg[i] == 0xFF && jpeg[i + 1] is 0xC0 or 0xC2);

    private static Picture Expected(string name)
    {
        using Stream file = DataFile.Open(Path.Combine(Made, name + ".ppm.gz"));
        using MemoryStream unzipped = new();
        file.CopyTo(unzipped);
        return PictureFile.Read(unzipped.ToArray(), name);
    }
}
