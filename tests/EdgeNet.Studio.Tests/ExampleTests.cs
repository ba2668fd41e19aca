using System.Net.WebSockets;
using System.Text.Json;
using EdgeNet.TestSupport;

namespace EdgeNet.Studio.Tests;

/// <summary>The examples that the first page offers.</summary>
public sealed class ExampleTests
{
    [Fact]
    public async Task Every_example_that_brings_its_data_becomes_a_project_that_can_be_trained()
    {
        using TemporaryFolder folder = new();
        await using StudioClient studio = await StudioClient.StartAsync(folder.File("project"));
        using ClientWebSocket socket = await studio.ConnectAsync();
        JsonElement[] examples = [.. (await studio.AskAsync(socket, "project.beginnings")).GetProperty("ok").GetProperty("examples").EnumerateArray()];
        Assert.Equal(11, examples.Length);
        string[] ready = [.. examples.Where(e => e.GetProperty("missing").ValueKind == JsonValueKind.Null).Select(e => e.GetProperty("name").GetString()!)];
        Assert.Equal(["01-kilometres-to-miles", "02-garden-bugs", "03-logic-gates", "04-four-pixel-camera", "06-own-handwriting", "08-thermal-person", "11-wekinator-sliders"], ready);
        Assert.All(examples, e => Assert.InRange(e.GetProperty("about").GetString()!.Length, 40, 250));
        Assert.All(examples.Where(e => !ready.Contains(e.GetProperty("name").GetString())), e => Assert.Contains(" a folder ", e.GetProperty("missing").GetString(), StringComparison.Ordinal));
        foreach (string name in ready)
        {
            Assert.True((await studio.AskAsync(socket, "project.example", new { name })).TryGetProperty("ok", out _), name);
        }

        // Their files lie side by side: none has the name of another's.
        Assert.True(File.Exists(folder.File("project/handwriting/7/1.png")));
        Assert.True(File.Exists(folder.File("project/thermal.csv")));
        Assert.Contains("output-1.csv", await File.ReadAllTextAsync(folder.File("project/studio.json")), StringComparison.Ordinal);
    }
}
