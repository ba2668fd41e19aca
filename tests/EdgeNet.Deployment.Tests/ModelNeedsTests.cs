using System.Collections.Concurrent;
using System.Net;
using EdgeNet.Core;
using EdgeNet.Deployment.Serial;
using EdgeNet.Deployment.Serving;
using EdgeNet.Files;
using EdgeNet.Link;
using EdgeNet.TestSupport;
using EdgeNet.Trainer.Format;

namespace EdgeNet.Deployment.Tests;

/// <summary>A model that a board's app cannot run is not sent to it, over the line or by the server.</summary>
public sealed class ModelNeedsTests : IAsyncLifetime, IDisposable
{
    private static readonly byte[] Pooled = ModelWriter.Write(RandomNetworks.Create(1, pools: true), []);
    private static readonly byte[] Version1 = File.ReadAllBytes(Path.Combine(SharedData.ProjectRoot, "tests", "EdgeNet.Core.Tests", "Version1", "bugs.edgenet"));

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _reports = [];
    private readonly HttpClient _client = new(new SocketsHttpHandler { UseProxy = false });
    private ModelServer _server = null!;

    public async Task InitializeAsync()
    {
        _folder.Write("pooled.edgenet", Pooled);
        _server = await ModelServer.StartAsync(_folder.Path, IPAddress.Loopback, 0, _reports.Enqueue);
        _client.BaseAddress = new Uri(_server.Addresses[0]);
    }

    [Fact]
    public void Errors_say_in_one_line_what_is_wrong_and_what_to_do()
    {
        ModelNeeds pooled = ModelNeeds.Of(ModelFile.Parse(Pooled));
        Assert.Equal((2, "2 max pool, 1 dense"), (pooled.Format, string.Join(", ", pooled.LayerKinds.Select(k => $"{k.Kind} {k.Name}"))));
        Assert.Null(pooled.Problem(Board(1, 2, [1, 2], pooled.LoadBytes)));
        Assert.Equal(FormattableString.Invariant($"loading the model takes {pooled.LoadBytes:N0} bytes of heap, but the board has {pooled.LoadBytes - 1:N0} for it; train one with fewer or smaller layers, or use a board with more memory"),
            pooled.Problem(Board(1, 2, [1, 2], pooled.LoadBytes - 1)));
        Assert.Equal("the board's app does not run layers of kind 2 (max pool); update the app, or train the model without them", pooled.Problem(Board(1, 2, [1], 0)));
        Assert.Equal("the board's app does not run layers of kind 2 (max pool), 1 (dense); update the app, or train the model without them", pooled.Problem(Board(1, 2, [77], 0)));
        Assert.Equal("the model file has version 2, but the board's app reads version 1; update the app", pooled.Problem(Board(1, 1, [1, 2], 0)));
        Assert.Equal("the model file has version 2, but the board's app reads versions 3 to 5; train the model again with this edgenet", pooled.Problem(Board(3, 5, [1, 2], 0)));
    }

    /// <summary>It was refused whenever the board's version was not the desktop's own, whatever the file's was.</summary>
    [Theory]
    [InlineData(1, true, "")]
    [InlineData(1, false, "reads version 1;")]
    [InlineData(2, true, "")]
    [InlineData(2, false, "")]
    [InlineData(3, false, "")]
    [InlineData(0, true, "update the app")]
    public void An_app_that_only_tells_its_newest_version_gets_what_this_version_can_read(int newest, bool version1, string problem)
    {
        byte[] model = version1 ? Version1 : Pooled;
        HelloMessage hello = new() { ModelFormat = newest, RoomBytes = -1, ValueCount = ModelFile.Parse(model).Input.Count };
        Exception? refusal = Record.Exception(() => SerialDeployment.Check(hello, model, null));
        Assert.Equal(problem.Length > 0, refusal is UserException);
        Assert.Contains(problem, refusal?.Message ?? "");
    }

    [Fact]
    public void A_model_that_the_app_says_it_cannot_run_is_not_sent_over_the_line()
    {
        HelloMessage hello = new() { ModelFormat = 2, RoomBytes = -1, ValueCount = ModelFile.Parse(Pooled).Input.Count, Runs = Board(1, 2, [1, 2], 100_000) };
        SerialDeployment.Check(hello, Pooled, null);
        hello.Runs = Board(1, 2, [1], 100_000);
        Assert.Contains("kind 2 (max pool)", Assert.Throws<UserException>(() => SerialDeployment.Check(hello, Pooled, null)).Message);
        hello.Runs = Board(1, 2, [1, 2], 100);
        Assert.Contains("the board has 100 for it", Assert.Throws<UserException>(() => SerialDeployment.Check(hello, Pooled, null)).Message);
    }

    /// <summary>The board reads one of its sensors now; the model decides which one it reads then.</summary>
    [Fact]
    public void A_model_for_another_sensor_than_the_one_that_is_read_now_is_sent()
    {
        int inputs = ModelFile.Parse(Pooled).Input.Count;
        HelloMessage hello = new() { ModelFormat = 2, RoomBytes = -1, Runs = Board(1, 2, [1, 2], 100_000) };
        foreach (int count in new[] { inputs - 1, inputs + 1, 0 })
        {
            hello.ValueCount = count;
            SerialDeployment.Check(hello, Pooled, null);
        }
    }

    [Theory]
    [InlineData("1-2; 1; 99999", "the board's app does not run layers of kind 2 (max pool)")]
    [InlineData("1-1; 1,2; 99999", "reads version 1;")]
    [InlineData("1-2; 1,2; 10", "the board has 10 for it")]
    public async Task The_server_refuses_in_a_line_without_a_body_and_reports_it_once(string runs, string problem)
    {
        for (int asked = 0; asked < 3; asked++)
        {
            using HttpResponseMessage answer = await Get("pooled", runs, asked == 2 ? "*" : null);
            Assert.Equal(HttpStatusCode.NotAcceptable, answer.StatusCode);
            Assert.Contains(problem, Assert.Single(answer.Headers.GetValues("EdgeNet-Problem")));
            Assert.Equal(0, answer.Content.Headers.ContentLength);
            Assert.False(answer.Headers.Contains("EdgeNet-Signature"));
        }

        Assert.Contains(problem, Assert.Single(_reports));
        Assert.StartsWith("127.0.0.1: pooled is not sent: ", _reports.Single());

        // Another state of the model is another refusal.
        _folder.Write("pooled.edgenet", ModelWriter.Write(RandomNetworks.Create(2, pools: true), []));
        (await Get("pooled", runs, null)).Dispose();
        Assert.Equal(2, _reports.Count);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("1-2; 1,2; 99999")]
    [InlineData("1-2; 2147483648; 10")]
    [InlineData("1-2; 1; -2147483648")]
    [InlineData("1-2; 1; 10, 1-2; 1; 10")]
    [InlineData("; ; ;")]
    [InlineData("EdgeNet")]
    public async Task A_board_that_says_nothing_or_nonsense_gets_the_model_as_before(string? runs)
    {
        using HttpResponseMessage answer = await Get("pooled", runs, null);
        Assert.Equal(Pooled, await answer.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_header_of_any_length_does_not_keep_the_server_busy()
    {
        using HttpResponseMessage answer = await Get("pooled", $"1-2; {string.Join(',', Enumerable.Repeat(1, 3000))}; 10", null);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
    }

    [Fact]
    public void Refusals_are_remembered_within_bounds()
    {
        int reports = 0;
        RefusalReports refusals = new(_ => reports++);
        CatalogEntry entry = new("m", "\"1\"", null);
        for (int i = 0; i < 25_000; i++)
        {
            refusals.Add(new IPAddress(i), entry, "no");
            refusals.Add(new IPAddress(i), entry, "no");
        }

        Assert.Equal(25_000, reports);
        refusals.Add(new IPAddress(24_999), entry, "no");
        Assert.Equal(25_000, reports);
        refusals.Add(new IPAddress(5), entry, "no"); // forgotten meanwhile
        Assert.Equal(25_001, reports);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    public void Dispose()
    {
        _client.Dispose();
        _folder.Dispose();
    }

    private static BoardCapabilities Board(int oldest, int newest, byte[] kinds, int heap) => BoardCapabilities.Create(oldest, newest, kinds, heap);

    private async Task<HttpResponseMessage> Get(string name, string? runs, string? unless)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/models/" + name);
        if (runs is not null)
        {
            request.Headers.TryAddWithoutValidation("EdgeNet-Runs", runs);
        }

        if (unless is not null)
        {
            request.Headers.TryAddWithoutValidation("If-None-Match", unless);
        }

        return await _client.SendAsync(request);
    }
}
