using System.Buffers.Binary;
using EdgeNet.Files;
using EdgeNet.TestSupport;

namespace EdgeNet.Data.Tests;

/// <summary>Labels put right beside the data give what data that were corrected by hand would give.</summary>
public sealed class CorrectionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Log => _folder.File("corrections.csv");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_corrected_table_equals_the_table_corrected_by_hand()
    {
        string wrong = _folder.Write("a/t.csv", "x,y,kind\n1,2,ant\n3,4,bee\n5,6,bee\n7,8,ant\n9,8,bug\n1,9,ant\n2,2,bee\n");
        string right = _folder.Write("b/t.csv", "x,y,kind\n1,2,bee\n3,4,bee\n7,8,wasp\n9,8,bug\n1,9,ant\n2,2,bee\n");
        Correct(wrong, ("1", "bee"), ("3", null), ("4", "wasp"));
        AssertEqual(Read(right), Read(wrong, Log));
        Assert.Equal(["1", "2", "4", "5", "6", "7"], Ids(Read(wrong, Log)));
    }

    /// <summary>As scikit-learn writes them: the number of samples and of columns, and the names of the classes, which the rows number.</summary>
    [Fact]
    public void Labels_that_the_first_row_names_are_corrected_by_name()
    {
        string wrong = _folder.Write("t.csv", "11,4,ant,bee,wasp\n1,2,1,1,0\n3,4,1,1,1\n5,6,1,2,2\n7,8,1,2,1\n1,1,1,1,0\n2,2,2,2,0\n3,3,3,3,1\n4,4,4,4,2\n5,5,5,5,2\n6,6,6,6,1\n7,7,7,7,0\n");
        Correct(wrong, ("1", "wasp"), ("2", null));
        Assert.Equal(["ant", "1"], new[] { CorrectionFile.Read(Log)[0].Was, CorrectionFile.Read(Log)[0].Sample });
        Dataset read = Read(wrong, Log);
        Assert.Equal(["ant", "bee", "wasp"], read.Labels);
        Assert.Equal([2, 2, 1, 0, 0, 1, 2, 2, 1, 0], read.Targets);
        Correct(wrong, ("1", "fly"));
        Assert.Contains("its first row names the classes ant, bee, wasp; \"fly\" is not among them", Refused(wrong));
    }

    /// <summary>Classes that are gone are gone, and what was a classification may become a regression.</summary>
    [Fact]
    public void What_the_labels_are_follows_from_the_corrected_ones()
    {
        string table = _folder.Write("t.csv", "x,v\n1,0.5\n2,1.5\n3,?high\n4,2.5\n");
        Assert.Equal(TaskKind.Classification, Read(table).Task);
        Correct(table, ("3", null));
        Assert.Equal((TaskKind.Regression, 3), (Read(table, Log).Task, Read(table, Log).Count));
    }

    [Fact]
    public void Tables_of_a_folder_are_corrected_by_file_and_row()
    {
        _folder.Write("a/d/up/1.csv", "x\n1\n2\n3\n");
        _folder.Write("a/d/down/1.csv", "x\n4\n5\n6\n");
        _folder.Write("b/d/up/1.csv", "x\n1\n2\n3\n");
        _folder.Write("b/d/down/1.csv", "x\n4\n6\n");
        string wrong = _folder.File("a/d");
        Assert.Equal(["down/1.csv:1", "down/1.csv:2", "down/1.csv:3", "up/1.csv:1", "up/1.csv:2", "up/1.csv:3"], Ids(Read(wrong)));
        Correct(wrong, ("down/1.csv:2", null));
        AssertEqual(Read(_folder.File("b/d")), Read(wrong, Log));

        // Another file before it changes nothing.
        _folder.Write("a/d/down/0.csv", "x\n7\n");
        Assert.Equal(["down/0.csv:1", "down/1.csv:1", "down/1.csv:3", "up/1.csv:1", "up/1.csv:2", "up/1.csv:3"], Ids(Read(wrong, Log)));
    }

    [Fact]
    public void Corrected_IDX_files_equal_those_corrected_by_hand()
    {
        byte[] pixels = [.. Enumerable.Range(0, 24).Select(i => (byte)(i * 9))];
        WriteIdx("a/m/train", pixels, 3, 1, 4, 1, 5, 9);
        WriteIdx("a/m/t10k", pixels, 3, 1, 4, 1, 5, 9);
        WriteIdx("b/m/train", [.. pixels[..4], .. pixels[8..]], 3, 4, 7, 5, 9);
        WriteIdx("b/m/t10k", pixels, 3, 1, 4, 1, 5, 1);
        string wrong = _folder.File("a/m");
        Correct(wrong, ("train:2", null), ("train:4", "7"), ("test:6", "1"));
        DataSource source = new(new CsvOptions());
        (Dataset train, Dataset? test) = (source with { Corrections = Log }).Load(wrong, 1);
        (Dataset wantedTrain, Dataset? wantedTest) = source.Load(_folder.File("b/m"), 1);
        AssertEqual(wantedTrain, train);
        AssertEqual(wantedTest!, test!);
        Assert.Equal(["train:1", "train:3", "train:4", "train:5", "train:6"], Ids(train));

        // One file alone has no parts.
        Assert.Equal(["1", "2", "3", "4", "5", "6"], Ids(Read(_folder.File("a/m/train-images-idx3-ubyte"))));
        Correct(wrong, ("train:1", "three"));
        Assert.Contains("sample train:1 cannot be \"three\": labels of IDX files are whole numbers", Refused(wrong));
    }

    [Fact]
    public void Corrected_pictures_equal_those_moved_by_hand()
    {
        foreach (string file in new[] { "a/p/cat/1.pgm", "a/p/cat/3.pgm", "a/p/dog/2.pgm", "a/p/dog/4.pgm", "b/p/cat/3.pgm", "b/p/dog/1.pgm", "b/p/dog/2.pgm" })
        {
            _folder.Write(file, [.. "P5 1 1 255\n"u8, (byte)(50 * (file[^5] - '0'))]);
        }

        string wrong = _folder.File("a/p");
        Correct(wrong, ("cat/1.pgm", "dog"), ("dog/4.pgm", null));
        Dataset corrected = Read(wrong, Log);
        AssertEqual(Read(_folder.File("b/p")), corrected);
        Assert.Equal(["cat/3.pgm", "cat/1.pgm", "dog/2.pgm"], Ids(corrected));
        Correct(wrong, ("cat/1.pgm", "dog"), ("cat/3.pgm", "dog"));
        Assert.Contains("the corrections leave one class only (dog)", Refused(wrong));
        _folder.Write("a/p/cat/1.pgm", [.. "P5 1 1 255\n"u8, 51]);
        Assert.Contains("sample cat/1.pgm of p is not what it was when it was corrected: the data have changed", Refused(wrong));
    }

    [Fact]
    public void A_recording_is_corrected_as_a_whole_whatever_rate_and_scale_it_is_read_with()
    {
        foreach (string file in new[] { "a/r/up/1.csv", "a/r/up/2.csv", "a/r/down/1.csv", "b/r/up/2.csv", "b/r/down/1.csv", "b/r/down/x.csv" })
        {
            _folder.Write(file, "x\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{(file.Contains("up", StringComparison.Ordinal) || file.Contains('x', StringComparison.Ordinal) ? i : -i) % 7 * (file.EndsWith("2.csv", StringComparison.Ordinal) ? 2 : 1)}.5\n")));
        }

        string wrong = _folder.File("a/r");
        CorrectionFileOf(wrong, Recordings(100), ("up/1.csv", "down"));
        RecordingSet set = ReadRecordings(wrong, 100, Log), wanted = ReadRecordings(_folder.File("b/r"), 100, null);
        Assert.Equal(wanted.Recordings.Select(r => (r.Label, string.Join(' ', r.Samples))).Order(), set.Recordings.Select(r => (r.Label, string.Join(' ', r.Samples))).Order());
        Assert.Equal(["down", "down", "up"], ReadRecordings(wrong, 50, Log).Recordings.Select(r => r.Label).Order());
        _folder.Write("a/r/up/1.csv", "x\n1.5\n2.5\n3\n");
        Assert.Contains("sample up/1.csv of r is not what it was", Assert.Throws<UserException>(() => ReadRecordings(wrong, 100, Log)).Message);
    }

    /// <summary>The check value of CRC-32C (RFC 3720, Castagnoli), however long the file is.</summary>
    [Fact]
    public void A_fingerprint_is_the_CRC_32C_that_others_compute()
    {
        Assert.Equal(0xE3069283u, SampleFingerprint.OfFile(_folder.Write("check", "123456789")));
        byte[] large = [.. Enumerable.Range(0, 200_001).Select(i => (byte)(i * 7))];
        Assert.Equal(SampleFingerprint.Of(large), SampleFingerprint.OfFile(_folder.Write("large", large)));
    }

    [Fact]
    public void A_sample_that_is_another_now_is_refused_by_name()
    {
        string table = _folder.Write("t.csv", "x,kind\n1,a\n2,b\n3,a\n");
        Correct(table, ("2", "a"));
        _folder.Write("t.csv", "x,kind\n2,b\n1,a\n3,a\n");
        Assert.Contains("corrections.csv: sample 2 of t.csv is not what it was when it was corrected: the data have changed", Refused(table));
        _folder.Write("t.csv", "x,kind\n1,a\n");
        Assert.Contains("t.csv has no sample 2: the data have changed", Refused(table));
    }

    [Fact]
    public void The_last_correction_of_a_sample_counts()
    {
        string table = _folder.Write("t.csv", "x,kind\n1,a\n2,b\n3,a\n4,b\n");
        Correct(table, ("2", "c"), ("1", null), ("2", "a"), ("1", "b"));
        Assert.Equal(["b", "a", "a", "b"], Enumerable.Range(0, 4).Select(i => Read(table, Log).Labels[Read(table, Log).ClassOf(i)]));
    }

    [Fact]
    public void Corrections_know_their_data_by_name()
    {
        string table = _folder.Write("t.csv", "x,kind\n1,a\n2,b\n3,a\n4,b\n"), other = _folder.Write("other.csv", "x,kind\n1,a\n2,b\n");
        Correct(table, ("2", "a"));
        Assert.Contains("corrections.csv: has corrections of t.csv, and none of other.csv", Refused(other));
        DatasetSplit split = new DataSource(new CsvOptions()) { Corrections = Log }.LoadSplit(other, table, 1);
        Assert.Equal([0, 0, 0, 1], split.Test.Targets);
        File.Move(table, _folder.File("t2.csv"));
        Assert.Contains("none of t2.csv", Refused(_folder.File("t2.csv")));
    }

    /// <summary>A split takes samples out of their order; their names stay.</summary>
    [Fact]
    public void Samples_keep_their_names_in_every_part()
    {
        string table = _folder.Write("t.csv", "x,kind\n" + string.Concat(Enumerable.Range(1, 40).Select(i => $"{i},{(i % 2 == 0 ? "even" : "odd")}\n")));
        Correct(table, ("7", null));
        DatasetSplit split = new DataSource(new CsvOptions()) { Corrections = Log }.LoadSplit(table, null, 1);
        foreach (Dataset part in new[] { split.Train, split.Test, split.Train.Subset([3, 1, 2]) })
        {
            Assert.All(Enumerable.Range(0, part.Count), i => Assert.Equal($"{part.Sample(i)[0]}", part.IdOf(i)));
        }

        Assert.Equal(39, split.Train.Count + split.Test.Count);
    }

    /// <summary>Before anything is written: a file of corrections that the data refuse would stop every training.</summary>
    [Fact]
    public void A_label_that_the_data_cannot_have_is_refused_when_it_is_corrected()
    {
        DataSource source = new(new CsvOptions());
        WriteIdx("m/train", [.. Enumerable.Range(0, 8).Select(i => (byte)i)], 3, 1);
        Assert.Contains("labels of IDX files are whole numbers", Assert.Throws<UserException>(() => source.Correct(_folder.File("m"), 1, ["1"], "three")).Message);
        Assert.Equal(("1", "7", "3"), source.Correct(_folder.File("m"), 1, ["1"], "7") is [{ } c] ? (c.Sample, c.Label, c.Was) : default);
        string table = _folder.Write("t.csv", "x,kind\n1,a\n2,b\n");
        Assert.Contains("leave no row", Assert.Throws<UserException>(() => source.Correct(table, 1, ["1", "2"], null)).Message);
        DataSource unlabelled = new(new CsvOptions(Task: TaskKind.Anomaly) { Ignore = ["kind"] });
        Assert.Contains("sample 1 has no label", Assert.Throws<UserException>(() => unlabelled.Correct(table, 1, ["1"], "a")).Message);
        Assert.Equal("", Assert.Single(unlabelled.Correct(table, 1, ["1"], null)).Was);
    }

    [Fact]
    public void Samples_that_are_not_there_and_data_without_files_are_refused()
    {
        string table = _folder.Write("t.csv", "x,kind\n1,a\n2,b\n");
        DataSource source = new(new CsvOptions());
        Assert.Equal("t.csv has no sample 3", Assert.Throws<UserException>(() => source.Find(table, 1, ["1", "3"])).Message);
        Assert.Contains("built-in data", Assert.Throws<UserException>(() => source.Find("builtin:bugs", 1, ["1"])).Message);
        Correct(table, ("1", null), ("2", null));
        Assert.Contains("the corrections leave no row", Refused(table));
    }

    private static string[] Ids(Dataset data) => [.. Enumerable.Range(0, data.Count).Select(data.IdOf)];

    private static Dataset Read(string data, string? corrections = null) => new DataSource(new CsvOptions()) { Corrections = corrections }.Load(data, 1).Train;

    private string Refused(string data) => Assert.Throws<UserException>(() => Read(data, Log)).Message;

    private static DataSource Recordings(float rate) => new(new CsvOptions()) { TablesAreRecordings = true, Features = new NoFeatures(), Windows = new WindowOptions(null, null, rate) };

    private RecordingSet ReadRecordings(string data, float rate, string? corrections) => (Recordings(rate) with { Corrections = corrections }).Load(data, 1).Train.Windows!.Recordings;

    private void Correct(string data, params (string Sample, string? Label)[] corrections) => CorrectionFileOf(data, new DataSource(new CsvOptions()), corrections);

    private void CorrectionFileOf(string data, DataSource source, params (string Sample, string? Label)[] corrections)
    {
        Dictionary<string, Correction> found = source.Find(data, 1, corrections.Select(c => c.Sample)).ToDictionary(c => c.Sample);
        File.WriteAllBytes(Log, CorrectionFile.ToBytes(corrections.Select(c => found[c.Sample] with { Label = c.Label })));
    }

    private static void AssertEqual(Dataset wanted, Dataset data)
    {
        Assert.Equal((wanted.Task, wanted.Shape, wanted.Kind), (data.Task, data.Shape, data.Kind));
        Assert.Equal(wanted.Labels, data.Labels);
        Assert.Equal(wanted.Targets, data.Targets);
        Assert.Equal(wanted.Features, data.Features);
    }

    private void WriteIdx(string name, byte[] pixels, params byte[] labels)
    {
        byte[] count = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(count, labels.Length);
        _folder.Write($"{name}-images-idx3-ubyte", [0, 0, 8, 3, .. count, 0, 0, 0, 2, 0, 0, 0, 2, .. pixels]);
        _folder.Write($"{name}-labels-idx1-ubyte", [0, 0, 8, 1, .. count, .. labels]);
    }

    // A window is what there is of a recording.
    private sealed class NoFeatures : IFeatureChoice
    {
        public IWindowFeatures Choose(RecordingSet recordings, WindowOptions windows) => new Raw(recordings);
    }

    private sealed class Raw(RecordingSet recordings) : IWindowFeatures
    {
        public string Text => "raw";

        public int WindowReadings => 10;

        public int StrideReadings => 10;

        public float Rate => recordings.Rate;

        public float SampleScale => recordings.SampleScale;

        public int Channels => recordings.Channels.Count;

        public Shape Shape => Shape.Features(10);

        public FeatureKind Kind => FeatureKind.Columns;

        public string[]? Columns => null;

        public float[] Compute(short[] samples) => [.. samples[..(samples.Length / 10 * 10)].Select(s => (float)s)];
    }
}
