using EdgeNet.Cli.Options;
using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Studio.Boards;
using EdgeNet.Studio.Projects;
using EdgeNet.TestSupport;

namespace EdgeNet.Studio.Tests;

/// <summary>What can be played to a board.</summary>
public sealed class RecordingsTests
{
    private static readonly string[] Moves = ["moves/fast/1.csv", "moves/fast/2.csv", "moves/fast/3.csv", "moves/slow/1.csv", "moves/slow/2.csv", "moves/slow/3.csv"];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Recordings_of_the_data_come_first_and_tables_that_are_none_do_not_come(bool isLinked)
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.File("project"));
        SmallProject.OfRecordings(folder.File("project"));
        SignalInfo signal = SignalInfo.Of(ModelFile.Parse(File.ReadAllBytes(folder.File("project/model.edgenet"))))!;
        folder.Write("project/corrections.csv", "data,sample,label,was,fingerprint\nmoves,slow/1.csv,fast,slow,#0123abcd\n");
        folder.Write("project/animals.csv", "name,legs\ncat,4\nbird,2\n");
        folder.Write("project/another.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 100).Select(i => $"{i},{i % 3}\n")));
        if (isLinked)
        {
            Directory.Move(folder.File("project/moves"), folder.File("elsewhere"));
            Directory.CreateSymbolicLink(folder.File("project/moves"), folder.File("elsewhere"));
        }

        Recordings recordings = new(StudioProject.Open(folder.File("project"), TrainingRequestOptions.Read));

        Assert.Equal([.. Moves, "another.csv"], recordings.For(signal));
        Assert.Equal(folder.File("project/another.csv"), recordings.Find("another.csv"));
        Assert.Throws<UserException>(() => recordings.Find("../outside.csv"));
        Assert.Throws<UserException>(() => recordings.Find(null));
    }
}
