using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Pictures;
using EdgeNet.TestSupport;

namespace EdgeNet.Data.Tests;

/// <summary>Files made to fill the memory: refused before they do.</summary>
[Trait("speed", "slow")]
public sealed class DataBombTests : IDisposable
{
    private const int Megabyte = 1024 * 1024;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("", ",", "line 1 has more than 16,385 columns; a model has at most 16,384 inputs")] // millions of them
    [InlineData("", "1,", "line 1 has more than 16,385 columns")]
    [InlineData("1,2\n", "1;", "is a row of more than 1,048,640 characters")]
    [InlineData("", "x", "is a row of more than 1,048,640 characters")]
    [InlineData("", "\"\n\",", "more than 16,385 columns")] // columns of a line each
    [InlineData("1,2\n3,\"", "4\n5,", "is a row of more than 1,048,640 characters")] // a quotation mark that is not closed
    public void A_table_of_one_endless_row_is_refused(string start, string repeated, string problem)
    {
        byte[] text = [.. start.Concat(Enumerable.Repeat(repeated, 30 * Megabyte / repeated.Length).SelectMany(t => t)).Select(c => (byte)c)];
        AssertRefused(() => CsvDataset.Read(new MemoryStream(text), "t.csv", "t", new CsvOptions()), 20, problem);
    }

    [Fact]
    public void Empty_lines_are_skipped_however_many()
    {
        string lines = new('\n', 3 * Megabyte);
        Dataset data = CsvDataset.Read(_folder.Write("t.csv", $"{lines}1,a{lines}2,b\r\n{lines}"), new CsvOptions());
        Assert.Equal([1f, 2f], data.Features);
    }

    [Fact]
    public void A_table_with_more_columns_than_a_model_has_inputs_is_refused_and_one_with_as_many_is_read()
    {
        string row = string.Join(',', Enumerable.Repeat("-1.2345678e-10", 16_385));
        Assert.Equal(16_384, CsvDataset.Read(_folder.Write("most.csv", $"{row}\n{row}\n"), new CsvOptions()).Shape.Count);
        string path = _folder.Write("more.csv", $"{row},1\n{row},1\n");
        AssertRefused(() => CsvDataset.Read(path, new CsvOptions()), 2, "more.csv: line 1 has more than 16,385 columns; a model has at most 16,384 inputs");
    }

    [Theory]
    [InlineData("a,b\n1,2\n", "the model needs columns called 00000, 00001")]
    [InlineData("1,2\n3,4\n", "2 columns, but the model expects 16384 features")]
    public void Names_of_inputs_that_are_all_equals_signs_cost_little(string table, string problem)
    {
        CsvOptions options = new() { Expected = new([.. Enumerable.Range(0, ModelFormat.MaxTerms).Select(i => $"{i:00000}{new string('=', 250)}")]) };
        AssertRefused(() => CsvDataset.Read(new MemoryStream(Encoding.UTF8.GetBytes(table)), "t.csv", "t", options), 32, problem);
    }

    [Fact]
    public void A_model_of_as_many_texts_as_it_has_inputs_costs_little()
    {
        CsvOptions options = new() { Expected = new([.. Enumerable.Range(0, ModelFormat.MaxTerms).Select(i => $"c=t{i}")]) };
        MemoryStream table = new(Encoding.UTF8.GetBytes("c,label\nt5,x\nt16383,y\n"));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Dataset data = CsvDataset.Read(table, "t.csv", "t", options);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16L * Megabyte);
        Assert.Equal([5, ModelFormat.MaxTerms + 16383], Enumerable.Range(0, data.Features.Length).Where(i => data.Features[i] != 0));
    }

    [Fact]
    public void A_zipped_table_of_many_times_its_length_is_refused_and_unzipped_it_is_read()
    {
        byte[] rows = [.. Enumerable.Repeat("0,1\n1,0\n"u8.ToArray(), 20 * Megabyte / 8).SelectMany(r => r)];
        string zipped = Zip("t.csv.gz", rows);
        Assert.InRange(new FileInfo(zipped).Length, 1, 300_000);
        UserException e = Assert.Throws<UserException>(() => CsvDataset.Read(zipped, new CsvOptions()));
        Assert.Contains("t.csv.gz: contains more than 50 times its length", e.Message);
        Assert.Equal(rows.Length / 4, CsvDataset.Read(_folder.Write("t.csv", rows), new CsvOptions()).Count);
    }

    [Fact]
    public void A_zipped_table_of_16_MB_is_read_however_small_it_was()
    {
        byte[] rows = [.. Enumerable.Repeat("0,1\n1,0\n"u8.ToArray(), 15 * Megabyte / 8).SelectMany(r => r)];
        Assert.Equal(rows.Length / 4, CsvDataset.Read(Zip("t.csv.gz", rows), new CsvOptions()).Count);
    }

    [Fact]
    public void A_label_column_of_more_texts_than_a_model_has_outputs_is_refused_where_the_first_is_too_many()
    {
        string[] rows = [.. Enumerable.Range(0, 5000).Select(i => $"{i},name {i}")];
        UserException e = Assert.Throws<UserException>(() => CsvDataset.Read(_folder.Write("t.csv", string.Join('\n', rows)), new CsvOptions()));
        Assert.Contains("row 4097, column 2: \"name 4096\" is one of more than 4,096 different labels", e.Message);

        // Numbers may be as many as they like, until a text makes names of them.
        rows = [.. Enumerable.Range(0, 5000).Select(i => $"{i},{i}")];
        Dataset regression = CsvDataset.Read(_folder.Write("n.csv", string.Join('\n', rows)), new CsvOptions());
        Assert.Equal(TaskKind.Regression, regression.Task);
        Assert.Equal(Enumerable.Range(0, 5000).Select(i => (float)i), regression.Targets);
        e = Assert.Throws<UserException>(() => CsvDataset.Read(_folder.Write("m.csv", string.Join('\n', [.. rows, "1,unknown"])), new CsvOptions()));
        Assert.Contains("row 5001, column 2: \"unknown\" is one of more than", e.Message);
    }

    [Fact]
    public void A_zipped_IDX_file_of_many_times_its_length_is_refused_before_its_pixels_are_read()
    {
        const int Pictures = 25_000;
        string path = Zip("x-images-idx3-ubyte.gz", Idx(new byte[Pictures * 784], Pictures, 28, 28));
        _folder.Write("x-labels-idx1-ubyte", Idx(new byte[Pictures], Pictures));
        AssertRefused(() => IdxDataset.Read(path, IdxDataset.LabelsOf(path), "x"), 1, "x-images-idx3-ubyte.gz: contains more than 50 times its length");

        // A header that promises less than the file holds.
        path = Zip("y-images-idx3-ubyte.gz", Idx(new byte[Pictures * 784], Pictures / 2, 28, 28));
        _folder.Write("y-labels-idx1-ubyte", Idx(new byte[Pictures / 2], Pictures / 2));
        AssertRefused(() => IdxDataset.Read(path, IdxDataset.LabelsOf(path), "y"), 12, "longer than its IDX header says");
    }

    [Theory]
    [InlineData(1_000_000, 28, 28, "cut off, 3 of 784000000 values")]
    [InlineData(1_000_001, 28, 28, "1000001 pictures and")]
    [InlineData(900, 1100, 1000, "pictures of 1100x1000; a model has at most 1,048,576 inputs")]
    public void An_IDX_header_that_promises_more_than_there_is_costs_nothing(int pictures, int height, int width, string problem)
    {
        string path = _folder.Write("x-images-idx3-ubyte", Idx([1, 2, 3], pictures, height, width));
        int labels = Math.Min(pictures, 1_000_000);
        _folder.Write("x-labels-idx1-ubyte", Idx(new byte[labels], labels));
        AssertRefused(() => IdxDataset.Read(path, IdxDataset.LabelsOf(path), "x"), 2, problem);
    }

    [Fact]
    public void A_folder_of_more_pixels_than_are_read_is_refused_at_the_file_that_is_too_many()
    {
        PictureStack stack = new((2, 3), colour: null, maxValues: 30);
        Picture picture = new(4, 4, new byte[16]);
        for (int i = 0; i < 5; i++)
        {
            stack.Add(picture, "good.png");
        }

        UserException e = Assert.Throws<UserException>(() => stack.Add(picture, "sixth.png"));
        Assert.StartsWith("sixth.png: is picture 6 of 2x3 pixels, but at most 30 pixels in all can be read", e.Message);
    }

    [Theory]
    [InlineData(1, 70_000)]
    [InlineData(70_000, 1)]
    [InlineData(9_000, 9_000)]
    public void A_picture_that_is_all_length_or_too_large_is_refused_by_its_header(int width, int height)
    {
        string png = _folder.Write("p.png", Png.Write(width, height, 0, new byte[10])), pgm = _folder.Write("p.pgm", $"P5 {width} {height} 255\n");
        AssertRefused(() => PictureFile.Read(png), 1, $"p.png: a PNG picture of {width} x {height} pixels cannot be read");
        AssertRefused(() => PictureFile.Read(pgm), 1, $"p.pgm: a PGM picture of {width} x {height} pixels cannot be read");
        string bmp = _folder.Write("p.bmp", Bmp(width, height, 24, 0, [])), jpeg = _folder.Write("p.jpg", Jpeg("420.jpg", Math.Min(width, 65_535), Math.Min(height, 65_535)));
        AssertRefused(() => PictureFile.Read(bmp), 1, $"p.bmp: a BMP picture of {width} x {height} pixels cannot be read");
        AssertRefused(() => PictureFile.Read(jpeg), 1, width * height > 1 << 26 ? $"p.jpg: a JPEG picture of {width} x {height} pixels cannot be read" : "cut off");
    }

    [Theory]
    [InlineData("420.jpg", "the JPEG picture is cut off")]
    [InlineData("progressive.jpg", "a progressive JPEG picture of 8000 x 8000 pixels cannot be read")]
    [InlineData("grey.jpg", "the JPEG picture is cut off")]
    public void A_JPEG_header_that_promises_more_than_there_is_costs_nothing(string name, string problem) =>
        AssertRefused(() => PictureFile.Read(Jpeg(name, 8000, 8000), "p.jpg"), 1, problem);

    [Fact]
    public void A_progressive_JPEG_header_that_promises_more_than_there_is_costs_nothing() =>
        AssertRefused(() => PictureFile.Read(Jpeg("progressive.jpg", 5000, 5000), "p.jpg"), 1, "the JPEG picture is cut off");

    [Fact]
    public void A_JPEG_picture_of_thousands_of_scans_is_refused_at_the_hundred_and_first()
    {
        byte[] jpeg = Jpeg("progressive.jpg", 37, 27);
        int scan = Marker(jpeg, 0, 0xDA), end = Marker(jpeg, scan + 2, 0xC4);
        byte[] again = jpeg[scan..end];
        byte[] hundred = [.. jpeg[..scan], .. Enumerable.Repeat(again, 91).SelectMany(s => s), .. jpeg[end..]];
        Assert.Equal(PictureFile.Read(jpeg, "p.jpg").Pixels, PictureFile.Read(hundred, "p.jpg").Pixels);
        byte[] thousands = [.. jpeg[..scan], .. Enumerable.Repeat(again, 5000).SelectMany(s => s), .. jpeg[end..]];
        AssertRefused(() => PictureFile.Read(thousands, "p.jpg"), 1, "p.jpg: a JPEG picture of more than 100 scans cannot be read");
    }

    [Fact]
    public void A_BMP_header_that_promises_more_than_there_is_costs_nothing()
    {
        byte[] endless = Bmp(100, 100, 8, 1, [.. Enumerable.Repeat((byte)255, 4 * Megabyte)]);
        AssertRefused(() => PictureFile.Read(Bmp(8000, 8000, 24, 0, new byte[1000]), "p.bmp"), 1, "the BMP picture is cut off");
        AssertRefused(() => PictureFile.Read(Bmp(8000, 8000, 8, 1, new byte[1000]), "p.bmp"), 1, "the BMP picture is cut off");
        AssertRefused(() => PictureFile.Read(endless, "p.bmp"), 1, "the BMP picture is cut off");
    }

    // Everything that is allocated on the way, kept or not.
    private static void AssertRefused(Action read, int mostMegabytes, string problem)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        UserException e = Assert.Throws<UserException>(read);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.Contains(problem, e.Message);
        Assert.DoesNotContain('\n', e.Message);
        Assert.InRange(allocated, 0, (long)mostMegabytes * Megabyte);
    }

    private static byte[] Idx(byte[] values, params int[] sizes)
    {
        byte[] file = new byte[4 + (4 * sizes.Length) + values.Length];
        file[2] = 8;
        file[3] = (byte)sizes.Length;
        for (int i = 0; i < sizes.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(4 + (4 * i)), sizes[i]);
        }

        values.CopyTo(file, 4 + (4 * sizes.Length));
        return file;
    }

    private string Zip(string name, byte[] contents)
    {
        using MemoryStream zipped = new();
        using (GZipStream gzip = new(zipped, CompressionLevel.SmallestSize))
        {
            gzip.Write(contents);
        }

        return _folder.Write(name, zipped.ToArray());
    }

    // A picture whose header says another size.
    private static byte[] Jpeg(string name, int width, int height)
    {
        byte[] jpeg = File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Pictures", name));
        int frame = Math.Max(Marker(jpeg, 0, 0xC0), Marker(jpeg, 0, 0xC2));
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 5), (ushort)height);
        BinaryPrimitives.WriteUInt16BigEndian(jpeg.AsSpan(frame + 7), (ushort)width);
        return jpeg;
    }

    private static int Marker(byte[] jpeg, int from, byte marker)
    {
        int found = jpeg.AsSpan(from).IndexOf([(byte)0xFF, marker]);
        return found < 0 ? -1 : from + found;
    }

    private static byte[] Bmp(int width, int height, int bits, int packing, byte[] pixels)
    {
        byte[] header = new byte[54 + 1024];
        "BM"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(10), header.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(18), width);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(22), height);
        header[28] = (byte)bits;
        header[30] = (byte)packing;
        return [.. header, .. pixels];
    }
}
