using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Workflows;

namespace EdgeNet.Studio.Tests;

/// <summary>Data that come from a hostile page: nothing is written outside of the project's folder, nothing half is left in it, and the studio goes on.</summary>
public sealed class HostileDataTests
{
    private static readonly byte[] Picture = Png.Write(2, 2, 0, [0, 1, 2, 0, 3, 4]);

    private static readonly string[] Texts = ["../../x.csv", "..\\x.csv", "/etc/x.csv", "C:\\x.csv", "a\0b.csv", "con.csv", ".", "..", "", "data/../../x.csv", new string('a', 3000), "\u202Evsc.exe.csv", "~/x.csv", ".ssh/x.csv", "//host/share/x.csv", "cat/0001.png/x.csv", "%2e%2e/x.csv", "a.csv", "cat"];

    [Fact]
    public async Task A_thousand_hostile_requests_leave_only_whole_data_in_the_project()
    {
        using TemporaryFolder folder = new();
        folder.Write("outside.csv", "a,b\n1,2\n");
        string project = folder.File("project");
        await using (StudioClient studio = await StudioClient.StartAsync(project))
        {
            using ClientWebSocket socket = await studio.ConnectAsync();
            await UploadAsync(studio, "data.picture?label=cat", Picture);
            Random random = new(15);
            for (int request = 0; request < 1000; request += 4)
            {
                await AskWronglyAsync(studio, socket, random);
                await UploadWronglyAsync(studio, random);
                await UploadWronglyAsync(studio, random);
                await HalfUploadAsync(studio, random);
            }

            Assert.True((await studio.AskAsync(socket, "data.overview")).TryGetProperty("ok", out _));
            Assert.Equal(HttpStatusCode.OK, await UploadAsync(studio, "data.picture?label=cat", Picture));
        }

        Assert.Equal(["outside.csv", "project"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Order());
        Assert.Equal("a,b\n1,2\n", await File.ReadAllTextAsync(folder.File("outside.csv")));
        Assert.All(Directory.EnumerateFileSystemEntries(project, "*", SearchOption.AllDirectories), f => Assert.DoesNotContain("/.edgenet-", f));
        Assert.All(Directory.EnumerateFiles(project, "*.png", SearchOption.AllDirectories), f => Assert.Equal(Picture, File.ReadAllBytes(f)));
    }

    [Fact]
    public async Task A_picture_that_is_longer_than_any_is_refused_before_it_is_read()
    {
        using TemporaryFolder folder = new();
        await using StudioClient studio = await StudioClient.StartAsync(folder.File("project"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await UploadAsync(studio, "data.picture?label=cat", new byte[17 << 20]));
        Assert.False(Directory.Exists(folder.File("project/data")));
    }

    [Fact]
    public async Task What_was_recorded_survives_a_server_that_is_killed()
    {
        using TemporaryFolder folder = new();
        string project = folder.File("project");
        await using (StudioClient studio = await StudioClient.StartAsync(project))
        {
            await UploadAsync(studio, "data.picture?label=cat", Picture);

            // No time to tidy up: the answer was the promise.
            Assert.Equal(Picture, await File.ReadAllBytesAsync(Path.Combine(project, "data/cat/0001.png")));
        }

        await using StudioClient again = await StudioClient.StartAsync(project);
        using ClientWebSocket socket = await again.ConnectAsync();
        Assert.Equal(1, (await again.AskAsync(socket, "data.overview")).GetProperty("ok").GetProperty("total").GetInt32());
    }

    /// <summary>The system takes the name of the folder, but no longer one.</summary>
    [Fact]
    public void A_picture_that_cannot_be_written_leaves_no_folder_that_would_be_an_empty_class()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        const int LongestPath = 4095, Room = 10;
        using TemporaryFolder folder = new();
        string data = folder.File("d");
        while (data.Length < LongestPath - Room)
        {
            data = Path.Combine(data, new string('d', Math.Min(200, Math.Max(1, LongestPath - Room - data.Length - 1))));
        }

        PictureStore store = new(data, folder.File(".trash"));
        Assert.Throws<UserException>(() => store.Add("cat", Picture));
        Assert.True(Directory.Exists(data));
        Assert.Empty(Directory.EnumerateFileSystemEntries(data));
    }

    private static async Task AskWronglyAsync(StudioClient studio, ClientWebSocket socket, Random random)
    {
        string[] names = ["data.page", "data.traces", "data.relabel", "data.delete", "data.undo", "data.choose", "data.record", "data.refresh", "data.overview"];
        string text = Texts[random.Next(Texts.Length)];
        object?[] values = [text, -1, int.MaxValue, 1e300, true, null, new[] { text }, new string?[] { null }, new { a = text }, 60];
        Dictionary<string, object?> with = [];
        foreach (string field in new[] { "from", "count", "label", "part", "sample", "samples", "data", "port", "lines", "out" })
        {
            with[field] = random.Next(3) == 0 ? values[random.Next(values.Length)] : field switch { "from" => 0, "count" => 10, "samples" => new[] { text }, "lines" => true, _ => text };
        }

        string said = (await studio.AskAsync(socket, names[random.Next(names.Length)], with)).ToString();
        Assert.DoesNotContain("internal error", said);
    }

    private static async Task UploadWronglyAsync(StudioClient studio, Random random)
    {
        string text = Texts[random.Next(Texts.Length)];
        byte[] body = random.Next(4) switch
        {
            0 => Picture[..random.Next(Picture.Length)],
            1 => [.. Picture.Select(b => random.Next(20) == 0 ? (byte)random.Next(256) : b)],
            2 => Encoding.UTF8.GetBytes("a,b\n1\n" + text),
            _ => new byte[random.Next(100_000)],
        };
        string path = random.Next(2) == 0 ? $"data.picture?label={Uri.EscapeDataString(text)}" : $"data.file?name={Uri.EscapeDataString(text)}";
        Assert.NotEqual(HttpStatusCode.InternalServerError, await UploadAsync(studio, path, body));
    }

    // An upload whose end never comes.
    private static async Task HalfUploadAsync(StudioClient studio, Random random)
    {
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, studio.Server.Address.Port);
        string path = random.Next(2) == 0 ? "data.picture?label=half" : $"data.file?name=half{random.Next(10)}.csv";
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"POST /api/{path} HTTP/1.1\r\nHost: 127.0.0.1:{studio.Server.Address.Port}\r\nAuthorization: Bearer {studio.Token}\r\nContent-Length: 100000\r\n\r\na,b\n1,2\n"));
        client.LingerState = new LingerOption(true, 0);
    }

    private static async Task<HttpStatusCode> UploadAsync(StudioClient studio, string path, byte[] body)
    {
        using HttpRequestMessage request = studio.Request(HttpMethod.Post, "/api/" + path);
        request.Content = new ByteArrayContent(body);
        request.Headers.ExpectContinue = body.Length > 1 << 20;
        using HttpResponseMessage response = await studio.Http.SendAsync(request);
        return response.StatusCode;
    }
}
