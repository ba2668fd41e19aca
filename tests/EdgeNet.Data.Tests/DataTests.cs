using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Files;
using EdgeNet.Pictures;
using EdgeNet.TestSupport;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeNet.Data.Tests;

/// <summary>What users bring: every file is read right or refused with one line that helps.</summary>
public sealed class DataTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_CSV_without_a_header_has_its_label_last()
    {
        Dataset data = Csv("1,2,cat\n3,4.5,dog\n-1e2,0,cat\n");
        Assert.Equal(["cat", "dog"], data.Labels);
        Assert.Equal([1f, 2f, 3f, 4.5f, -100f, 0f], data.Features);
        Assert.Equal([0f, 1f, 0f], data.Targets);
    }

    [Fact]
    public void A_CSV_with_a_header_may_name_its_label_column_and_be_separated_by_semicolons()
    {
        Dataset data = Csv("kind;a;b\n\"long kind\";1;2\nshort;3;4\n", new CsvOptions("kind"));
        Assert.Equal(["long kind", "short"], data.Labels);
        Assert.Equal([1f, 2f, 3f, 4f], data.Features);
    }

    [Fact]
    public void Whole_numbers_are_classes_in_numeric_order_and_others_are_measurements()
    {
        Assert.Equal(["2", "10"], Csv("1,10\n2,2\n3,10\n").Labels);
        Dataset regression = Csv("km,miles\n1,0.62\n2,1.24\n");
        Assert.Equal(TaskKind.Regression, regression.Task);
        Assert.Equal([0.62f, 1.24f], regression.Targets);
        Assert.Equal(["miles"], regression.Labels);
        Assert.Equal(TaskKind.Regression, Csv("1,10\n2,2\n", new CsvOptions(Task: TaskKind.Regression)).Task);
    }

    [Fact]
    public void The_header_of_scikit_learns_files_names_the_classes()
    {
        Dataset data = Csv("3,2,setosa,virginica\n1,2,0\n3,4,1\n5,6,0\n".Replace("3,2,setosa,virginica", "3,2,setosa virginica"));
        Assert.Equal(["0", "1"], data.Labels); // one name for two classes: not such a header
        data = Csv("4,3,setosa,virginica\n1,2,9,0\n3,4,9,1\n5,6,9,0\n5,6,9,1\n");
        Assert.Equal(["setosa", "virginica"], data.Labels);
        Assert.Equal(4, data.Count);
    }

    [Theory]
    [InlineData("1,\"a,b\"\n2,c\n", "a,b", "c")]
    [InlineData("1,\"say \"\"hi\"\"\"\r\n2,\"\"\"\"\"\"\n", "\"\"", "say \"hi\"")]
    [InlineData("\"1\",a\r2,6\" nails\r", "6\" nails", "a")]
    [InlineData("1;\"first\r\nsecond\"\n2;x", "first\nsecond", "x")]
    [InlineData("1\ta,b\n2\tc;d", "a,b", "c;d")]
    [InlineData("\uFEFF1,a\n\n\n2,b\n", "a", "b")]
    public void Quotation_marks_separators_and_line_ends_are_read_as_spreadsheets_write_them(string text, params string[] labels)
    {
        Dataset data = Csv(text);
        Assert.Equal(labels, data.Labels);
        Assert.Equal([1f, 2f], data.Features);
    }

    [Fact]
    public void Every_table_of_texts_is_read_as_it_was_written_whatever_the_texts()
    {
        Gen<string> texts = Gen.Elements('a', '"', ',', ';', '\t', '\n', ' ', 'ä').ArrayOf(6).Select(c => new string(c).Trim()).Where(t => t.Length > 0);
        Gen<(string[] Texts, char Separator, string End)> tables =
            from labels in texts.ArrayOf(20).Where(l => l.Length > 1)
            from separator in Gen.Elements(',', ';', '\t')
            from end in Gen.Elements("\n", "\r\n", "\r")
            select (labels, separator, end);
        Prop.ForAll(tables.ToArbitrary(), table =>
        {
            IEnumerable<string> rows = table.Texts.Select((label, i) => $"{i}{table.Separator}{i}.5{table.Separator}\"{label.Replace("\"", "\"\"")}\"");
            Dataset data = Csv(string.Join(table.End, rows));
            return data.Labels.SequenceEqual(table.Texts.Distinct().Order(StringComparer.Ordinal))
                && Enumerable.Range(0, data.Count).All(i => data.Labels[data.ClassOf(i)] == table.Texts[i] && data.Features[2 * i] == i);
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("1,2,\"x\n1,2,y\n", "damaged or cut off", "quotation mark in the row from line 1 on is not closed")]
    [InlineData("a,b,c\n1,2,x\n1,oops,y\n", "row 3, column 2 (b)", "\"oops\"")]
    [InlineData("1,2,x\n1,1e99,y\n", "row 2, column 2", "1e99 is not a finite number")]
    [InlineData("1,2,x\n1,NaN,y\n", "1 of 2 rows lack values, the first is row 2", "column 2 in 1", "--missing median", "--ignore")]
    [InlineData("1,2,x\n1,2\n", "line 2", "2 columns")]
    [InlineData("", "no rows")]
    [InlineData("a,b\n", "only a header (a, b) and no rows of data")]
    [InlineData("1\n2\n", "only 1 column")]
    [InlineData("1,2,x\n1,2,\n", "row 2", "label is missing")]
    public void A_bad_CSV_is_refused_with_the_place(string text, params string[] parts)
    {
        UserException e = Assert.Throws<UserException>(() => Csv(text));
        Assert.All(parts, p => Assert.Contains(p, e.Message));
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void A_label_column_that_is_not_there_is_refused_with_those_that_are()
    {
        UserException e = Assert.Throws<UserException>(() => Csv("a,b\n1,2\n", new CsvOptions("c")));
        Assert.Contains("a, b", e.Message);
    }

    [Fact]
    public void IDX_files_are_read_plain_and_zipped()
    {
        byte[] images = Idx(3, [2, 2, 3], [.. Enumerable.Range(0, 12).Select(i => (byte)i)]);
        string path = _folder.Write("train-images-idx3-ubyte", images);
        _folder.Write("train-labels-idx1-ubyte.gz", Zip(Idx(1, [2], [1, 0])));
        (Dataset data, Dataset? test) = new DataSource(new CsvOptions()).Load(_folder.Path, 1);
        Assert.Null(test);
        Assert.Equal("2x3", data.Shape.ToString());
        Assert.Equal([6f, 7f, 8f, 9f, 10f, 11f], data.Sample(1).ToArray());
        Assert.Equal([1f, 0f], data.Targets);
        Assert.Equal(2, new DataSource(new CsvOptions()).Load(path, 1).Train.Count);
    }

    [Fact]
    public void A_folder_with_both_pairs_has_its_own_test_part()
    {
        foreach ((string part, int count) in new[] { ("train", 5), ("t10k", 2) })
        {
            _folder.Write($"{part}-images-idx3-ubyte", Idx(3, [count, 2, 2], new byte[4 * count]));
            _folder.Write($"{part}-labels-idx1-ubyte", Idx(1, [count], [1, .. new byte[count - 1]]));
        }

        DatasetSplit split = new DataSource(new CsvOptions()).LoadSplit(_folder.Path, null, 1);
        Assert.Equal((5, 2), (split.Train.Count, split.Test.Count));
        Assert.Equal(2, new DataSource(new CsvOptions()).LoadTest(_folder.Path, 1).Count);
    }

    [Fact]
    public void A_damaged_IDX_file_is_refused_with_what_is_wrong()
    {
        byte[] good = Idx(1, [3], [1, 2, 3]);
        Refused(good[..^1], "cut off, 2 of 3");
        Refused([.. good, 9], "longer");
        Refused(Idx(3, [1, 1, 1], [1]), "magic");
        Refused([0, 0, 8], "too short");
        Refused(Idx(1, [-1], []), "impossible size");
        Refused(Idx(1, [int.MaxValue], [1]), "impossible size");
        Refused(Zip(good)[..^9], "gzip", ".gz");
        Refused([1, 2, 3, 4], "gzip", ".gz");

        void Refused(byte[] bytes, string problem, string ending = "")
        {
            string path = _folder.Write("labels" + ending, bytes);
            UserException e = Assert.Throws<UserException>(() => IdxReader.Read(path, 1));
            Assert.Contains(problem, e.Message);
            Assert.Contains(path, e.Message);
        }
    }

    [Fact]
    public void Pictures_and_labels_must_be_equally_many()
    {
        string path = _folder.Write("x-images-idx3-ubyte", Idx(3, [2, 1, 1], [1, 2]));
        _folder.Write("x-labels-idx1-ubyte", Idx(1, [3], [1, 2, 3]));
        UserException e = Assert.Throws<UserException>(() => new DataSource(new CsvOptions()).Load(path, 1));
        Assert.Contains("2 pictures", e.Message);
    }

    [Theory]
    [InlineData(0, new byte[] { 10, 200 }, new byte[] { 10, 200 })]
    [InlineData(2, new byte[] { 255, 0, 0, 0, 0, 255 }, new byte[] { 76, 29 })] // BT.601: 0.299 and 0.114 of 255
    [InlineData(6, new byte[] { 0, 0, 0, 255, 0, 0, 0, 0 }, new byte[] { 0, 255 })] // the transparent pixel shows the white below
    [InlineData(4, new byte[] { 100, 255, 100, 0 }, new byte[] { 100, 255 })]
    public void PNG_colours_become_grey(byte colour, byte[] pixels, byte[] grey)
    {
        Picture picture = PictureFile.Read(_folder.Write("p.png", Png.Write(2, 1, colour, [0, .. pixels])));
        Assert.Equal(grey, picture.WithChannels(1).Pixels);
    }

    [Fact]
    public void Every_PNG_filter_is_undone()
    {
        // Rows 1 2 3, then each filter's difference to it, computed by hand from section 9 of the specification.
        byte[] rows =
        [
            0, 1, 2, 3,
            1, 1, 1, 1, // sub: 1 2 3
            2, 0, 0, 0, // up: 1 2 3
            3, 1, 1, 1, // average: 1 + 1/2, ... = 1, 1 + (1+2)/2 = 2, 1 + (2+3)/2 = 3
            4, 0, 0, 0, // Paeth: up 1, then nearest of (1, 2, 1) to 2 is 2, then 3
        ];
        Picture picture = PictureFile.Read(_folder.Write("p.png", Png.Write(3, 5, 0, rows)));
        Assert.Equal([1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3], picture.Pixels);
    }

    [Fact]
    public void A_PNG_cut_off_or_changed_anywhere_is_refused_or_read_but_never_crashes()
    {
        byte[] good = Png.Write(8, 8, 0, [.. Enumerable.Range(0, 72).Select(i => (byte)(i % 9 == 0 ? i / 9 % 5 : i * 7))]);
        for (int length = 8; length < good.Length; length++)
        {
            Assert.Throws<UserException>(() => PngReader.Read(good[..length], "p.png"));
        }

        Random random = new(1);
        for (int i = 0; i < 20_000; i++)
        {
            byte[] copy = (byte[])good.Clone();
            copy[random.Next(8, copy.Length)] = (byte)random.Next(256);
            Png.SealChunks(copy);
            try
            {
                PngReader.Read(copy, "p.png");
            }
            catch (UserException)
            {
            }
        }
    }

    [Fact]
    public void PGM_pictures_are_read_with_comments_and_white_levels_other_than_255()
    {
        byte[] pgm = [.. Encoding.ASCII.GetBytes("P5\n# made by hand\n2 1 100\n"), 50, 100];
        Assert.Equal([127, 255], PictureFile.Read(_folder.Write("p.pgm", pgm)).Pixels);
        Assert.Throws<UserException>(() => PictureFile.Read(_folder.Write("q.pgm", pgm[..^1])));
        Assert.Throws<UserException>(() => PictureFile.Read(_folder.Write("r.pgm", Encoding.ASCII.GetBytes("P5 99999999 99999999 255 "))));
    }

    /// <summary>Digits of a number that was too long were read as the next number.</summary>
    [Theory]
    [InlineData("P5 99999999999999999999 2 255\n", "a PGM picture of 10,000,000 or more x 2 pixels cannot be read")]
    [InlineData("P5 2 4294967297 255\n", "a PGM picture of 2 x 10,000,000 or more pixels cannot be read")]
    [InlineData("P5 123456789 1 255\n", "a PGM picture of 10,000,000 or more x 1 pixels cannot be read")]
    [InlineData("P5 2 1 65535\n", "a PGM picture whose white is 65535 cannot be read")]
    [InlineData("P5 2 1 18446744073709551871\n", "a PGM picture whose white is 10,000,000 or more cannot be read")]
    [InlineData("P5 2 x 255\n", "the PGM header is damaged")]
    public void An_impossible_number_in_a_PGM_header_is_told_as_what_it_is(string header, string problem) =>
        Assert.StartsWith($"p.pgm: {problem}", Assert.Throws<UserException>(() => PnmReader.Read(Encoding.ASCII.GetBytes(header + "ab"), "p.pgm")).Message);

    [Fact]
    public void A_picture_in_another_size_keeps_its_mean_and_its_flat_parts()
    {
        Picture flat = new(10, 10, [.. Enumerable.Repeat((byte)77, 100)]);
        Assert.All(flat.Resize(3, 7).Pixels, p => Assert.Equal(77, p));
        Picture halves = new(8, 1, [0, 0, 0, 0, 200, 200, 200, 200]);
        Picture two = halves.Resize(2, 1);
        Assert.True(two.Pixels[0] < 40 && two.Pixels[1] > 160);
        Assert.Equal(100, two.Pixels.Average(p => p), 1.0);
    }

    [Fact]
    public void A_folder_of_pictures_has_a_class_for_each_sub_folder()
    {
        foreach ((string name, byte value) in new[] { ("dark/a.png", (byte)10), ("dark/b.png", (byte)20), ("light/c.png", (byte)240) })
        {
            _folder.Write(name, Png.Write(2, 2, 0, [0, value, value, 0, value, value]));
        }

        Dataset data = new DataSource(new CsvOptions()).Load(_folder.Path, 1).Train;
        Assert.Equal(["dark", "light"], data.Labels);
        Assert.Equal([0f, 0f, 1f], data.Targets);
        Assert.Equal("2x2", data.Shape.ToString());
        Assert.Equal("5x4", new DataSource(new CsvOptions(), (5, 4)).Load(_folder.Path, 1).Train.Shape.ToString());

        // The last one is of another size: then they are all brought to one.
        _folder.Write("light/d.png", Png.Write(4, 4, 0, [.. Enumerable.Repeat(new byte[] { 0, 7, 7, 7, 7 }, 4).SelectMany(r => r)]));
        data = new DataSource(new CsvOptions()).Load(_folder.Path, 1).Train;
        Assert.Equal("28x28", data.Shape.ToString());
        Assert.All(new byte[] { 10, 20, 240, 7 }.Index(), p => Assert.All(data.Sample(p.Index).ToArray(), v => Assert.Equal(p.Item, v)));

        Directory.CreateDirectory(_folder.File("none"));
        UserException e = Assert.Throws<UserException>(() => new DataSource(new CsvOptions()).Load(_folder.Path, 1));
        Assert.Contains("no pictures", e.Message);
        Assert.Contains("none", e.Message);
    }

    [Fact]
    public void A_stratified_split_puts_the_same_share_of_every_class_aside()
    {
        float[] targets = [.. Enumerable.Range(0, 100).Select(i => i < 80 ? 0f : 1f)];
        Dataset data = new("d", TaskKind.Classification, Shape.Features(1), FeatureKind.Columns, [.. Enumerable.Range(0, 100).Select(i => (float)i)], targets, ["a", "b"]);
        DatasetSplit split = DatasetSplit.Stratified(data, 0.2, 1);
        Assert.Equal((16, 4), (split.Test.Targets.Count(t => t == 0), split.Test.Targets.Count(t => t == 1)));
        Assert.Equal(Enumerable.Range(0, 100).Select(i => (float)i), split.Train.Features.Concat(split.Test.Features).Order());
        Assert.Equal(split.Test.Features, DatasetSplit.Stratified(data, 0.2, 1).Test.Features);
        Assert.NotEqual(split.Test.Features, DatasetSplit.Stratified(data, 0.2, 2).Test.Features);
    }

    [Theory]
    [InlineData("gates")]
    [InlineData("xor")]
    [InlineData("miles")]
    [InlineData("bugs")]
    [InlineData("four-pixels")]
    public void Built_in_data_are_the_same_for_the_same_seed(string name)
    {
        DatasetSplit one = BuiltInDatasets.Create(name, 4), two = BuiltInDatasets.Create(name, 4);
        Assert.Equal(one.Train.Features, two.Train.Features);
        Assert.Equal(one.Test.Targets, two.Test.Targets);
    }

    [Fact]
    public void Truth_tables_are_true()
    {
        Dataset gates = BuiltInDatasets.Create("gates", 1).Train;
        Assert.Equal([0f, 0f, 0f, 0f, 1f, 1f, 0f, 1f, 1f, 1f, 1f, 0f], gates.Targets);
    }

    [Fact]
    public void Drawn_digits_are_centred_pictures_and_the_test_part_holds_others()
    {
        DatasetSplit digits = Digits.Create("digits", 28, 200, 200, 1);
        Assert.NotEqual(digits.Train.Features, digits.Test.Features);
        for (int s = 0; s < 200; s++)
        {
            ReadOnlySpan<float> pixels = digits.Train.Sample(s);
            double ink = 0, x = 0;
            for (int i = 0; i < pixels.Length; i++)
            {
                Assert.InRange(pixels[i], 0, 255);
                ink += pixels[i];
                x += pixels[i] * (i % 28);
            }

            Assert.InRange(ink / 255, 15, 350);
            Assert.InRange(x / ink, 10.5, 16.5);
        }
    }

    private static Dataset Csv(string text, CsvOptions? options = null)
    {
        using MemoryStream stream = new(Encoding.UTF8.GetBytes(text));
        return CsvDataset.Read(stream, "table.csv", "table", options ?? new CsvOptions());
    }

    private static byte[] Idx(byte rank, int[] sizes, byte[] values)
    {
        byte[] header = new byte[4 + (4 * sizes.Length)];
        (header[2], header[3]) = (8, rank);
        for (int i = 0; i < sizes.Length; i++)
        {
            BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4 + (4 * i)), sizes[i]);
        }

        return [.. header, .. values];
    }

    private static byte[] Zip(byte[] bytes)
    {
        using MemoryStream stream = new();
        using (GZipStream zip = new(stream, CompressionLevel.Fastest))
        {
            zip.Write(bytes);
        }

        return stream.ToArray();
    }
}
