using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeNet.Data.Tests;

/// <summary>What is learned from and what is judged by have nothing in common that they must not.</summary>
public sealed class SplitTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    // Import splits its samples too, and has no option for others.
    [Fact]
    public void Too_few_samples_to_split_are_refused_without_an_option_that_not_every_command_has()
    {
        Dataset one = new("d", TaskKind.Classification, Shape.Features(1), FeatureKind.Columns, [1f], [0f], ["a"]);
        Assert.EndsWith("set 20 % aside for testing; give more samples, or test data of their own", Assert.Throws<UserException>(() => DatasetSplit.Create(one, 0.2, 1)).Message);
    }

    [Fact]
    public void Groups_stay_on_one_side_whatever_they_are_and_every_class_can_be_learned()
    {
        Gen<(int[] Groups, int[] Classes, int Seed)> data =
            from count in Gen.Choose(2, 120)
            from most in Gen.Choose(1, 30)
            from groups in Gen.Choose(0, most).ArrayOf(count)
            from classes in Gen.Choose(0, 3).ArrayOf(count)
            from seed in Gen.Choose(0, 1000)
            select (groups, classes, seed);
        Prop.ForAll(data.ToArbitrary(), d =>
        {
            Dataset all = new("d", TaskKind.Classification, Shape.Features(1), FeatureKind.Columns, [.. d.Groups.Select((_, i) => (float)i)], [.. d.Classes.Select(c => (float)c)], ["a", "b", "c", "d"]) { Groups = d.Groups };
            try
            {
                DatasetSplit split = DatasetSplit.Create(all, 0.2, d.Seed, "validation"), again = DatasetSplit.Create(all, 0.2, d.Seed, "validation");
                return split.Train.Count > 0 && split.Test.Count > 0 && split.Train.Count + split.Test.Count == all.Count
                    && !split.Train.Groups!.Intersect(split.Test.Groups!).Any() && split.Test.Features.SequenceEqual(again.Test.Features)
                    && all.Targets.Distinct().All(split.Train.Targets.Contains)
                    && split.Train.Features.Concat(split.Test.Features).Order().SequenceEqual(all.Features);
            }
            catch (UserException e)
            {
                // Right where no group can go without a class losing its last.
                return e.Message.Contains("groups are too few", StringComparison.Ordinal)
                    && d.Groups.Distinct().All(g => d.Classes.Where((_, i) => d.Groups[i] == g).Any(c => !d.Classes.Where((k, i) => k == c && d.Groups[i] != g).Any()));
            }
        }).QuickCheckThrowOnFailure();
    }

    /// <summary>60 speakers who say each of 5 words 4 times, in the proportions of a recording.</summary>
    [Fact]
    public void With_many_groups_every_class_has_about_its_share_aside()
    {
        int[] groups = [.. Enumerable.Range(0, 1200).Select(i => i / 20)], classes = [.. Enumerable.Range(0, 1200).Select(i => i % 5)];
        for (int seed = 0; seed < 5; seed++)
        {
            bool[] aside = GroupSplit.Choose(groups, classes, 0.2, new SeededRandom(seed, "split"))!;
            Assert.All(Enumerable.Range(0, 5), c => Assert.Equal(48, classes.Where((k, i) => k == c && aside[i]).Count()));
        }

        Assert.NotEqual(GroupSplit.Choose(groups, classes, 0.2, new SeededRandom(1, "split")), GroupSplit.Choose(groups, classes, 0.2, new SeededRandom(2, "split")));
    }

    [Fact]
    public void A_column_keeps_rows_together_and_is_no_feature()
    {
        string path = _folder.Write("t.csv", "speaker,f,label\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{new[] { "anna", "ben", "cleo", "dan", "eva" }[i % 5]},{i},{i / 2 % 2}\n")));
        DatasetSplit split = new DataSource(new()) { Split = new(By: "speaker") }.LoadSplit(path, null, 3);
        Assert.Equal((["f"], 48, 12), (split.Train.Columns![..1], split.Train.Count, split.Test.Count), (a, b) => a.Item1.SequenceEqual(b.Item1) && (a.Item2, a.Item3) == (b.Item2, b.Item3));
        Assert.Single(split.Test.Features.Select(f => (int)f % 5).Distinct());
        Assert.Equal("speaker", split.Train.Table!.Group);
        Assert.Contains("no column is called \"who\"; there are speaker, f, label", Refusal(new DataSource(new()) { Split = new(By: "who") }, path));

        // Each class of one speaker: nothing to judge by.
        path = _folder.Write("u.csv", "speaker,f,label\nanna,1,x\nanna,2,x\nben,3,y\nben,4,y\n");
        Assert.Contains("2 groups are too few", Refusal(new DataSource(new()) { Split = new(By: "speaker") }, path));
        Assert.Contains("there is no \"speaker\" to split by", Refusal(new DataSource(new()) { Split = new(By: "speaker") }, "builtin:bugs"));
    }

    [Fact]
    public void Sessions_are_kept_together_where_each_class_has_two_and_pointed_out_where_not()
    {
        string path = _folder.Write("t.csv", "v1,session,label\n" + string.Concat(Enumerable.Range(0, 80).Select(i => $"{i * 7 % 31},{i / 10},{(i / 10 % 2 == 0 ? "a" : "b")}\n")));
        DatasetSplit split = new DataSource(new()).LoadSplit(path, null, 1);
        Assert.Equal((60, 20), (split.Train.Count, split.Test.Count));
        Assert.Empty(split.Train.Groups!.Intersect(split.Test.Groups!));
        Assert.Empty(split.Warnings);
        path = _folder.Write("u.csv", "v1,session,label\n" + string.Concat(Enumerable.Range(0, 80).Select(i => $"{i * 7 % 31},{i / 40},{(i / 40 == 0 ? "a" : "b")}\n")));
        split = new DataSource(new()).LoadSplit(path, null, 1);
        Assert.Equal((64, 16, 1), (split.Train.Count, split.Test.Count, split.Train.Shape.Count));
        Assert.Contains("\"a\" comes from one session only: rows that are alike are both learned and tested", Assert.Single(split.Warnings));
    }

    [Fact]
    public void A_folder_of_tables_is_one_table_labelled_by_column_folder_or_name()
    {
        foreach (string label in new[] { "wave", "idle" })
        {
            foreach (string speaker in new[] { "anna", "ben", "cleo", "dan" })
            {
                string rows = string.Concat(Enumerable.Range(0, 10).Select(i => $"{i * speaker.Length % 7},{(label == "wave" ? i : -i)}\r\n"));
                _folder.Write($"flat/{label}_{speaker}_1.csv", "x,y\r\n" + rows);
                _folder.Write($"deep/{label}/{speaker}.csv", "x,y\r\n" + rows);
            }
        }

        _folder.Write("flat/.hidden.csv", "not,this,one\n");
        _folder.Write("flat/._wave_anna_1.csv", [0, 5, 22, 7]); // as macOS leaves them
        _folder.Write("flat/README.txt", "about these data");
        DataSource named = new(new()) { Split = new(FileNames: "{label}_{speaker}_{number}", By: "speaker") };
        DatasetSplit flat = named.LoadSplit(_folder.File("flat"), null, 1);
        Assert.Equal((["idle", "wave"], 60, 20), (flat.Train.Labels, flat.Train.Count, flat.Test.Count), (a, b) => a.Item1.SequenceEqual(b.Item1) && (a.Item2, a.Item3) == (b.Item2, b.Item3));
        Assert.Single(flat.Test.Files!.Select(f => f.Split('_')[1]).Distinct());
        Assert.All(Enumerable.Range(0, flat.Test.Count), i => Assert.StartsWith(flat.Test.Labels[flat.Test.ClassOf(i)], flat.Test.Files![i]));

        // Unless told otherwise, the rows of a file stay together.
        DatasetSplit deep = new DataSource(new()).LoadSplit(_folder.File("deep"), null, 1);
        Assert.Equal((["idle", "wave"], 80), (deep.Train.Labels, deep.Train.Count + deep.Test.Count), (a, b) => a.Item1.SequenceEqual(b.Item1) && a.Item2 == b.Item2);
        Assert.Empty(deep.Train.Files!.Intersect(deep.Test.Files!));
        Assert.Equal(2, deep.Test.Files!.Distinct().Count());
        Assert.Contains("samples with the same file stay together", deep.Rule);

        DatasetSplit by = new DataSource(new()) { Split = new(TestFiles: "ben*") }.LoadSplit(_folder.File("deep"), null, 1);
        Assert.Equal(["idle/ben.csv", "wave/ben.csv"], by.Test.Files!.Distinct());
        by = new DataSource(new()) { Split = new(TestFiles: "*/d?n.csv") }.LoadSplit(_folder.File("deep"), null, 1);
        Assert.Equal(["idle/dan.csv", "wave/dan.csv"], by.Test.Files!.Distinct());
        Assert.Contains("no file is like --test-files 'zoe*', such as idle/anna.csv", Refusal(new DataSource(new()) { Split = new(TestFiles: "zoe*") }, _folder.File("deep")));
        Assert.Contains("all files are like --test-files '*'", Refusal(new DataSource(new()) { Split = new(TestFiles: "*") }, _folder.File("deep")));

        // Without either, the last column is the label.
        Assert.Equal("y", new DataSource(new()).Load(_folder.File("flat"), 1).Train.Table!.Label);
        Assert.Contains("the name is not like --file-names '{label}-{number}'", Refusal(new DataSource(new()) { Split = new(FileNames: "{label}-{number}") }, _folder.File("flat")));
        _folder.Write("deep/wave/zoe.csv", "x,z\n1,2\n");
        Assert.Contains("its columns (x, z) are not those of", Refusal(new DataSource(new()), _folder.File("deep")));
    }

    [Fact]
    public void Names_of_pictures_are_labels_and_groups()
    {
        foreach ((string name, byte value) in new[] { ("cat_anna_1", (byte)10), ("cat_ben_1", (byte)20), ("dog_anna_1", (byte)200), ("dog_ben_1", (byte)210), ("dog_ben_2", (byte)220) })
        {
            _folder.Write($"{name}.png", Png.Write(2, 2, 0, [0, value, value, 0, value, value]));
        }

        DatasetSplit split = new DataSource(new()) { Split = new(FileNames: "{label}_{who}_{n}.png", By: "who") }.LoadSplit(_folder.Path, null, 1);
        Assert.Equal(["cat", "dog"], split.Train.Labels);
        Assert.Equal(5, split.Train.Count + split.Test.Count);
        Assert.Single(split.Test.Files!.Select(f => f.Split('_')[1]).Distinct());
        Assert.All(Enumerable.Range(0, split.Train.Count), i => Assert.Equal(split.Train.ClassOf(i) == 0, split.Train.Sample(i)[0] < 100));
    }

    [Theory]
    [InlineData("{label}_{speaker}_{number}", "a/0_george_12.wav.csv", "0", "george", "12.wav")]
    [InlineData("{label}_{speaker}.tar.csv", "0_george_12.tar.csv", "0", "george_12")]
    [InlineData("x-{label}", "x-a b-c.png", "a b-c")]
    [InlineData("{label}({n})", "cat(3).png", "cat", "3")]
    public void A_name_is_taken_apart(string pattern, string name, params string[] values) => Assert.Equal(values, FileNamePattern.Parse(pattern).Match(name));

    [Theory]
    [InlineData("label")]
    [InlineData("{label}{n}")]
    [InlineData("{label}_{label}")]
    [InlineData("{}_{n}")]
    [InlineData("{label")]
    [InlineData("{la{bel}_{n}")]
    [InlineData("label}_{n}")]
    [InlineData("{label}/{n}")]
    public void A_pattern_whose_fields_do_not_end_is_refused(string pattern) => Assert.Contains("must name fields in braces", Assert.Throws<UserException>(() => FileNamePattern.Parse(pattern)).Message);

    [Fact]
    public void The_options_of_a_split_are_read_as_they_were_written_and_nothing_else_is()
    {
        Gen<string?> texts = Gen.Elements('a', ';', '=', '%', '\u00e9', '{', ' ', '\n').ArrayOf(6).Select(c => (string?)new string(c)).Or(Gen.Constant<string?>(null));
        Prop.ForAll((from share in Gen.Choose(1, 99) from seed in Gen.Choose(int.MinValue, int.MaxValue) from column in texts from files in texts from names in texts select new SplitOptions(share / 100.0, seed, column, files, names)).ToArbitrary(), options =>
            SplitOptions.Parse(options.ToString()) == options && options.ToString().All(c => c is > ' ' and < '\u007f')).QuickCheckThrowOnFailure();
        Assert.Equal("share=0.2;seed=1;by=the%20speaker", new SplitOptions(By: "the speaker").ToString());
        foreach (string hostile in new[] { "", "share=0.2", "share=2;seed=1", "share=NaN;seed=1", "share=0.2;seed=1;seed=2", "share=0.2;seed=1;x=y", "share=0.2;seed=99999999999", "share=0.2;seed=1;by=%zz;", "share=0.20;seed=1", $"share=0.2;seed=1;by={new string('a', 3000)}" })
        {
            Assert.Contains("does not say how data are split", Assert.Throws<UserException>(() => SplitOptions.Parse(hostile)).Message);
        }

        Random random = new(1);
        for (int i = 0; i < 2000; i++)
        {
            char[] text = "share=0.2;seed=1;by=a%20b;file-names=%7Blabel%7D".ToCharArray();
            text[random.Next(text.Length)] = (char)random.Next(' ', 0x100);
            try
            {
                SplitOptions read = SplitOptions.Parse(new string(text));
                Assert.Equal(new string(text), read.ToString());
            }
            catch (UserException)
            {
            }
        }
    }

    /// <summary>The number is that of a Python script which implements CRC-32C (Castagnoli) bit by bit over the same bytes; see docs/data.md.</summary>
    [Fact]
    public void A_fingerprint_is_the_CRC_of_what_the_samples_are()
    {
        Dataset data = new("any name", TaskKind.Classification, Shape.Features(2), FeatureKind.Columns, [1f, 2.5f, -3f, float.NaN], [0f, 1f], ["a", "\u00e9"]);
        Assert.Equal(0x9d5517dcu, DatasetFingerprint.Of(data));
        Assert.Equal(0x2f11a518u, DatasetFingerprint.Of(data, [false, true]));
        Assert.Equal(0xced8be6cu, DatasetFingerprint.Of(data, [true, false]));
        Assert.NotEqual(DatasetFingerprint.Of(data), DatasetFingerprint.Of(new("any name", TaskKind.Classification, Shape.Features(2), FeatureKind.Columns, [1f, 2.5f, -3f, 0f], [0f, 1f], ["a", "\u00e9"])));
        Assert.NotEqual(DatasetFingerprint.Of(data), DatasetFingerprint.Of(new("any name", TaskKind.Classification, Shape.Features(2), FeatureKind.Columns, data.Features, [0f, 1f], ["a", "e"])));
    }

    [Fact]
    public void A_model_is_judged_by_what_it_has_not_learned_from_where_that_can_be_known()
    {
        string text = "a,b,who,label\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"{(i % 9 == 0 ? "" : i)},{i % 7},{i % 10},{(i % 3 == 0 ? "x" : "y")}\n"));
        string path = _folder.Write("t.csv", text), other = _folder.Write("u.csv", "b,a,label\n1,2,x\n3,,y\n");
        CsvOptions options = new() { Missing = MissingValues.Median };
        foreach (SplitOptions split in new SplitOptions[] { new(), new(0.3), new(By: "who") })
        {
            DatasetSplit trained = new DataSource(options with { Ignore = split.By is null ? ["who"] : [] }) { Split = split }.LoadSplit(path, null, 5);
            float[] medians = ColumnMedians.Of(trained.Train);
            DataSource later = new(options with { Task = TaskKind.Classification, Expected = new(trained.Train.Columns, medians, "label") });
            SplitOptions kept = SplitOptions.Parse(trained.Options!.ToString());
            TestData again = later.LoadTest(path, 1, trained.Fingerprint, kept);
            Assert.Equal(TestOrigin.RepeatedSplit, again.Origin);
            Assert.Equal(trained.Test.Features, again.Samples.Features);
            Assert.Equal(trained.Test.Targets, again.Samples.Targets);
            TestData unknown = later.LoadTest(other, 1, trained.Fingerprint, kept);
            Assert.Equal((TestOrigin.Unknown, 2), (unknown.Origin, unknown.Samples.Count));
            Assert.Equal([2f, 1f, medians[0], 3f], unknown.Samples.Features);
            Assert.Equal(TestOrigin.Unknown, later.LoadTest(path, 1, trained.Fingerprint, null).Origin);
            DatasetSplit whole = new DataSource(options with { Ignore = split.By is null ? ["who"] : [] }) { Split = split }.LoadSplit(path, other, 5);
            Assert.Equal((TestOrigin.TrainingData, 100), later.LoadTest(path, 1, whole.Fingerprint, null) is var all ? (all.Origin, all.Samples.Count) : default);
            Assert.Equal(TestOrigin.Unknown, later.LoadTest(path, 1, null, kept).Origin);
        }

        Assert.Equal(TestOrigin.TestPart, new DataSource(new()).LoadTest("builtin:bugs", 1, null, null).Origin);
    }

    /// <summary>The values are the same each time, so that nothing but the split tells the data apart.</summary>
    [Fact]
    public void The_same_rows_in_other_groups_are_not_taken_for_those_of_the_training()
    {
        string path = Grouped("t.csv", "session", i => $"{i / 8}");
        DatasetSplit trained = new DataSource(new()).LoadSplit(path, null, 3);
        DataSource later = Later(trained);
        AssertKnown(trained, later, path);
        AssertKnown(trained, later, Grouped("renamed.csv", "session", i => $"s{99 - (i / 8)}"));
        AssertUnknown(trained, later, Grouped("dropped.csv", null, i => ""));
        AssertUnknown(trained, later, Grouped("other.csv", "session", i => $"{i % 16}"));

        path = Grouped("by.csv", "who", i => $"{i / 8}");
        trained = new DataSource(new()) { Split = new(By: "who") }.LoadSplit(path, null, 3);
        AssertKnown(trained, later, path);
        AssertKnown(trained, later, Grouped("renamed.csv", "who", i => $"s{99 - (i / 8)}"));
        AssertUnknown(trained, later, Grouped("other.csv", "who", i => $"{i % 16}"));
        AssertUnknown(trained, later, Grouped("dropped.csv", null, i => ""));
        AssertUnknown(trained, later, Grouped("called.csv", "whom", i => $"{i / 8}"));
    }

    [Fact]
    public void The_same_rows_in_other_files_are_not_taken_for_those_of_the_training()
    {
        string joined = Grouped("joined.csv", null, i => "");
        string[] lines = File.ReadAllLines(joined);
        for (int f = 0; f < 16; f++)
        {
            string rows = string.Join('\n', lines[1..].Skip(8 * f).Take(8).Prepend(lines[0])) + "\n";
            _folder.Write($"a/{f:00}_x_1.csv", rows);
            _folder.Write($"renamed/{f:00}_{(f % 4 == 0 ? "x" : "y")}_2.csv", rows);
        }

        foreach (SplitOptions split in new SplitOptions[] { new(), new(By: "file") })
        {
            DatasetSplit byFile = new DataSource(new()) { Split = split }.LoadSplit(_folder.File("a"), null, 3);
            AssertKnown(byFile, Later(byFile), _folder.File("a"));
            AssertKnown(byFile, Later(byFile), _folder.File("renamed"));
            AssertUnknown(byFile, Later(byFile), joined);
        }

        DatasetSplit trained = new DataSource(new()) { Split = new(TestFiles: "0?_*") }.LoadSplit(_folder.File("a"), null, 3);
        AssertKnown(trained, Later(trained), _folder.File("renamed"));
        trained = new DataSource(new()) { Split = new(TestFiles: "0?_x_1*") }.LoadSplit(_folder.File("a"), null, 3);
        AssertUnknown(trained, Later(trained), _folder.File("renamed"));
        AssertUnknown(trained, Later(trained), joined);

        trained = new DataSource(new()) { Split = new(FileNames: "{n}_{who}_{take}", By: "n") }.LoadSplit(_folder.File("a"), null, 3);
        AssertKnown(trained, Later(trained), _folder.File("renamed"));
        AssertUnknown(trained, Later(trained) with { Split = new(FileNames: "{who}_{n}_{take}") }, _folder.File("renamed"));
        AssertUnknown(trained, Later(trained) with { Split = new(FileNames: "{a}-{b}") }, _folder.File("renamed"));
    }

    [Fact]
    public void What_the_user_says_of_names_of_files_comes_before_what_the_model_says()
    {
        foreach (string label in new[] { "wave", "idle" })
        {
            for (int f = 0; f < 5; f++)
            {
                string rows = "x,y\n" + string.Concat(Enumerable.Range(0, 4).Select(i => $"{(4 * f) + i},{(label == "wave" ? 1 : 2)}\n"));
                _folder.Write($"a/{label}_{f}.csv", rows);
                _folder.Write($"b/{label}-{f}.csv", rows);
                _folder.Write($"c/{(label == "wave" ? "idle" : "wave")}_{label}-{f}.csv", rows);
            }
        }

        DatasetSplit trained = new DataSource(new()) { Split = new(FileNames: "{label}_{n}") }.LoadSplit(_folder.File("a"), null, 3);
        DataSource later = Later(trained) with { Split = new(FileNames: "{label}-{n}") };
        AssertKnown(trained, Later(trained), _folder.File("a"));
        AssertKnown(trained, later, _folder.File("b"));
        TestData other = AssertUnknown(trained, Later(trained), _folder.File("c"));
        Assert.All(Enumerable.Range(0, 40), i => Assert.Equal(other.Samples.Files![i].Split('_')[0], other.Samples.Labels[other.Samples.ClassOf(i)]));
        other = (later with { Split = new(FileNames: "{other}_{label}-{n}") }).LoadTest(_folder.File("c"), 1, trained.Fingerprint, trained.Options);
        Assert.All(Enumerable.Range(0, other.Samples.Count), i => Assert.Equal(other.Samples.Files![i].Split('_', '-')[1], other.Samples.Labels[other.Samples.ClassOf(i)]));
    }

    [UnixFact]
    public void A_link_to_a_folder_is_not_followed_and_one_to_a_file_is()
    {
        _folder.Write("a/1.csv", "x,y,label\n1,2,p\n3,4,q\n");
        _folder.Write("b/2.csv", "x,y,label\n5,6,p\n7,8,q\n");
        _folder.Write("elsewhere.csv", "x,y,label\n9,9,p\n");
        string folder = _folder.File("a");
        Directory.CreateSymbolicLink(Path.Combine(folder, "loop"), folder);
        Directory.CreateSymbolicLink(Path.Combine(folder, "b"), _folder.File("b"));
        File.CreateSymbolicLink(Path.Combine(folder, "3.csv"), _folder.File("elsewhere.csv"));
        Directory.CreateDirectory(Path.Combine(folder, "deep"));
        File.WriteAllText(Path.Combine(folder, "deep", "4.csv"), "x,y,label\n0,0,q\n");
        Dataset all = new DataSource(new(LabelColumn: "label")).Load(folder, 1).Train;
        Assert.Equal(["1.csv", "1.csv", "3.csv", "deep/4.csv"], all.Files!);
    }

    [Fact]
    public void What_cannot_be_split_by_is_told_with_the_fields_of_the_names()
    {
        _folder.Write("a/x_anna_1.csv", "v,w\n1,2\n3,4\n");
        _folder.Write("a/y_ben_1.csv", "v,w\n5,6\n7,8\n");
        foreach (int i in new[] { 1, 2 })
        {
            _folder.Write($"p/cat_{i}.png", Png.Write(1, 1, 0, [0, 1]));
            _folder.Write($"p/dog_{i}.png", Png.Write(1, 1, 0, [0, 9]));
        }

        Assert.EndsWith("no column is called \"nobody\"; there are v, w; and the fields of --file-names are label, speaker, n", Refusal(new DataSource(new()) { Split = new(FileNames: "{label}_{speaker}_{n}", By: "nobody") }, _folder.File("a")));
        Assert.EndsWith("the fields of --file-names are label, n", Refusal(new DataSource(new()) { Split = new(FileNames: "{label}_{n}", By: "nobody") }, _folder.File("p")));
    }

    // As a model reads data: by the names of its columns.
    private static DataSource Later(DatasetSplit trained) => new(new() { Task = TaskKind.Classification, Expected = new(trained.Train.Columns, null, "label") });

    private static void AssertKnown(DatasetSplit trained, DataSource later, string path)
    {
        TestData again = later.LoadTest(path, 1, trained.Fingerprint, trained.Options);
        Assert.Equal(TestOrigin.RepeatedSplit, again.Origin);
        Assert.Equal(trained.Test.Features, again.Samples.Features);
        Assert.Equal(trained.Test.Targets, again.Samples.Targets);
    }

    private static TestData AssertUnknown(DatasetSplit trained, DataSource later, string path)
    {
        TestData data = later.LoadTest(path, 1, trained.Fingerprint, trained.Options);
        Assert.Equal((TestOrigin.Unknown, trained.Train.Count + trained.Test.Count), (data.Origin, data.Samples.Count));
        return data;
    }

    // 128 rows of two classes, and a column that says what belongs together.
    private string Grouped(string name, string? column, Func<int, string> group) => _folder.Write(name, $"a,b{(column is null ? "" : $",{column}")},label\n"
        + string.Concat(Enumerable.Range(0, 128).Select(i => $"{i},{i * 7 % 5}{(column is null ? "" : $",{group(i)}")},{(i % 2 == 0 ? "x" : "y")}\n")));

    private static string Refusal(DataSource source, string path) => Assert.Throws<UserException>(() => source.LoadSplit(path, null, 1)).Message;
}
