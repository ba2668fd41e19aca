using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using EdgeNet.Data;
using EdgeNet.Deployment.Serial;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using FsCheck;
using FsCheck.Fluent;

namespace EdgeNet.Deployment.Tests;

/// <summary>Files of recordings that other captures record into, and files that other programs have written.</summary>
public sealed class RecordingFileTests : IDisposable
{
    private const string InUse = ": is being recorded by another capture, or read by another command; wait until it ends, or choose another file";

    private readonly TemporaryFolder _folder = new();

    private string Data => _folder.File("data.csv");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_second_capture_does_not_record_into_the_file_of_another()
    {
        using (RecordingFile first = Open())
        {
            Assert.Equal(Data + InUse, Assert.Throws<UserException>(Open).Message);
            first.Add([1, 2], "a");
            Assert.Equal(Data + InUse, Assert.Throws<UserException>(Open).Message);
            first.Add([3, 4], "a");
        }

        using (RecordingFile second = Open())
        {
            second.Add([5, 6], "b");
        }

        Assert.Equal("v1,v2,session,label\n1,2,1,a\n3,4,1,a\n5,6,2,b\n", File.ReadAllText(Data));
    }

    [Fact]
    public void A_file_that_gets_sessions_is_one_captures_before_and_after()
    {
        _folder.Write("data.csv", "v1,v2,label\n1,2,a\n");
        using (RecordingFile first = Open())
        {
            Assert.Equal(Data + InUse, Assert.Throws<UserException>(Open).Message);
            first.Add([3, 4], "b");
            Assert.Equal(Data + InUse, Assert.Throws<UserException>(Open).Message);
            first.Add([5, 6], "b");
        }

        Assert.Equal("v1,v2,session,label\n1,2,1,a\n3,4,2,b\n5,6,2,b\n", File.ReadAllText(Data));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    /// <summary>Captures without a row delete the file that they have made; those with one may find it old, new or missing.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("v1,v2,label\n0,0,old\n")]
    public void Every_row_of_captures_that_begin_and_end_at_the_same_time_is_kept(string before)
    {
        for (int round = 0; round < 30; round++)
        {
            File.Delete(Data);
            if (before.Length > 0)
            {
                _folder.Write("data.csv", before);
            }

            ConcurrentBag<string> added = [];
            Thread[] captures = [.. Enumerable.Range(1, 4).Select(c => new Thread(() => RecordOften(c, added)))];
            Array.ForEach(captures, c => c.Start());
            Array.ForEach(captures, c => c.Join());
            string[] rows = File.Exists(Data) ? File.ReadAllLines(Data) : [];
            Assert.All(rows.Skip(1), r => Assert.Equal(4, r.Split(',').Length));
            Assert.Equal(added.Order(), rows.Skip(1).Select(r => r.Split(',')[^1]).Where(l => l != "old").Order());
            Assert.True(before.Length == 0 || rows.Length == 1 + added.Count + 1 || added.IsEmpty, string.Join('\n', rows));
        }
    }

    [Fact]
    public void A_file_that_was_replaced_or_deleted_between_its_opening_and_its_locking_is_not_recorded_into()
    {
        // Windows replaces and deletes no file that is open.
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        _folder.Write("data.csv", "v1,v2,label\n1,2,a\n");
        using FileStream opened = new(Data, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.True(RecordingFile.IsStill(opened, Data));
        File.Move(_folder.Write("copy", "v1,v2,session,label\n1,2,1,a\n"), Data, overwrite: true);
        Assert.False(RecordingFile.IsStill(opened, Data));
        File.Delete(Data);
        Assert.False(RecordingFile.IsStill(opened, Data));
    }

    [Fact]
    public void Other_programs_can_read_a_file_while_it_is_recorded()
    {
        using RecordingFile file = Open();
        file.Add([1, 2], "a");
        using Process reader = Process.Start(new ProcessStartInfo(OperatingSystem.IsWindows() ? "findstr" : "grep", ["a", Data]) { RedirectStandardOutput = true })!;
        Assert.Equal(["v1,v2,session,label", "1,2,1,a"], reader.StandardOutput.ReadToEnd().Split(["\r\n", "\n"], StringSplitOptions.RemoveEmptyEntries));
        reader.WaitForExit();
    }

    [Fact]
    public void A_file_that_takes_anothers_place_has_its_permissions_from_the_first_byte_on()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        List<UnixFileMode> modes = [];
        _folder.Write("data.csv", "v1,v2,label\n1,2,a\n");
        File.SetUnixFileMode(Data, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using FileStream copy = OutputFile.Replace(Data, FileShare.None, file =>
        {
            modes.Add(new FileInfo(file.Name).UnixFileMode);
            file.WriteByte((byte)'x');
        });
        copy.WriteByte((byte)'y');
        copy.Dispose();
        Assert.Equal("xy", File.ReadAllText(Data));
        modes.Add(File.GetUnixFileMode(Data));
        Assert.Equal(Enumerable.Repeat(UnixFileMode.UserRead | UnixFileMode.UserWrite, 2), modes);
    }

    [Fact]
    public void A_file_that_cannot_be_written_whole_takes_nobodys_place()
    {
        _folder.Write("data.csv", "old");
        Assert.Throws<IOException>(() => OutputFile.Replace(Data, FileShare.None, file =>
        {
            file.WriteByte(1);
            throw new IOException("the disk is full");
        }));
        Assert.Equal("old", File.ReadAllText(Data));
        Assert.Single(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("v1,v2,label\n1,2,5\" disk\n3,4,b\n", "v1,v2,session,label\n1,2,1,5\" disk\n3,4,1,b\n7,8,2,z\n")]
    [InlineData("v1,v2,label\r1,2,a\r3,4,b\r", "v1,v2,session,label\r1,2,1,a\r3,4,1,b\r\n7,8,2,z\n")]
    [InlineData("v1,v2,label\n\n1,2,a\n\n\n\"3\",4,\"\"\"b\"", "v1,v2,session,label\n\n1,2,1,a\n\n\n\"3\",4,1,\"\"\"b\"\n7,8,2,z\n")]
    [InlineData("v1,v2,label\n1,2,\"\"x\",y\n", null)]
    [InlineData("v1,v2,label", "v1,v2,session,label\n7,8,2,z\n")]
    [InlineData("v1,v2,label\n1,2,a\n,,\n", null)]
    [InlineData("v1,v2,label\n1,2,a,\n", null)]
    [InlineData("v1,v2,label\n1,?,a\n", null)]
    [InlineData("v1,v2,label\n1,2\n", null)]
    [InlineData("v1,v2,label\n1,2,\"a\n", null)]
    public void Rows_of_other_programs_get_a_session_by_the_rules_by_which_training_reads_them(string before, string? after)
    {
        _folder.Write("data.csv", before);
        if (after is null)
        {
            Assert.StartsWith(Data + ": ", Assert.Throws<UserException>(Open).Message);
            Assert.Equal(before, File.ReadAllText(Data));
        }
        else
        {
            using (RecordingFile file = Open())
            {
                file.Add([7, 8], "z");
            }

            Assert.Equal(after, File.ReadAllText(Data));
        }
    }

    [Fact]
    public void A_recording_whose_last_row_is_cut_off_inside_of_quotation_marks_is_not_continued()
    {
        string before = "v1,v2,session,label\n1,2,1,a\n1,2,1,\"b";
        _folder.Write("data.csv", before);
        Assert.Contains("a quotation mark is not closed", Assert.Throws<UserException>(Open).Message);
        Assert.Equal(before, File.ReadAllText(Data));
    }

    [Fact]
    public void A_table_that_can_be_read_can_still_be_read_when_it_has_sessions_or_is_left_as_it_is()
    {
        int continued = 0;
        Gen<string> value = Gen.Elements("0", "1", "-2.5", "1E-05", "\"3\"", " 4", "", "?", "x", "\"\"");
        Gen<string> label = Gen.Elements("a", "b", "\"x\"", "5\" disk", "\"a,b\"", "\"q\"\"q\"", "\"n\nl\"", "\"\r\"", " c ", "'", "\"x\"y", "\"x\"y\"", "\"\"z", "\"\" \"", "é", ";", "a\tb", "7", "");
        Gen<string> end = Gen.Elements("\n", "\n", "\n", "\r\n", "\r", "\n\n", "\n,,\n", ",\n");
        Gen<string> row = from a in value from b in value from l in label from e in end select $"{a},{b},{l}{e}";
        Gen<string> plain = from a in Gen.Choose(0, 9) from l in label from e in Gen.Elements("\n", "\r\n", "\r", "\n\n") select $"{a},{a + 1},{l}{e}";
        Gen<string> table = from mark in Gen.Elements("", "", "\uFEFF")
                            from rows in Gen.Frequency((3, plain.ListOf()), (1, row.ListOf()))
                            from last in Gen.Elements("", "5,6,a", "5,6,\"a\"", "5,6,a\"")
                            select $"{mark}v1,v2,label\n{string.Concat(rows)}{last}";
        Prop.ForAll(table.ToArbitrary(), text =>
        {
            byte[] before = Encoding.UTF8.GetBytes(text);
            if (Read(before) is not { } old)
            {
                return;
            }

            _folder.Write("data.csv", before);
            try
            {
                using RecordingFile file = Open();
                file.Add([77, 88], "new");
            }
            catch (UserException)
            {
                Assert.Equal(before, File.ReadAllBytes(Data));
                return;
            }

            Dataset now = Read(File.ReadAllBytes(Data)) ?? throw new InvalidOperationException("cannot be read any more");
            Assert.Equal(Samples(old).Append("77, 88: new"), Samples(now));
            Assert.Equal(Enumerable.Repeat(true, old.Count).Append(false), now.Groups!.Select(g => g == now.Groups![0]));
            continued++;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
        Assert.InRange(continued, 50, 500);
    }

    private static Dataset? Read(byte[] table)
    {
        try
        {
            return CsvDataset.Read(new MemoryStream(table), "data.csv", "data.csv", new CsvOptions(null, TaskKind.Classification));
        }
        catch (UserException)
        {
            return null;
        }
    }

    private static IEnumerable<string> Samples(Dataset data) => Enumerable.Range(0, data.Count).Select(i => $"{string.Join(", ", data.Sample(i).ToArray())}: {data.Labels[data.ClassOf(i)]}");

    private void RecordOften(int capture, ConcurrentBag<string> added)
    {
        for (int i = 0; i < 10; i++)
        {
            try
            {
                using RecordingFile file = Open();
                for (int row = 0; row < (capture + i) % 3; row++)
                {
                    file.Add([capture, i], $"{capture}-{i}-{row}");
                    added.Add($"{capture}-{i}-{row}");
                }
            }
            catch (UserException e)
            {
                Assert.Equal(Data + InUse, e.Message);
            }
        }
    }

    private RecordingFile Open() => RecordingFile.Open(Data, force: false, newSession: true, 2);
}
