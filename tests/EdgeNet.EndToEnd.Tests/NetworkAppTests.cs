using System.Net;
using System.Net.Sockets;
using EdgeNet.Data;
using EdgeNet.Deployment.Serving;
using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;
using EdgeNet.Link;
using EdgeNet.Pictures;
using EdgeNet.TestSupport;
using Xunit.Abstractions;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>The app that asks a server for models: a thread of its own waits for the network, the board goes on seeing.</summary>
public sealed class NetworkAppTests(ITestOutputHelper output) : IDisposable
{
    private const int LedPin = 2;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_board_fetches_its_first_model_once_its_network_is_up_and_confirms_it()
    {
        _folder.Write("person.edgenet", ThermalScene.Model);
        await using ModelServer server = await ModelServer.StartAsync(_folder.Path, IPAddress.Loopback, 0, null);
        using HttpMessageInvoker network = new(new Redirected(new Uri(server.Addresses[0])));
        using Board board = Create(network);
        board.NetworkIsUp = microseconds => microseconds > 7e6; // the access point takes its time
        BoardRun run = board.Run(TimeSpan.FromSeconds(30));
        Assert.Equal("its time is up", run.StopReason);
        Assert.Contains("error: the board has no network connection", board.Output);
        Assert.Contains("model loaded from slot 0, 2 labels, reads AMG8833", board.Output);
        Assert.Contains("model confirmed", board.Output);
        Assert.Equal(ThermalScene.Model, board.Storage.Read(StoreBoard.Drive + BoardFiles.Model(0)));
    }

    /// <summary>Each question takes 20 seconds, as long as a real board tries to connect.</summary>
    [Fact]
    public void A_server_that_is_away_does_not_keep_the_board_from_seeing()
    {
        using HttpMessageInvoker network = new(new Absent());
        using Board board = Create(network);
        board.ConnectTimeout = TimeSpan.FromSeconds(20);
        board.Storage.Put(StoreBoard.Mailbox, ThermalScene.Model);
        board.Run(TimeSpan.FromSeconds(110));
        Assert.Contains("error: http://192.168.1.5:8080/models/person: GetResponse() failed: socket error 10060", board.Output);

        // Ten times a second, whether a question is under way (0 to 20 s, 80 to 100 s) or not, and the LED follows within a second.
        Assert.InRange(board.I2c.Transfers, 110 * 7, 110 * 10);
        (double Microseconds, bool Level)[] led = [.. board.Gpio.Line(LedPin).Changes];
        Assert.Equal(10, led.Length);
        Assert.All(led, (change, i) => Assert.InRange(change.Microseconds / 1e6, 10 * (i + 1), (10 * (i + 1)) + 1.5));
    }

    [Fact]
    public void A_request_that_never_ends_restarts_the_board_after_a_quarter_of_an_hour()
    {
        using HttpMessageInvoker network = new(new Absent());
        using Board board = Create(network);
        board.ConnectTimeout = TimeSpan.FromDays(1);
        BoardRun run = board.Run(TimeSpan.FromMinutes(20));
        Assert.Equal("the program restarted it", run.StopReason);
        Assert.InRange(board.NowMicroseconds / 60e6, 15, 15.1);
        Assert.Equal("error: the network has been silent for 900 seconds: the board restarts", board.Output[^1]);
    }

    [Fact]
    public void The_app_without_a_network_loads_nothing_of_one()
    {
        Assert.DoesNotContain(Esp32App.Assemblies, a => a.StartsWith("System.Net", StringComparison.Ordinal) || a.EndsWith(".Http", StringComparison.Ordinal));
        Assert.Contains("EdgeNet.Esp32", Esp32App.Assemblies);

        // What docs/hardware.md and EdgeNet.Esp32.nfproj say that it saves.
        using HttpMessageInvoker network = new(new Absent());
        using Board with = Esp32App.CreateWithNetwork(network), without = Esp32App.Create();
        output.WriteLine($"type tables: {without.TypeTableBytes} bytes without a network, {with.TypeTableBytes} with one");
        Assert.InRange(with.TypeTableBytes - without.TypeTableBytes, 8 * 1024, 13 * 1024);
    }

    public void Dispose() => _folder.Dispose();

    // Somebody comes every twenty seconds, for ten.
    private static Board Create(HttpMessageInvoker network)
    {
        Board board = Esp32App.CreateWithNetwork(network);
        board.I2c.Attach(Esp32App.Bus, Esp32App.CameraAddress,
            new Amg8833(seconds => ThermalScene.Picture((int)(seconds / 10) % 2 == 1, new SeededRandom(3, "network", (long)(seconds * 10)))));
        return board;
    }

    /// <summary>The address in the app's sources leads to a server on this machine.</summary>
    private sealed class Redirected(Uri server) : DelegatingHandler(new SocketsHttpHandler { UseProxy = false })
    {
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Assert.Equal(Esp32App.ModelUrl, request.RequestUri);
            request.RequestUri = new Uri(server, request.RequestUri!.PathAndQuery);
            return base.Send(request, cancellationToken);
        }
    }

    /// <summary>Nobody answers.</summary>
    private sealed class Absent : HttpMessageHandler
    {
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
            throw new HttpRequestException("timed out", new SocketException((int)SocketError.TimedOut));

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(Send(request, cancellationToken));
    }
}
