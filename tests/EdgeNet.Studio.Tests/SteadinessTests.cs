using System.Net;
using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using EdgeNet.Cli.Options;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Files;
using EdgeNet.Studio.Pages;
using EdgeNet.TestSupport;
using EdgeNet.Workflows;

namespace EdgeNet.Studio.Tests;

/// <summary>Whatever fails inside, the studio goes on, says so in a line, and can be ended.</summary>
public sealed class SteadinessTests
{
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    [Fact]
    public async Task After_numbers_that_no_plane_holds_the_next_training_is_watched_and_the_studio_ends()
    {
        using TemporaryFolder folder = new();
        folder.Write("project/big.csv", "a,b,label\n" + string.Concat(Enumerable.Range(0, 60).Select(i => $"{(i % 2 == 0 ? "3e38" : "-3e38")},{i},{(i % 3) switch { 0 => "1e38", 1 => "-3e38", _ => "0" }}\n")));
        await using StudioClient studio = await StudioClient.StartAsync(folder.File("project"));
        using ClientWebSocket socket = await studio.ConnectAsync();
        foreach (string data in (string[])["big.csv", "builtin:gates"])
        {
            await studio.AskAsync(socket, "project.change", new { train = new[] { "--data", data, "--epochs", "5" } });
            Assert.True((await studio.AskAsync(socket, "training.start")).TryGetProperty("ok", out _));
            using CancellationTokenSource soon = new(Long);
            JsonElement news;
            do
            {
                await Task.Delay(20, soon.Token);
                await studio.AskAsync(socket, "project.beginnings");
                news = await studio.TopicAsync(socket, "training").WaitAsync(soon.Token);
            }
            while (!news.GetProperty("command").GetString()!.Contains(data, StringComparison.Ordinal) || news.GetProperty("state").GetString() is not ("done" or "failed"));
        }

        Assert.NotEqual(JsonValueKind.Null, (await studio.TopicAsync(socket, "training.view").WaitAsync(Long)).GetProperty("surfaces").ValueKind);
    }

    [Fact]
    public async Task What_is_told_again_and_again_survives_any_failure_and_says_those_that_are_our_fault()
    {
        OpenPages pages = new();
        Outbox page = pages.Open()!;

        pages.Try(() => throw new UserException("taken away just now"));
        pages.Try(() => throw new ObjectDisposedException("a training"));
        pages.Try(() => throw new InvalidOperationException("a mistake of ours"));

        JsonElement said = JsonSerializer.Deserialize<JsonElement>((await page.TakeAsync(default)).Json);
        Assert.Equal(OpenPages.FaultTopic, said.GetProperty("topic").GetString());
        Assert.StartsWith("internal error, please report it: InvalidOperationException: a mistake of ours", said.GetProperty("body").GetProperty("text").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_training_whose_thread_meets_what_it_does_not_know_fails_in_words_and_can_go_on()
    {
        using TemporaryFolder folder = new();
        using LiveTraining live = new(["--data", "builtin:spiral", "--epochs", "3"], words => TrainingRequestOptions.Read([.. words, "--out", "model.edgenet"]).In(folder.Path), BuiltInDatasets.Create("spiral", 1));
        float[] classes = live.Data.Test.Targets, right = [.. classes];
        Array.Fill(classes, 99f);
        live.Start();
        Assert.True(SpinWait.SpinUntil(() => live.State == LiveState.Failed, Long));
        Assert.Contains("internal error, please report it", live.Problem, StringComparison.Ordinal);

        right.CopyTo(classes, 0);
        live.Start();
        Assert.True(SpinWait.SpinUntil(() => live.State == LiveState.Done, Long));
    }

    [Fact]
    public async Task Folders_that_are_linked_into_themselves_are_read_once_and_no_longer_than_somebody_waits()
    {
        using TemporaryFolder folder = new();
        foreach (string label in (string[])["a", "b"])
        {
            string of = Directory.CreateDirectory(folder.File($"project/d/{label}")).FullName;
            for (byte i = 0; i < 5; i++)
            {
                await File.WriteAllBytesAsync(Path.Combine(of, $"{i}.png"), Png.Write(2, 2, 0, [0, i, 2, 0, 3, 4]));
            }

            Directory.CreateSymbolicLink(Path.Combine(of, "link"), "..");
        }

        Training.TrainedData data = new(Projects.StudioProject.Open(folder.File("project"), TrainingRequestOptions.Read));
        using CancellationTokenSource soon = new(Long);
        DatasetSplit split = await Task.Run(() => data.Read(["--data", "d"], soon.Token));

        Assert.Equal(10, split.Train.Count + split.Test.Count);
        Assert.Throws<OperationCanceledException>(() => data.Read(["--data", "d"], new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task A_page_that_reads_slowly_is_answered_no_faster_than_it_reads()
    {
        const int Asked = 300, AtATime = 8;
        int answered = 0, most = 0;
        using SlowReader slow = new(Asked);
        Requests requests = new();
        requests.Add("count", () => most = Math.Max(most, Interlocked.Increment(ref answered) - slow.Read));

        using PageSocket page = new(slow, requests, new Outbox());
        await page.ServeAsync(default);

        Assert.InRange(most, 1, AtATime);
        Assert.InRange(answered, Asked - AtATime, Asked);
    }

    [Fact]
    public async Task A_file_that_may_not_be_read_is_said_and_not_our_fault()
    {
        using TemporaryFolder folder = new();
        await using StudioClient studio = await StudioClient.StartAsync(folder.File("project"));
        studio.Server.Requests.AddDownload("locked", (_, _) => throw new UnauthorizedAccessException("may not be read"));

        using HttpResponseMessage response = await studio.Http.SendAsync(studio.Request(HttpMethod.Get, "/api/locked"));

        Assert.Equal((HttpStatusCode.BadRequest, """{"error":"may not be read"}"""), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    [Fact]
    public async Task Settings_that_could_not_be_read_again_are_not_written()
    {
        using TemporaryFolder folder = new();
        await using StudioClient studio = await StudioClient.StartAsync(folder.File("project"));
        using ClientWebSocket socket = await studio.ConnectAsync();

        JsonElement said = await studio.AskAsync(socket, "project.change", new { train = new[] { "--data", "builtin:xor", "--name", new string('x', 100_000) } });

        Assert.Contains("at most 64 KB", said.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.False(File.Exists(folder.File("project/studio.json")));
    }

    [Theory]
    [InlineData("training.plan")]
    [InlineData("training.cost")]
    [InlineData("training.points")]
    public async Task Words_that_no_command_line_has_are_refused_before_they_are_settings(string request)
    {
        using TemporaryFolder folder = new();
        await using StudioClient studio = await StudioClient.StartAsync(folder.File("project"));
        using ClientWebSocket socket = await studio.ConnectAsync();

        JsonElement said = await studio.AskAsync(socket, request, new { train = new[] { "--data", "a\0b" } });

        Assert.Contains("words of a command line", said.GetProperty("error").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_written_into_the_settings_by_hand_is_kept_by_the_next_change_and_told()
    {
        using TemporaryFolder folder = new();
        await using StudioClient studio = await StudioClient.StartAsync(folder.File("project"));
        using ClientWebSocket socket = await studio.ConnectAsync();
        await studio.AskAsync(socket, "project.change", new { train = new[] { "--data", "builtin:xor" } });

        folder.Write("project/studio.json", """{"train":["--data","builtin:circle","--epochs","7"],"board":"esp32"}""");
        await studio.AskAsync(socket, "project.change", new { board = "esp32-s3" });

        Assert.Equal(["--data", "builtin:circle", "--epochs", "7"], JsonDocument.Parse(await File.ReadAllTextAsync(folder.File("project/studio.json"))).RootElement.GetProperty("train").EnumerateArray().Select(w => w.GetString()));
        await studio.AskAsync(socket, "project.beginnings");
        Assert.Contains("builtin:circle", (await studio.TopicAsync(socket, "project")).GetProperty("command").GetString(), StringComparison.Ordinal);

        // What is damaged is left to whoever edits it.
        folder.Write("project/studio.json", "{");
        Assert.Contains("studio.json", (await studio.AskAsync(socket, "project.change", new { board = "esp32" })).GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Equal("{", await File.ReadAllTextAsync(folder.File("project/studio.json")));
    }

    /// <summary>A page that asks as fast as it can, and takes a millisecond for each answer.</summary>
    private sealed class SlowReader(int questions) : WebSocket
    {
        private static readonly byte[] Question = Encoding.UTF8.GetBytes("""{"id":1,"do":"count"}""");

        private int _asked, _read;

        public int Read => Volatile.Read(ref _read);

        public override WebSocketCloseStatus? CloseStatus => null;

        public override string? CloseStatusDescription => null;

        public override WebSocketState State => WebSocketState.Open;

        public override string? SubProtocol => null;

        public override ValueTask<ValueWebSocketReceiveResult> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
        {
            if (_asked++ == questions)
            {
                return ValueTask.FromResult(new ValueWebSocketReceiveResult(0, WebSocketMessageType.Close, true));
            }

            Question.CopyTo(buffer);
            return ValueTask.FromResult(new ValueWebSocketReceiveResult(Question.Length, WebSocketMessageType.Text, true));
        }

        public override async Task SendAsync(ArraySegment<byte> buffer, WebSocketMessageType messageType, bool endOfMessage, CancellationToken cancellationToken)
        {
            await Task.Delay(1, cancellationToken);
            Interlocked.Increment(ref _read);
        }

        public override Task<WebSocketReceiveResult> ReceiveAsync(ArraySegment<byte> buffer, CancellationToken cancellationToken) => throw new NotSupportedException();

        public override Task CloseAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => Task.CompletedTask;

        public override Task CloseOutputAsync(WebSocketCloseStatus closeStatus, string? statusDescription, CancellationToken cancellationToken) => Task.CompletedTask;

        public override void Abort()
        {
        }

        public override void Dispose()
        {
        }
    }
}
