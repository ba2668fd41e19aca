using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using EdgeNet.Cli.Options;

namespace EdgeNet.Studio.Tests;

/// <summary>A studio and a client of it without a browser: what the page's link.js does, and what an attacker may do.</summary>
internal sealed class StudioClient : IAsyncDisposable
{
    private readonly Dictionary<string, JsonElement> _topics = [];
    private int _lastId;

    private StudioClient(StudioServer server)
    {
        Server = server;
        Http = new HttpClient { BaseAddress = new Uri(server.Address.GetLeftPart(UriPartial.Path)) };
    }

    public StudioServer Server { get; }

    /// <summary>Requests without a token.</summary>
    public HttpClient Http { get; }

    public string Token => Server.Address.Fragment[1..];

    public static async Task<StudioClient> StartAsync(string folder) =>
        new(await StudioServer.StartAsync(new StudioOptions(folder, TrainingRequestOptions.Read)));

    /// <summary>Opens a WebSocket as the page does.</summary>
    public async Task<ClientWebSocket> ConnectAsync(string? token = null, Action<ClientWebSocketOptions>? change = null)
    {
        ClientWebSocket socket = new();
        socket.Options.AddSubProtocol("edgenet");
        socket.Options.AddSubProtocol(token ?? Token);
        change?.Invoke(socket.Options);
        try
        {
            await socket.ConnectAsync(new UriBuilder(Http.BaseAddress!) { Scheme = "ws", Path = "/socket" }.Uri, default);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Asks, and waits for the answer; what is pushed meanwhile is remembered.</summary>
    public async Task<JsonElement> AskAsync(ClientWebSocket socket, string name, object? with = null)
    {
        int id = ++_lastId;
        await SendAsync(socket, JsonSerializer.Serialize(new { id, @do = name, with = with ?? new { } }));
        while (true)
        {
            JsonElement said = await ReceiveAsync(socket);
            if (said.TryGetProperty("id", out JsonElement answered) && answered.GetInt32() == id)
            {
                return said;
            }
        }
    }

    public static Task SendAsync(ClientWebSocket socket, string text) => socket.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, default);

    /// <summary>What was said last of a topic, which is waited for.</summary>
    public async Task<JsonElement> TopicAsync(ClientWebSocket socket, string topic)
    {
        while (!_topics.ContainsKey(topic))
        {
            await ReceiveAsync(socket);
        }

        return _topics[topic];
    }

    /// <summary>A request with the token.</summary>
    public HttpRequestMessage Request(HttpMethod method, string path) => new(method, path) { Headers = { Authorization = new AuthenticationHeaderValue("Bearer", Token) } };

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Server.DisposeAsync();
    }

    private async Task<JsonElement> ReceiveAsync(ClientWebSocket socket)
    {
        using MemoryStream message = new();
        byte[] buffer = new byte[64 * 1024];
        WebSocketReceiveResult received;
        do
        {
            received = await socket.ReceiveAsync(buffer, default);
            Assert.NotEqual(WebSocketMessageType.Close, received.MessageType);
            message.Write(buffer, 0, received.Count);
        }
        while (!received.EndOfMessage);

        JsonElement said = JsonSerializer.Deserialize<JsonElement>(message.ToArray());
        if (said.TryGetProperty("topic", out JsonElement topic))
        {
            _topics[topic.GetString()!] = said.GetProperty("body");
        }

        return said;
    }
}
