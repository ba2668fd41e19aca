using System.Net.Http.Json;
using System.Text.Json;
using EdgeNet.Cli.Options;
using EdgeNet.Files;
using EdgeNet.Studio.Data;
using EdgeNet.Studio.Pages;
using EdgeNet.TestSupport;

namespace EdgeNet.Studio.Tests;

/// <summary>Links in a project's folder that lead out of it: nothing is written where they lead.</summary>
public sealed class LinkedProjectTests : IDisposable
{
    private static readonly byte[] Picture = Png.Write(2, 2, 0, [0, 1, 2, 0, 3, 4]);

    private readonly TemporaryFolder _folder = new();

    public LinkedProjectTests()
    {
        Directory.CreateDirectory(Outside);
        Directory.CreateDirectory(Project);
    }

    private string Outside => _folder.File("outside");

    private string Project => _folder.File("project");

    public void Dispose()
    {
        Assert.Empty(Directory.EnumerateFileSystemEntries(Outside));
        _folder.Dispose();
    }

    [Fact]
    public async Task Pictures_are_not_added_to_a_folder_elsewhere()
    {
        Link("data");
        await using StudioClient studio = await StudioClient.StartAsync(Project);
        using HttpRequestMessage request = studio.Request(HttpMethod.Post, "/api/data.picture?label=cat");
        request.Content = new ByteArrayContent(Picture);
        using HttpResponseMessage response = await studio.Http.SendAsync(request);
        Assert.Contains("outside of the project's folder", (await response.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("error").GetString());
    }

    [Fact]
    public async Task Pictures_are_not_removed_to_a_folder_elsewhere_also_where_the_link_came_later()
    {
        _folder.Write("project/data/cat/1.png", Picture);
        _folder.Write("project/data/dog/1.png", Picture);
        await using Studio studio = Open();
        await AskAsync(studio, "data.choose", new { data = "data" });
        await AskAsync(studio, "data.relabel", new { sample = "dog/1.png", label = "wolf" });
        Link(".trash");
        await RefusedAsync(studio, "data.delete", new { sample = "cat/1.png" });
        Assert.True(File.Exists(_folder.File("project/data/cat/1.png")));
    }

    [Fact]
    public async Task Examples_are_not_copied_elsewhere()
    {
        Link("thermal.csv", "thermal.csv");
        await using Studio studio = Open();
        await RefusedAsync(studio, "project.example", new { name = "08-thermal-person" });
    }

    [Fact]
    public async Task Neither_settings_nor_a_model_are_written_elsewhere()
    {
        await using Studio studio = Open();
        await AskAsync(studio, "project.change", new { train = new[] { "--data", "builtin:bugs", "--epochs", "1" } });
        Link("model.edgenet", "model.edgenet");
        await RefusedAsync(studio, "training.step", new { });
        File.Delete(_folder.File("project/studio.json"));
        Link("studio.json", "studio.json");
        await RefusedAsync(studio, "project.change", new { board = "rp2040" });
    }

    [Fact]
    public async Task A_board_is_not_recorded_elsewhere_nor_under_a_name_that_some_system_does_not_take()
    {
        SmallProject.OfTable(Project);
        Link("link.csv", "readings.csv");
        await using Studio studio = Open();
        await AskAsync(studio, "board.start", new { });
        await RefusedAsync(studio, "board.record", new { label = "x", count = 1, file = "link.csv" });
        foreach (string name in new[] { "CON.csv", "a:b.csv", "..csv", ".csv", "x\ny.csv", "a/b.csv" })
        {
            UserException e = await Assert.ThrowsAsync<UserException>(() => AskAsync(studio, "board.record", new { label = "x", count = 1, file = name }));
            Assert.Contains("is no name of a table", e.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("readings.csv", false)]
    [InlineData("recordings", true)]
    [InlineData("runs", true)]
    public async Task Readings_are_not_gathered_elsewhere(string name, bool lines)
    {
        Link("readings.csv", "readings.csv");
        Link("recordings");
        Directory.CreateDirectory(_folder.File("project/runs"));
        Link("runs/waving");
        await using BoardRecording recording = new(Project, new OpenPages(), () => { }, (_, _) => throw new InvalidOperationException("it should not be opened"));
        UserException e = Assert.Throws<UserException>(() => recording.Start(new BoardRecording.Wish("/dev/ttyX", "waving", lines, 1, name)));
        Assert.Contains("outside of the project's folder", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_lock_of_corrections_is_not_made_elsewhere()
    {
        SmallProject.OfTable(Project);
        Link(".edgenet-corrections.lock", "lock");
        await using Studio studio = Open();
        await RefusedAsync(studio, "data.relabel", new { sample = "2", label = "low" });
    }

    private void Link(string name, string to = "") => File.CreateSymbolicLink(_folder.File("project/" + name), Path.Combine(Outside, to));

    private Studio Open() => Studio.Open(new StudioOptions(Project, TrainingRequestOptions.Read));

    private static Task<object?> AskAsync(Studio studio, string name, object with) => studio.Requests.AnswerAsync(name, JsonSerializer.SerializeToElement(with), default);

    private static async Task RefusedAsync(Studio studio, string name, object with) =>
        Assert.Contains("outside of the project's folder", (await Assert.ThrowsAsync<UserException>(() => AskAsync(studio, name, with))).Message, StringComparison.Ordinal);
}
