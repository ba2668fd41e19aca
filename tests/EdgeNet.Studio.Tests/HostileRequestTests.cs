using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using EdgeNet.TestSupport;

namespace EdgeNet.Studio.Tests;

/// <summary>Whatever comes in, the studio goes on, and writes nothing outside of its project's folder.</summary>
public sealed class HostileRequestTests
{
    private static readonly string[] Paths = ["../../etc/passwd", "..\\..\\x", "/etc/passwd", "C:\\x", "a\0b", "con", ".", "", "data/../../x", new string('a', 5000), "\u202Egnp.exe", "~/x", "file:///etc/passwd", "//host/share/x"];

    [Fact]
    public async Task A_thousand_hostile_requests_leave_the_studio_running_and_the_rest_of_the_disk_as_it_was()
    {
        using TemporaryFolder folder = new();
        string outside = folder.Write("outside.txt", "untouched");
        await using StudioClient studio = await StudioClient.StartAsync(folder.File("project"));
        Random random = new(15);
        string[] names = [.. RequestNames(studio)];
        for (int request = 0; request < 1000; request += 4)
        {
            await BadJsonAsync(studio, random);
            await WrongValuesAsync(studio, random, names);
            await WrongHttpAsync(studio, random);
            await HalfOpenAsync(studio, random);
        }

        using ClientWebSocket socket = await studio.ConnectAsync();
        Assert.True((await studio.AskAsync(socket, "project.beginnings")).TryGetProperty("ok", out _));
        Assert.Equal("untouched", await File.ReadAllTextAsync(outside));
        Assert.Equal(["outside.txt", "project"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName).Order());
        Assert.DoesNotContain(Directory.EnumerateFiles(folder.File("project"), "*", SearchOption.AllDirectories), f => f.Contains("passwd", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_request_that_is_longer_than_any_of_the_pages_ends_only_its_own_connection()
    {
        using TemporaryFolder folder = new();
        await using StudioClient studio = await StudioClient.StartAsync(folder.File("project"));
        using ClientWebSocket flood = await studio.ConnectAsync(), other = await studio.ConnectAsync();

        await StudioClient.SendAsync(flood, new string(' ', 300_000));

        await EndOfAsync(flood);
        Assert.True((await studio.AskAsync(other, "project.beginnings")).TryGetProperty("ok", out _));
    }

    [Fact]
    public async Task Settings_that_are_wrong_are_refused_in_words_and_the_old_ones_stay()
    {
        using TemporaryFolder folder = new();
        await using StudioClient studio = await StudioClient.StartAsync(folder.File("project"));
        using ClientWebSocket socket = await studio.ConnectAsync();
        await studio.AskAsync(socket, "project.change", new { train = new[] { "--data", "builtin:xor" } });
        string before = await File.ReadAllTextAsync(folder.File("project/studio.json"));

        (object Change, string Words)[] wrong =
        [
            (new { train = new[] { "--data", "builtin:xor", "--epochs", "many" } }, "many"),
            (new { train = new[] { "--data", "builtin:xor", "--out", "/tmp/elsewhere.edgenet" } }, "--out"),
            (new { train = new[] { "--data", "builtin:xor", "--checkpoint", "../outside.safetensors" } }, "outside"),
            (new { board = "none" }, "there is no board"),
            (new { train = 5 }, "not what it needs"),
        ];
        foreach ((object change, string words) in wrong)
        {
            Assert.Contains(words, (await studio.AskAsync(socket, "project.change", change)).GetProperty("error").GetString(), StringComparison.Ordinal);
        }

        Assert.Equal(before, await File.ReadAllTextAsync(folder.File("project/studio.json")));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"train\": [1], \"board\": \"esp32\"}")]
    [InlineData("{\"train\": [null], \"board\": \"esp32\"}")]
    [InlineData("{\"train\": [], \"board\": null}")]
    [InlineData("{\"train\": []}")]
    [InlineData("{\"train\": [], \"board\": \"esp32\", \"bord\": 1}")]
    public async Task A_damaged_studio_json_is_named_and_left_as_it_is(string text)
    {
        using TemporaryFolder folder = new();
        string settings = folder.Write("project/studio.json", text);

        Files.UserException e = await Assert.ThrowsAsync<Files.UserException>(() => StudioClient.StartAsync(folder.File("project")));

        Assert.Contains("studio.json", e.Message, StringComparison.Ordinal);
        Assert.Equal(text, await File.ReadAllTextAsync(settings));
    }

    // Requests that all desks have added, so that those to come are tried as well.
    private static IEnumerable<string> RequestNames(StudioClient studio) => studio.Server.Requests.Names;

    private static async Task BadJsonAsync(StudioClient studio, Random random)
    {
        using ClientWebSocket socket = await studio.ConnectAsync();
        byte[] bytes = Encoding.UTF8.GetBytes("{\"id\":1,\"do\":\"project.change\",\"with\":{\"train\":[\"--data\",\"builtin:xor\"]}}");
        for (int change = random.Next(1, 4); change > 0; change--)
        {
            bytes[random.Next(bytes.Length)] = (byte)random.Next(256);
        }

        await socket.SendAsync(bytes, random.Next(4) == 0 ? WebSocketMessageType.Binary : WebSocketMessageType.Text, random.Next(4) != 0, default);
        socket.Abort();
    }

    private static async Task WrongValuesAsync(StudioClient studio, Random random, string[] names)
    {
        using ClientWebSocket socket = await studio.ConnectAsync();
        string text = Paths[random.Next(Paths.Length)];
        object[] values = [text, -1, int.MaxValue, 1e300, true, new[] { text }, new { a = text }, "NaN", Array.Empty<int>()];
        Dictionary<string, object?> with = new() { ["train"] = new[] { "--data", text } };
        foreach (string field in new[] { "name", "board", "data", "path", "file", "label", "sample", "from", "count", "text", "model", "epoch", "port", "pixels", "values", "value" })
        {
            if (random.Next(2) == 0)
            {
                with[field] = values[random.Next(values.Length)];
            }
        }

        JsonElement said = await studio.AskAsync(socket, names[random.Next(names.Length)], with);
        Assert.False(said.ToString().Contains("internal error", StringComparison.Ordinal), said.ToString());
    }

    private static async Task WrongHttpAsync(StudioClient studio, Random random)
    {
        string path = Paths[random.Next(Paths.Length)];
        HttpMethod method = random.Next(3) switch { 0 => HttpMethod.Get, 1 => HttpMethod.Post, _ => HttpMethod.Delete };
        using HttpRequestMessage request = studio.Request(method, "/" + (random.Next(2) == 0 ? "api/" : "") + Uri.EscapeDataString(path.Length > 2000 ? path[..2000] : path) + "?name=" + Uri.EscapeDataString(path.Length > 2000 ? path[..2000] : path));
        if (method == HttpMethod.Post)
        {
            request.Content = new ByteArrayContent(new byte[random.Next(100_000)]);
        }

        try
        {
            using HttpResponseMessage response = await studio.Http.SendAsync(request);
            Assert.NotEqual(HttpStatusCode.InternalServerError, response.StatusCode);
        }
        catch (HttpRequestException)
        {
            // Refused before the end of what was sent.
        }
    }

    private static async Task HalfOpenAsync(StudioClient studio, Random random)
    {
        using TcpClient client = new();
        await client.ConnectAsync(IPAddress.Loopback, studio.Server.Address.Port);
        byte[] begun = Encoding.ASCII.GetBytes($"POST /api/x HTTP/1.1\r\nHost: 127.0.0.1:{studio.Server.Address.Port}\r\nAuthorization: Bearer {studio.Token}\r\nContent-Length: 1000\r\n\r\nabc");
        await client.GetStream().WriteAsync(begun.AsMemory(0, random.Next(1, begun.Length)));
        client.LingerState = new LingerOption(true, 0);
    }

    // In words, or by a reset if the rest of the flood is still under way.
    private static async Task EndOfAsync(ClientWebSocket socket)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while ((await socket.ReceiveAsync(buffer, default)).MessageType != WebSocketMessageType.Close)
            {
            }

            Assert.Equal(WebSocketCloseStatus.PolicyViolation, socket.CloseStatus);
        }
        catch (WebSocketException)
        {
            Assert.NotEqual(WebSocketState.Open, socket.State);
        }
    }
}
