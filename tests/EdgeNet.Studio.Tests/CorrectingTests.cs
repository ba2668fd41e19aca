using System.Text.Json;
using EdgeNet.Cli.Options;
using EdgeNet.TestSupport;

namespace EdgeNet.Studio.Tests;

/// <summary>Corrections of a table, made by several pages.</summary>
public sealed class CorrectingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_pages_can_both_make_the_first_correction_and_all_can_be_taken_back()
    {
        _folder.Write("table.csv", "a,b,label\n" + string.Concat(Enumerable.Range(0, 40).Select(i => $"{i},{i % 5},{(i % 2 == 0 ? "x" : "y")}\n")));
        using Barrier both = new(2);
        int waiting = 0;
        await using Studio studio = Studio.Open(new StudioOptions(_folder.File(""), words =>
        {
            // Both have read the settings before one of them changes these.
            if (Interlocked.Decrement(ref waiting) >= 0)
            {
                both.SignalAndWait();
            }

            return TrainingRequestOptions.Read(words);
        }));
        await AskAsync(studio, "data.choose", new { data = "table.csv" });
        JsonElement page = JsonSerializer.SerializeToElement(await AskAsync(studio, "data.page", new { from = 0, count = 2 }), Pages.PageJson.Options);
        string[] ids = [.. page.GetProperty("samples").EnumerateArray().Select(s => s.GetProperty("id").GetString()!)];
        Assert.False(await CanUndoAsync(studio));

        Volatile.Write(ref waiting, 2);
        await Task.WhenAll(ids.Select(id => Task.Run(() => AskAsync(studio, "data.relabel", new { sample = id, label = "x" }))));

        Assert.Equal(1 + ids.Length, (await File.ReadAllLinesAsync(_folder.File("corrections.csv"))).Length);
        Assert.Equal(["--data", "table.csv", "--corrections", "corrections.csv"], JsonDocument.Parse(await File.ReadAllTextAsync(_folder.File("studio.json"))).RootElement.GetProperty("train").EnumerateArray().Select(w => w.GetString()));
        Assert.True(await CanUndoAsync(studio));
        await AskAsync(studio, "data.undo", new { });
        Assert.True(await CanUndoAsync(studio));
        await AskAsync(studio, "data.undo", new { });
        Assert.False(await CanUndoAsync(studio));
    }

    private static async Task<bool> CanUndoAsync(Studio studio) =>
        JsonSerializer.SerializeToElement(await AskAsync(studio, "data.overview", new { }), Pages.PageJson.Options).GetProperty("canUndo").GetBoolean();

    private static Task<object?> AskAsync(Studio studio, string name, object with) => studio.Requests.AnswerAsync(name, JsonSerializer.SerializeToElement(with), default);
}
