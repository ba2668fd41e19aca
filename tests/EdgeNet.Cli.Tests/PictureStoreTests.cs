using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Tests;

/// <summary>Pictures that are gathered one by one: at once on the disk, whole, and nowhere else.</summary>
public sealed class PictureStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Folder => _folder.File("project/data");

    private string Trash => _folder.File("project/.trash");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_picture_is_kept_byte_for_byte_and_read_by_the_trainer()
    {
        PictureStore store = new(Folder, Trash);
        byte[] first = Grey(10, 20, 30, 40), second = Grey(50, 60, 70, 80);
        Assert.Equal("cat/0001.png", store.Add("cat", first));
        Assert.Equal("dog/0001.png", store.Add("dog", second));
        Assert.Equal("cat/0002.png", store.Add("cat", second));
        Assert.Equal(first, File.ReadAllBytes(store.PathOf("cat/0001.png")));
        Dataset read = new DataSource(new CsvOptions()).Load(Folder, 1).Train;
        Assert.Equal([10, 20, 30, 40, 50, 60, 70, 80, 50, 60, 70, 80], read.Features);
        Assert.Equal(["cat/0001.png", "cat/0002.png", "dog/0001.png"], Enumerable.Range(0, 3).Select(read.IdOf));
    }

    [Fact]
    public void A_folder_with_a_test_part_gets_new_pictures_for_training()
    {
        foreach (string file in new[] { "train/cat/1.png", "train/dog/1.png", "test/cat/1.png", "test/dog/1.png" })
        {
            _folder.Write("project/data/" + file, Grey(1, 2, 3, 4));
        }

        PictureStore store = new(Folder, Trash);
        Assert.Equal("train/dog/0002.png", store.Add("dog", Grey(5, 6, 7, 8)));
        Assert.Equal(["train/cat/0002.png"], store.Relabel(["train/dog/0002.png"], "cat"));
        (Dataset train, Dataset? test) = new DataSource(new CsvOptions()).Load(Folder, 1);
        Assert.Equal((3, 2), (train.Count, test!.Count));
    }

    [Fact]
    public void Pictures_that_come_from_several_tabs_at_once_have_names_of_their_own()
    {
        PictureStore store = new(Folder, Trash), other = new(Folder, Trash);
        Parallel.For(0, 100, i => (i % 2 == 0 ? store : other).Add("cat", Grey((byte)i, 0, 0, 0)));
        Assert.Equal(Enumerable.Range(0, 100), Directory.GetFiles(Path.Combine(Folder, "cat")).Select(f => (int)EdgeNet.Pictures.PictureFile.Read(f).Pixels[0]).Order());
    }

    /// <summary>Random histories against a dictionary; what is taken back in the end leaves the folder as it was.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Whatever_is_changed_can_be_taken_back(int seed)
    {
        PictureStore store = new(Folder, Trash);
        Random random = new(seed);
        string[] labels = ["cat", "dog", "a b", "7"];
        Stack<Dictionary<string, byte>> before = new();
        Dictionary<string, byte> wanted = [];
        for (byte step = 1; step < 60; step++)
        {
            before.Push(new(wanted));
            string label = labels[random.Next(labels.Length)];
            string[] some = [.. wanted.Keys.Order().Where(_ => random.Next(3) == 0)];
            if (some.Length == 0 || random.Next(2) == 0)
            {
                wanted[store.Add(label, Grey(step, 0, 0, 0))] = step;
            }
            else if (random.Next(2) == 0)
            {
                string[] moved = [.. store.Relabel(some, label)];
                byte[] values = [.. some.Select(s => wanted[s])];
                Array.ForEach(some, s => wanted.Remove(s));
                foreach ((string id, byte value) in moved.Zip(values))
                {
                    wanted[id] = value;
                    Assert.StartsWith(label + "/", id);
                }
            }
            else
            {
                store.Remove(some);
                Array.ForEach(some, s => wanted.Remove(s));
            }

            AssertHolds(store, wanted);
        }

        while (before.TryPop(out Dictionary<string, byte>? then))
        {
            store.Undo();
            Assert.Equal(then.Values.Order(), Values(store).Values.Order());
        }

        Assert.False(store.CanUndo);
        Assert.Empty(store.List());
        Assert.Throws<UserException>(store.Undo);
    }

    [Theory]
    [InlineData("../out.png")]
    [InlineData("cat/../../out.png")]
    [InlineData("/etc/passwd")]
    [InlineData(".trash/0001.png")]
    [InlineData("cat/a\0b")]
    [InlineData("")]
    [InlineData("cat")]
    [InlineData("cat\\..\\..\\out.png")]
    public void Names_that_lead_elsewhere_are_no_pictures(string id)
    {
        _folder.Write("project/out.png", Grey(1, 2, 3, 4));
        PictureStore store = new(Folder, Trash);
        store.Add("cat", Grey(1, 2, 3, 4));
        Assert.Contains("there is no picture", Assert.Throws<UserException>(() => store.Relabel([id], "dog")).Message);
        Assert.Throws<UserException>(() => store.Remove([id]));
        Assert.True(File.Exists(_folder.File("project/out.png")));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("a/b")]
    [InlineData(".hidden")]
    [InlineData("")]
    [InlineData(" cat")]
    [InlineData("con")]
    [InlineData("a:b")]
    [InlineData("\u202Egnp")]
    public void Labels_that_cannot_name_a_folder_are_refused(string label)
    {
        PictureStore store = new(Folder, Trash);
        Assert.Contains("cannot be the name of a folder", Assert.Throws<UserException>(() => store.Add(label, Grey(1, 2, 3, 4))).Message);
        Assert.False(Directory.Exists(Folder));
    }

    [Fact]
    public void What_is_no_picture_is_refused_and_leaves_nothing()
    {
        PictureStore store = new(Folder, Trash);
        byte[] damaged = Grey(1, 2, 3, 4);
        damaged[^20] ^= 1;
        foreach (byte[] bytes in new[] { [], "hello"u8.ToArray(), damaged, Grey(1, 2, 3, 4)[..40] })
        {
            Assert.StartsWith("the picture", Assert.Throws<UserException>(() => store.Add("cat", bytes)).Message);
        }

        Assert.False(Directory.Exists(Folder));
    }

    [UnixFact]
    public void A_link_out_of_the_folder_is_not_followed()
    {
        Directory.CreateDirectory(_folder.File("elsewhere"));
        _folder.Write("elsewhere/1.png", Grey(1, 2, 3, 4));
        Directory.CreateDirectory(Folder);
        Directory.CreateSymbolicLink(Path.Combine(Folder, "cat"), _folder.File("elsewhere"));
        PictureStore store = new(Folder, Trash);
        Assert.Contains("a link out of the data", Assert.Throws<UserException>(() => store.Add("cat", Grey(1, 2, 3, 4))).Message);
        Assert.Throws<UserException>(() => store.Remove(["cat/1.png"]));
        Assert.Empty(store.List());
        Assert.Single(Directory.GetFiles(_folder.File("elsewhere")));
    }

    private static byte[] Grey(byte a, byte b, byte c, byte d) => Png.Write(2, 2, 0, [0, a, b, 0, c, d]);

    private static Dictionary<string, byte> Values(PictureStore store) => store.List().SelectMany(c => c.Ids).ToDictionary(id => id, id => EdgeNet.Pictures.PictureFile.Read(store.PathOf(id)).Pixels[0]);

    private static void AssertHolds(PictureStore store, Dictionary<string, byte> wanted) => Assert.Equal(wanted.OrderBy(w => w.Key, StringComparer.Ordinal), Values(store).OrderBy(w => w.Key, StringComparer.Ordinal));
}
