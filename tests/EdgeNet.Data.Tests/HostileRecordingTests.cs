using System.Text;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeNet.Data.Tests;

/// <summary>Recordings that are damaged or made to do harm: each is read or refused in one line, in bounded memory.</summary>
public sealed class HostileRecordingTests : IDisposable
{
    private const int Megabyte = 1024 * 1024;

    private static readonly byte[] Wav = RecordingTests.Wav(2, 8000, 24, [.. Enumerable.Range(0, 60).Select(i => (byte)(37 * i))]);

    private static readonly byte[] Json = """{"protected":{"ver":"v1"},"signature":"00","payload":{"interval_ms":10.5,"sensors":[{"name":"x","units":"g"},{"name":"y"}],"values":[[1,-2.5e1],[3,4],[null,6]]}}"""u8.ToArray();

    private static readonly byte[] Csv = "time_ms,x,\"y\",session\n0,1,2,1\n10,3,-4.5,1\n20,5,6e2,1\n500,NaN,8,2\n510,9,10,2\n"u8.ToArray();

    private static readonly byte[] Lines = "100\t1\t2\nERR\n110\t3\t4\n120,5,6\nhello\n130 7 8\n"u8.ToArray();

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, byte[]> Whole => new() { { "a.wav", Wav }, { "a.json", Json }, { "a.csv", Csv }, { "a.txt", Lines } };

    /// <summary>Every byte of the file with several values.</summary>
    [Theory]
    [MemberData(nameof(Whole))]
    public void A_changed_byte_is_read_or_refused(string name, byte[] whole)
    {
        for (int at = 0; at < whole.Length; at++)
        {
            foreach (byte value in (byte[])[0, 1, 0x20, 0x22, 0x2C, 0x30, 0x7F, 0x80, 0xFF, (byte)(whole[at] ^ 1), (byte)(whole[at] ^ 0x80)])
            {
                byte[] changed = [.. whole];
                changed[at] = value;
                ReadOrRefuse(name, changed);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Whole))]
    public void A_file_that_ends_anywhere_is_read_or_refused(string name, byte[] whole)
    {
        for (int length = 0; length < whole.Length; length++)
        {
            ReadOrRefuse(name, whole[..length]);
        }
    }

    /// <summary>An interval of a JSON file, and times of a table, may be anything above 0.</summary>
    [Theory]
    [InlineData("1e-300", "has 1E+303 readings a second; 0.00001 to 1,000,000 can be read")]
    [InlineData("1e-5", "has 1E+08 readings a second")]
    [InlineData("1e9", "has 1E-06 readings a second")]
    [InlineData("1e-2", "100000 readings a second become 1: more than 10,000 for one; choose a higher --rate")]
    public void Rates_that_no_sensor_has_are_refused(string interval, string problem)
    {
        string path = _folder.Write("r.json", $$$"""{"payload":{"interval_ms":{{{interval}}},"sensors":[{"name":"x"}],"values":[1,2,3,4,5,6]}}""");
        UserException e = Assert.Throws<UserException>(() => RecordingReader.Read(path, new RecordingOptions(new CsvOptions()) { Rate = 1 }));
        Assert.Contains(problem, e.Message);
    }

    [Fact]
    public void A_wav_of_nothing_but_chunks_is_refused_after_a_thousand()
    {
        string path = _folder.Write("z.wav", [.. "RIFF\0\0\0\0WAVE"u8, .. new byte[8 * 1001]]);
        Assert.Contains("no sound in the first 1,000 chunks", Assert.Throws<UserException>(() => RecordingReader.Read(path, new RecordingOptions(new CsvOptions()))).Message);
    }

    /// <summary>A chunk may say that it has 4 GB: memory goes by what the file has.</summary>
    [Theory]
    [InlineData(40)] // data
    [InlineData(16)] // fmt
    [InlineData(4)] // RIFF
    public void Sizes_of_chunks_are_not_believed(int at)
    {
        byte[] file = RecordingTests.Wav(1, 8000, 16, new byte[100]);
        foreach (uint size in (uint[])[0, 1, 17, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFE, 0xFFFFFFFF])
        {
            BitConverter.GetBytes(size).CopyTo(file, at);
            AssertLittleMemory(() => ReadOrRefuse("a.wav", file));
        }
    }

    [Theory]
    [InlineData("a.json", "[", 2)]
    [InlineData("a.json", "{\"payload\":{\"values\":[[", 1)]
    [InlineData("a.txt", "1,", 2)]
    [InlineData("a.txt", "1 2 3\n", 4)]
    [InlineData("a.csv", "1,2\n", 4)]
    [InlineData("a.csv", "x", 2)]
    public void Megabytes_of_one_kind_take_bounded_memory(string name, string repeated, int times)
    {
        byte[] file = Encoding.ASCII.GetBytes(new StringBuilder().Insert(0, repeated, times * Megabyte / repeated.Length).ToString());
        AssertLittleMemory(() => ReadOrRefuse(name, file));
    }

    [Fact]
    public void Random_text_of_a_forwarder_is_counted_line_by_line_however_it_is_cut()
    {
        Gen<string> line = Gen.Frequency((4, Gen.Choose(1, 5).SelectMany(n => Gen.ListOf(Gen.Choose(-99, 99), n)).Select(v => string.Join(',', v))), (1, Gen.Elements("ERR", "ERR 7", "err")),
            (2, Gen.ListOf(Gen.Elements(",; \t.-+eE0123456789xNaNERR\0\u00ff".ToCharArray())).Select(c => new string([.. c]))));
        Prop.ForAll(Arb.From(Gen.ListOf(line)), Arb.From(Gen.Choose(1, 40)), (lines, piece) =>
        {
            string text = string.Join('\n', lines) + "\n";
            List<double[]> readings = [], whole = [];
            ForwarderLines cut = new(readings.Add), all = new(whole.Add);
            for (int at = 0; at < text.Length; at += piece)
            {
                cut.Add(text.AsSpan(at, Math.Min(piece, text.Length - at)));
            }

            all.Add(text);
            int written = text.Split('\n').Count(l => l.Trim().Length > 0);
            return written == readings.Count + cut.Errors + cut.Others
                && (readings.Count, cut.Errors, cut.Others) == (whole.Count, all.Errors, all.Others)
                && readings.Zip(whole).All(p => p.First.SequenceEqual(p.Second)) && readings.TrueForAll(r => r.Length is > 0 and <= ForwarderLines.MaxValues && r.All(double.IsFinite));
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void A_line_without_end_is_one_line_that_is_no_reading()
    {
        List<double[]> readings = [];
        ForwarderLines lines = new(readings.Add);
        for (int i = 0; i < 1000; i++)
        {
            lines.Add(new string('1', 1000));
        }

        lines.Add("\n1,2\n");
        Assert.Equal((1, 1), (lines.Others, readings.Count));
    }

    private static void AssertLittleMemory(Action read)
    {
        read();
        long before = GC.GetAllocatedBytesForCurrentThread();
        read();
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 200L * Megabyte);
    }

    private void ReadOrRefuse(string name, byte[] file)
    {
        _folder.Write("a/" + name, file);
        try
        {
            RecordingSet set = RecordingReader.Read(_folder.Path, new RecordingOptions(new CsvOptions()) { NeedsLabels = true, Rate = 10 }).Train;
            Assert.All(set.Recordings, r => Assert.True(r.Count > 0 && r.Samples.Length == r.Count * r.Channels.Count));
        }
        catch (UserException e)
        {
            Assert.DoesNotContain('\n', e.Message);
        }
    }
}
