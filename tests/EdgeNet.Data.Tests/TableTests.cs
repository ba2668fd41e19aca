using System.Globalization;
using System.Text;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeNet.Data.Tests;

/// <summary>Tables as other programs write them.</summary>
public sealed class TableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>What Excel writes in Germany with "CSV (semicolon delimited)", the sheet having once had more columns and rows: Windows-1252, decimal commas, lines that end in CR LF.</summary>
    [Fact]
    public void An_export_of_a_German_Excel_names_one_cause_after_the_other_and_is_read_with_both_options()
    {
        byte[] export = CodePagesEncodingProvider.Instance.GetEncoding(1252)!.GetBytes("sep=;\r\nL\u00e4nge;\"Breite;mm\";Art;;\r\n5,1;3,5;K\u00e4fer;;\r\n\"4,9\";3;B\u00e4r;;\r\n;;;;\r\n;;;;\r\n");
        AssertRefused(export, new(), "line 2 is not UTF-8; add --encoding windows-1252");
        AssertRefused(export, new() { Encoding = TableEncoding.Windows1252 }, "row 2, column 1 (L\u00e4nge): \"5,1\" is not a number; add --decimal comma");
        Dataset data = Read(export, new() { Encoding = TableEncoding.Windows1252, DecimalComma = true });
        Assert.Equal(["L\u00e4nge", "Breite;mm"], data.Columns!);
        Assert.Equal([5.1f, 3.5f, 4.9f, 3f], data.Features);
        Assert.Equal(["B\u00e4r", "K\u00e4fer"], data.Labels);
        Assert.Equal((2, 3, "Art"), (data.Table!.Rows, data.Table.Columns, data.Table.Label!));
    }

    /// <summary>"Unicode text" of Excel is UTF-16 with a byte order mark and tabs; other programs leave the mark out or begin with the other byte.</summary>
    [Theory]
    [InlineData("utf-16", true, null)]
    [InlineData("utf-16BE", true, null)]
    [InlineData("utf-16", false, TableEncoding.Utf16)]
    [InlineData("utf-8", true, TableEncoding.Latin1)] // the mark knows better
    [InlineData("utf-8", false, TableEncoding.Utf8)]
    [InlineData("iso-8859-1", false, TableEncoding.Latin1)]
    public void Every_encoding_is_read(string name, bool mark, TableEncoding? option)
    {
        Encoding encoding = Encoding.GetEncoding(name);
        byte[] text = encoding.GetBytes(string.Concat(Enumerable.Range(0, 3000).Select(i => $"{i}\t5,1\t{(i % 2 == 0 ? "\u00e9t\u00e9" : "b")}\r\n")));
        Dataset data = Read(mark ? [.. encoding.GetPreamble(), .. text] : text, new() { DecimalComma = true, Encoding = option });
        Assert.Equal(["b", "\u00e9t\u00e9"], data.Labels);
        Assert.Equal((3000, 5.1f, 2999f), (data.Count, data.Features[1], data.Features[^2]));
        Assert.Null(data.Columns);
    }

    [Theory]
    [InlineData("0,16,3,4,5,6,a", 2, 3, 2, FeatureKind.SharedRange)]
    [InlineData("0,255,3,4,5,6,a", 3, 2, 2, FeatureKind.Pixels)]
    [InlineData("0,255,3,4,5,6,a", 1, 2, 3, FeatureKind.Pixels)] // in colour
    [InlineData("0,255,3,4.5,5,6,a", 2, 3, 2, FeatureKind.SharedRange)]
    [InlineData("0,256,3,4,5,6,a", 2, 3, 2, FeatureKind.SharedRange)]
    [InlineData("0,255,3,-1,5,6,a", 2, 3, 2, FeatureKind.SharedRange)]
    public void Columns_are_pixels_where_the_user_says_of_which_picture(string row, int height, int width, int rank, FeatureKind kind)
    {
        Dataset data = Read($"{row}\n{row[..^1]}b\n", new() { PictureSize = (height, width) });
        Assert.Equal((rank, height, width, rank == 3 ? 3 : 1), (data.Shape.Rank, data.Shape.Height, data.Shape.Width, data.Shape.Channels));
        Assert.Equal((kind, 2), (data.Kind, data.Count));
    }

    [Theory]
    [InlineData(0f, 0f)]
    [InlineData(7f, 7f)]
    [InlineData(0f, 1e-42f)]
    [InlineData(-3e38f, 3e38f)]
    public void Pixels_without_a_range_are_refused(float low, float high)
    {
        string path = _folder.Write("t.csv", FormattableString.Invariant($"{low:R},{high:R},{low:R},{low:R},a\n{low:R},{low:R},{low:R},{high:R},b\n"));
        UserException e = Assert.Throws<UserException>(() => new DataSource(new CsvOptions(), PictureSize: (2, 2)).LoadSplit(path, path, 1));
        Assert.Contains("there is no range of brightness to learn from", e.Message);
    }

    [Fact]
    public void Columns_that_are_not_the_pixels_of_the_picture_are_refused() =>
        AssertRefused("1,2,3,4,5,a\n6,7,8,9,0,b\n"u8.ToArray(), new() { PictureSize = (2, 2) }, "its 5 inputs are not the pixels of 2x2, which are 4, or 12 in colour; choose another size, or leave columns out with --ignore");

    /// <summary>Where the two characters of a line end were in two blocks of the file, the rest of it was not read.</summary>
    [Fact]
    public void Lines_that_end_in_CR_LF_are_read_wherever_blocks_of_the_file_end()
    {
        foreach (int length in Enumerable.Range(1, 12))
        {
            string row = new('7', length);
            Assert.Equal(1500, Read(string.Concat(Enumerable.Range(0, 1500).Select(i => $"{row},{i % 2}\r\n"))).Count);
            Assert.Equal(1501, Read("a,b\r\n1,\"x\r\ny\"\r\n" + string.Concat(Enumerable.Range(0, 1500).Select(i => $"\"{row}\",z\r\n"))).Count);
        }
    }

    [Fact]
    public void What_is_not_in_the_encoding_is_named_with_its_line_and_the_option()
    {
        byte[] latin = Encoding.Latin1.GetBytes("a,b\n1,x\n2,\u00e9\n3,y\n");
        AssertRefused(latin, new(), "line 3 is not UTF-8; add --encoding windows-1252 (Excel) or --encoding latin1");
        byte[] late = [.. Enumerable.Repeat("1,x\n"u8.ToArray(), 5000).SelectMany(r => r), .. latin[4..]];
        AssertRefused(late, new(), "line 5002 is not UTF-8");
        AssertRefused([.. "1,\u00e9\n"u8, .. latin[4..]], new(), "mixed encodings: line 3 is not UTF-8, but letters of other lines are");
        AssertRefused([.. latin, .. Enumerable.Repeat("1,x\n"u8.ToArray(), 5000).SelectMany(r => r), .. "1,\u00e9\n"u8], new(), "mixed encodings: line 3 is not UTF-8");
        AssertRefused(Encoding.Unicode.GetBytes("1,a\n2,b\n"), new(), "NUL byte", "--encoding utf-16");
        AssertRefused("1,a\n2,b\0\n"u8.ToArray(), new(), "line 2 has a NUL byte");
        AssertRefused([0xFF, 0xFE, .. "1\0,\0a\0"u8, 0, 0xD8, .. "\n\0"u8], new(), "line 1 is not UTF-16");
    }

    [Theory]
    [InlineData("5,1;3,5;a\n4,9;3,0;b\n", "row 1, column 1: \"5,1\" is not a number; add --decimal comma")]
    [InlineData("5,1;3,5\n4,9;3,0\n", "\"5,1\" is not a number; add --decimal comma")]
    [InlineData("5,1\t3,5\n4,9\t3,0\n", "\"5,1\" is not a number; add --decimal comma")]
    [InlineData("a;b\n1;3,5\n", "row 2, column 2 (b): \"3,5\" is not a number; add --decimal comma")]
    [InlineData("a,b\n\"1,234.5\",x\n", "write numbers without thousands separators")]
    [InlineData("a;b\n1.234.567,0;x\n", "write numbers without thousands separators")]
    [InlineData("a;b\n1 234 567;x\n", "write numbers without thousands separators")]
    [InlineData("when,b\n2024-01-31,x\n", "row 2, column 1 (when): \"2024-01-31\" looks like a date or a time; write it as a number, or leave the column out with --ignore when")]
    [InlineData("when,b\n31.1.2024 12:30,x\n", "looks like a date")]
    [InlineData("1,12:30:00,x\n2,12:31,y\n", "column 2: \"12:30:00\" looks like a date or a time", "--ignore 2")]
    [InlineData("a,b\n1,x\ntwo,y\n", "row 3, column 1 (a): \"two\" is not a number; if it is no mistake, leave the column out with --ignore a")]
    [InlineData("a,b,c\none,1,x\n2,2,y\n", "row 3, column 1 (a): \"2\" is a number, but \"one\" before is not")]
    [InlineData("a,a,b\n1,2,x\n", "columns 1 and 2 are both called \"a\"")]
    [InlineData("a,b,c\n1,2,x\n3,4,\n", "row 3, column 3 (c): the label is missing")]
    [InlineData("a,b,c\n1,2,x\n3,4,?\n", "row 3, column 3 (c): the label is missing (\"?\")")]
    [InlineData("a,b,c\n1,NA,x\n,4,y\n?,null,x\n", "3 of 3 rows lack values, the first is row 2: column 1 (a) in 2, column 2 (b) in 2; fill them with --missing median, or leave columns out with --ignore")]
    [InlineData("a,b,c\n1,NA,x\n3,-,y\n", "column 2 (b) has no values at all; leave it out with --ignore")]
    [InlineData("a|b\n1|x\n", "only 1 column", "columns are separated by comma, semicolon or tab")]
    public void What_cannot_be_meant_is_refused_with_cause_and_option(string text, params string[] parts) => AssertRefused(Encoding.UTF8.GetBytes(text), new(), parts);

    [Fact]
    public void With_decimal_commas_numbers_with_a_point_are_refused_and_commas_separate_only_quoted_ones()
    {
        CsvOptions comma = new() { DecimalComma = true };
        AssertRefused("a;b\n5.1;x\n"u8.ToArray(), comma, "leave out --decimal comma");
        Assert.Equal([5.1f, -1500f], Read("\"5,1\",\"-1,5e3\",x\n"u8.ToArray(), comma).Features);
        Assert.Equal([5.1f, 2.5f], Read("5,1\tx\n2,5\ty\n"u8.ToArray(), comma).Features);
    }

    [Fact]
    public void Texts_become_inputs_and_columns_are_chosen_by_name_or_by_number()
    {
        const string Text = "id,colour,width,note,kind\n1,red,5,aa,x\n2,blue,6,bb,y\n3,,7,cc,x\n";
        AssertRefused(Encoding.UTF8.GetBytes(Text), new(), "1 of 3 rows lack values", "column 2 (colour) in 1");
        Dataset data = Read(Text, new() { Ignore = ["id", "note"], Missing = MissingValues.Median });
        Assert.Equal(["colour=blue", "colour=red", "width"], data.Columns!);
        Assert.Equal([0f, 1f, 5f, 1f, 0f, 6f, float.NaN, float.NaN, 7f], data.Features);
        Assert.Equal(["id", "note"], data.Table!.Ignored);
        Assert.Equal([new MissingCount("colour", 1)], data.Table.Missing);
        Assert.Equal(["width"], Read(Text, new() { Columns = ["width"] }).Columns!);
        Assert.Equal(["kind=x", "kind=y", "width"], Read(Text, new("id") { Columns = ["width", "kind"] }).Columns!.Order(StringComparer.Ordinal));
        AssertRefused(Encoding.UTF8.GetBytes(Text), new() { Ignore = ["hue"] }, "no column is called \"hue\"; there are id, colour, width, note, kind");

        Dataset numbered = Read("x,5,red\ny,6,blue\n", new("1") { Ignore = ["2"] });
        Assert.Equal(["x", "y", "column 3=blue", "column 3=red"], numbered.Labels.Concat(numbered.Columns!));
        AssertRefused("x,5\ny,6\n"u8.ToArray(), new("3"), "the file has no header; give --label-column a number from 1 to 2");
    }

    [Fact]
    public void A_column_of_names_is_refused_with_the_options()
    {
        string text = string.Concat(Enumerable.Range(0, 70).Select(i => $"name {i},{i},{i % 2}\n"));
        AssertRefused(Encoding.UTF8.GetBytes(text), new(), "row 65, column 1: \"name 64\" is one of more than 64 different texts", "--ignore 1", "--label-column 1");
        Assert.Equal(1, Read(text, new() { Ignore = ["1"] }).Shape.Count);
    }

    /// <summary>pandas writes the number of each row first, without a name, unless told not to.</summary>
    [Fact]
    public void Numbers_of_rows_are_no_feature_without_a_name_and_pointed_out_with_one()
    {
        string rows = string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{i * i % 7},{i % 3},{(i < 15 ? "a" : "b")}\n"));
        Dataset data = Read(",w,h,kind\n" + rows);
        Assert.Equal(["w", "h"], data.Columns!);
        Assert.Equal([0f, 0f, 1f, 1f, 4f, 2f], data.Features[..6]);
        Assert.Contains("column 1 has no name and numbers the rows; it is left out", Assert.Single(data.Table!.Warnings));
        data = Read("Id,w,h,kind\n" + rows);
        Assert.Equal(["Id", "w", "h"], data.Columns!);
        Assert.Contains("column 1 (Id) numbers the rows; if it is no measurement, leave it out with --ignore Id", Assert.Single(data.Table!.Warnings));
        Assert.Empty(Read("kilometres,miles\n" + string.Concat(Enumerable.Range(0, 30).Select(i => $"{i},{i * 0.62}\n"))).Table!.Warnings);
    }

    [Theory]
    [InlineData("a,b\n1,2,\n3,4,\n", 1)]
    [InlineData("a,b,,\n1,2,,\n3,4\n", 1)]
    [InlineData("1,2,x,,\n3,4,y,,\n,,,,\n5,6,x,,\n", 2)]
    [InlineData("a,,b\n1,,2\n3,,4\n,,\n", 1)]
    public void Empty_columns_and_rows_of_spreadsheets_are_skipped(string text, int inputs)
    {
        Dataset data = Read(text);
        Assert.Equal((inputs, text.Count(c => c == '\n') - (text[0] == 'a' ? 1 : 0) - text.Split('\n').Count(l => l.Length > 0 && l.All(c => c == ','))), (data.Shape.Count, data.Count));
    }

    [Fact]
    public void A_header_is_found_above_texts_too()
    {
        Assert.Equal(["shape=flat", "shape=round"], Read("shape,taste\nround,sweet\nflat,sour\n").Columns!);
        Assert.Equal(3, Read("round,sweet\nround,sour\nflat,sour\n").Count);
    }

    [Theory]
    [InlineData(10, 1797, TaskKind.Classification, "whole numbers with 10 different values in 1,797 rows: classification (--task regression overrules)")]
    [InlineData(2, 4, TaskKind.Classification, "whole numbers with 2 different values in 4 rows: classification (--task regression overrules)")]
    [InlineData(81, 500, TaskKind.Regression, "whole numbers with 81 different values in 500 rows: regression (--task classification overrules)")]
    [InlineData(21, 5000, TaskKind.Regression, "whole numbers with 21 different values in 5,000 rows: regression (--task classification overrules)")]
    [InlineData(20, 59, TaskKind.Regression, "whole numbers with 20 different values in 59 rows: regression (--task classification overrules)")]
    [InlineData(20, 60, TaskKind.Classification, "whole numbers with 20 different values in 60 rows: classification (--task regression overrules)")]
    public void Whole_numbers_are_classes_where_they_are_few_and_come_often(int values, int rows, TaskKind task, string rule)
    {
        Dataset data = Read(string.Concat(Enumerable.Range(0, rows).Select(i => $"{i % 13},{i % values}\n")));
        Assert.Equal((task, rule), (data.Task, data.Table!.TaskRule));
        Assert.Equal(TaskKind.Classification, Read(string.Concat(Enumerable.Range(0, rows).Select(i => $"{i % 13},{i % values}\n")), new(Task: TaskKind.Classification)).Task);
    }

    [SharedDataFact]
    public void Known_tables_are_what_they_are_known_to_be()
    {
        foreach ((string path, int classes, int rows) in new[] { (SharedData.Iris, 3, 150), (SharedData.Digits, 10, 1797) })
        {
            Dataset data = CsvDataset.Read(path, new());
            Assert.Equal((TaskKind.Classification, classes, rows), (data.Task, data.Labels.Length, data.Count));
        }
    }

    [Fact]
    public void A_label_in_the_first_column_is_pointed_out()
    {
        Dataset data = Read("kind,length,width\nsetosa,5.1,3.5\nvirginica,4.9,3.1\nsetosa,5,3.2\n");
        Assert.Equal(TaskKind.Regression, data.Task);
        Assert.Equal("the label is column 3 (width), the last one; if it is column 1 (kind), add --label-column kind", Assert.Single(data.Table!.Warnings));
        Assert.Empty(Read("kind,length,width\nsetosa,5.1,3.5\nvirginica,4.9,3.1\n", new("kind")).Table!.Warnings);
    }

    [Fact]
    public void Labels_that_differ_in_case_or_spaces_and_classes_of_one_sample_are_pointed_out()
    {
        string path = _folder.Write("t.csv", string.Concat(Enumerable.Range(0, 40).Select(i => $"{i * 7 % 11},{i % 4},{new[] { "setosa", "SETOSA ", " iris  virginica", "iris virginica" }[i % 4]}\n")) + "1,1,lonely\n");
        DatasetSplit split = new DataSource(new()).LoadSplit(path, null, 1);
        Assert.Equal(["SETOSA", "iris  virginica", "iris virginica", "lonely", "setosa"], split.Train.Labels);
        Assert.Equal(
        [
            "the labels \"SETOSA\" (10 samples) and \"setosa\" (10 samples) differ only in case or spaces; they are learned as different classes",
            "the labels \"iris  virginica\" (10 samples) and \"iris virginica\" (10 samples) differ only in case or spaces; they are learned as different classes",
            "only one sample is \"lonely\"; a class needs a sample to learn from and one to test with",
        ], split.Warnings);
    }

    [Theory]
    [InlineData("1,a\n2,a\n3,a\n", "all 3 samples are \"a\"; a network needs at least two classes")]
    [InlineData("1,0.5\n2,0.5\n3,0.5\n", "all values of \"value\" are 0.5; there is nothing to learn")]
    public void Where_there_is_nothing_to_learn_training_is_refused_and_a_test_is_not(string text, string problem)
    {
        string path = _folder.Write("t.csv", text);
        Assert.Contains(problem, Assert.Throws<UserException>(() => new DataSource(new()).LoadSplit(path, null, 1)).Message);
        Assert.Equal(3, new DataSource(new()).LoadTest(path, 1).Count);
    }

    /// <summary>Medians 3 (of 1, 3, 9) and 2.5 (of 2, 3), by hand.</summary>
    [Fact]
    public void Missing_values_become_the_median_of_the_training_part()
    {
        string train = _folder.Write("train.csv", "a,b,kind\n1,2,x\n3,,y\n9,3,x\nNA,-,y\n"), test = _folder.Write("test.csv", "b,a,kind\n,100,x\n200,?,y\n");
        CsvOptions options = new() { Missing = MissingValues.Median };
        DatasetSplit split = new DataSource(options).LoadSplit(train, test, 1);
        Assert.Equal([1f, 2f, 3f, 2.5f, 9f, 3f, 3f, 2.5f], split.Train.Features);
        Assert.Equal([100f, 2.5f, 3f, 200f], split.Test.Features);
        Assert.Equal([3f, 2.5f], ColumnMedians.Of(Read(File.ReadAllText(train), options)));
        Assert.Equal([7f, 8f], CsvDataset.ReadFeatures(_folder.Write("one.csv", "kind,b,a\n?,,\n"), 2, options with { Expected = new(["a", "b"], [7f, 8f]) })[0]);

        // Of the part that is learned from, not of all.
        string rows = _folder.Write("rows.csv", string.Concat(Enumerable.Range(0, 50).Select(i => $"{(i % 10 == 9 ? "" : i)},{i % 2}\n")));
        split = new DataSource(options).LoadSplit(rows, null, 1);
        float[] known = [.. split.Train.Features.Where((_, i) => split.Train.Features[i] % 10 != 9).Order()];
        Dataset raw = CsvDataset.Read(rows, options);
        DatasetSplit unfilled = DatasetSplit.Create(raw, 0.2, 1);
        Assert.Equal(unfilled.Train.Features.Select(v => float.IsNaN(v) ? ColumnMedians.Of(unfilled.Train)[0] : v), split.Train.Features);
        Assert.Equal(unfilled.Test.Features.Select(v => float.IsNaN(v) ? ColumnMedians.Of(unfilled.Train)[0] : v), split.Test.Features);
    }

    [Fact]
    public void A_model_finds_its_columns_by_name_wherever_they_are()
    {
        CsvOptions options = new() { Expected = new(["width", "colour=blue", "colour=red", "a=b=c"]) };
        Dataset data = Read("note,a=b,colour,width,kind\nhello,c,red,5,x\nworld,c,blue,6,y\n", options);
        Assert.Equal([5f, 0f, 1f, 1f, 6f, 1f, 0f, 1f], data.Features);
        Assert.Equal(["x", "y"], data.Labels);
        Assert.Equal(["width", "colour=blue", "colour=red", "a=b=c"], data.Columns!);
        Assert.Equal([6f, 1f, 0f, 1f], CsvDataset.ReadFeatures(_folder.Write("c.csv", "colour,a=b,width\nblue,c,6\n"), 4, options)[0]);

        AssertRefused("width,kind\n5,x\n"u8.ToArray(), options, "the model needs columns called colour, a; there are width, kind");
        AssertRefused("a=b,colour,width,kind\nc,green,5,x\n"u8.ToArray(), options, "row 2, column 2 (colour): \"green\" is none of the texts that the model knows (blue, red)");
        Assert.Equal([5f, float.NaN, float.NaN, 1f], Read("a=b,colour,width,kind\nc,green,5,x\n", options with { Missing = MissingValues.Median }).Features);
        AssertRefused("width,colour,a=b\n5,red,c\n"u8.ToArray(), options, "no column for the label");

        // Without a header, by position.
        options = new() { Expected = new(["width", "colour=blue", "colour=red", "d=c"]) };
        Assert.Equal([5f, 0f, 1f, 1f], Read("5,red,c,x\n", options).Features);
        Assert.Equal([5f, 0f, 1f, 1f], CsvDataset.ReadFeatures(_folder.Write("p.csv", "5,red,c\n"), 4, options)[0]);
        AssertRefused("5,red,c,1,2,x\n"u8.ToArray(), options, "6 columns, but the model expects 3 features and a label");
    }

    /// <summary>No-break, narrow no-break and ideographic spaces, as web pages and word processors have them.</summary>
    [Theory]
    [InlineData('\u00a0')]
    [InlineData('\u202f')]
    [InlineData('\u3000')]
    public void A_number_is_read_whatever_space_is_beside_it(char space)
    {
        Assert.Equal([3f, 4f, 1f, 2.5f], Read($"w,h,y\n3{space},4,a\n{space}1{space},2.5{space},b\n").Features);
        Dataset data = Read($"3{space},{space}4{space},a\n1,2,b\n");
        Assert.Equal([3f, 4f, 1f, 2f], data.Features);
        Assert.False(data.Table!.HasHeader);
        AssertRefused(Encoding.UTF8.GetBytes($"w,h,y\nred,4,a\n3{space},4,b\n"), new(), "is a number, but \"red\" before is not");
    }

    [Fact]
    public void A_model_of_a_table_without_header_finds_its_columns_by_their_places()
    {
        string text = "9,5,red,x\n8,6,blue,y\n";
        Dataset train = Read(text, new() { Ignore = ["1"] });
        Assert.Equal(["column 2", "column 3=blue", "column 3=red"], train.Columns!);
        CsvOptions options = new() { Expected = new(train.Columns) };
        Assert.Equal(train.Features, Read(text, options).Features);
        Assert.Equal([6f, 1f, 0f], CsvDataset.ReadFeatures(_folder.Write("p.csv", "6,blue\n"), 3, options)[0]);
    }

    /// <summary>The writer follows RFC 4180 and nothing of ours: every column quoted or not at random, in any of the forms that programs write.</summary>
    [Fact]
    public void Every_table_is_read_as_an_independent_writer_wrote_it()
    {
        Gen<float> numbers = Gen.Choose(-1_000_000, 1_000_000).Select(n => n / 64f);
        Gen<string> texts = Gen.Elements('a', 'B', '"', ';', '\n', ' ', '\u00e9', '1').ArrayOf(5).Select(c => "k" + new string(c).Trim());
        var tables =
            from columns in Gen.Choose(1, 6)
            from rows in Gen.Choose(2, 12)
            from values in numbers.ArrayOf(columns * rows)
            from labels in texts.ArrayOf(rows)
            from comma in Gen.Elements(true, false)
            from separator in comma ? Gen.Elements(';', '\t') : Gen.Elements(',', ';', '\t')
            from header in Gen.Elements(true, false)
            from encoding in Gen.Elements(TableEncoding.Utf8, TableEncoding.Latin1, TableEncoding.Windows1252, TableEncoding.Utf16)
            from end in Gen.Elements("\n", "\r\n")
            from seed in Gen.Choose(0, int.MaxValue)
            select (columns, values, labels, comma, separator, header, encoding, end, seed);
        Prop.ForAll(tables.ToArbitrary(), t =>
        {
            Random random = new(t.seed);
            List<string> lines = t.header ? [string.Join(t.separator, Enumerable.Range(0, t.columns).Select(c => $"h{c}").Append("kind"))] : [];
            for (int r = 0; r < t.labels.Length; r++)
            {
                IEnumerable<string> row = t.values[(r * t.columns)..((r + 1) * t.columns)].Select(v => v.ToString("R", CultureInfo.InvariantCulture)).Select(v => t.comma ? v.Replace('.', ',') : v)
                    .Select(v => random.Next(3) == 0 ? $"\"{v}\"" : random.Next(3) == 0 ? $" {v}" : v);
                lines.Add(string.Join(t.separator, row.Append($"\"{t.labels[r].Replace("\"", "\"\"")}\"")));
            }

            Encoding encoding = t.encoding switch { TableEncoding.Latin1 => Encoding.Latin1, TableEncoding.Windows1252 => CodePagesEncodingProvider.Instance.GetEncoding(1252)!, TableEncoding.Utf16 => Encoding.Unicode, _ => new UTF8Encoding(false) };
            Dataset data = Read(encoding.GetBytes(string.Join(t.end, lines)), new() { DecimalComma = t.comma, Encoding = t.encoding });
            return data.Features.SequenceEqual(t.values) && Enumerable.Range(0, data.Count).All(i => data.Labels[data.ClassOf(i)] == t.labels[i])
                && (data.Columns is null) == !t.header;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_table_changed_anywhere_is_read_or_refused_with_one_line()
    {
        byte[] good = Encoding.UTF8.GetBytes("sep=;\r\nid;colour;\"w;i\";session;kind\r\n1;red;5,1;1;\"a \"\"x\"\"\"\r\n2;bl\u00fc;NA;2;b\r\n3;red;-4e2;1;b\r\n");
        CsvOptions[] options =
        [
            new(), new() { DecimalComma = true, Missing = MissingValues.Median }, new("id") { Ignore = ["kind"], Missing = MissingValues.Median, Encoding = TableEncoding.Utf16 },
            new() { DecimalComma = true, Missing = MissingValues.Median, Expected = new(["colour=red", "w;i"], [1f, 2f]) },
        ];
        Random random = new(3);
        int read = 0;
        for (int i = 0; i < 4000; i++)
        {
            byte[] copy = i % 3 == 0 ? good[..random.Next(good.Length)] : (byte[])good.Clone();
            for (int change = random.Next(4); change > 0 && copy.Length > 0; change--)
            {
                copy[random.Next(copy.Length)] = i % 2 == 0 ? (byte)random.Next(256) : (byte)";,\"\n\r\t?1-.e"[random.Next(11)];
            }

            try
            {
                Read(copy, options[i % options.Length]);
                read++;
            }
            catch (UserException e)
            {
                Assert.DoesNotContain('\n', e.Message);
            }
        }

        Assert.InRange(read, 200, 3800);
    }

    private static Dataset Read(string text, CsvOptions? options = null) => Read(Encoding.UTF8.GetBytes(text), options ?? new());

    private static Dataset Read(byte[] bytes, CsvOptions options) => CsvDataset.Read(new MemoryStream(bytes), "t.csv", "t", options);

    private static void AssertRefused(byte[] bytes, CsvOptions options, params string[] parts)
    {
        UserException e = Assert.Throws<UserException>(() => Read(bytes, options));
        Assert.All(parts, p => Assert.Contains(p, e.Message));
        Assert.DoesNotContain('\n', e.Message);
    }
}
