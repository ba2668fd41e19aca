using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using EdgeNet.Deployment.Serving;
using EdgeNet.Deployment.Signing;
using EdgeNet.Emulator;
using EdgeNet.Emulator.Devices;
using EdgeNet.Link;
using EdgeNet.TestSupport;
using Xunit.Abstractions;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>Boards fetch models from the real server over real connections; whatever happens to these, they have a model that works.</summary>
[Collection(nameof(AloneTests))]
public sealed class HttpUpdateTests(ITestOutputHelper output) : IAsyncLifetime, IDisposable
{
    private const int PollMilliseconds = 300_000;

    // Several ranges of 4 KB.
    private static readonly byte[] Old = StoreBoard.Model(1, 650), New = StoreBoard.Model(2, 650);
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];

    private readonly TemporaryFolder _folder = new();
    private readonly HttpMessageInvoker _network = new(new SocketsHttpHandler { UseProxy = false });
    private ModelServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await ModelServer.StartAsync(_folder.Path, IPAddress.Loopback, 0, null);
        _folder.Write("door.edgenet", Old);
    }

    [Fact]
    public void A_board_fetches_a_new_model_in_ranges_and_then_leaves_it_until_there_is_another()
    {
        using StoreBoard board = new(new Storage(), _network);
        BoardObject updates = Updates(board, _server.Addresses[0]);
        Assert.Equal("model 1", RunUntilRest(board, updates));
        Assert.True(TakesChange(board, updates));
        Assert.Equal(PollMilliseconds, Step(board, updates)); // asked again: 304, nothing written
        Assert.False(TakesChange(board, updates));

        _folder.Write("door.edgenet", New);
        Assert.Equal("model 2", RunUntilRest(board, updates));
        Assert.InRange(New.Length, 2 * 4096, 20_000);
    }

    /// <summary>The server knows from the board's own request that it has too little memory; nothing of the model comes, and nothing is written.</summary>
    [Fact]
    public void A_model_that_the_board_cannot_load_is_not_sent_and_one_that_it_can_is_fetched_as_soon_as_it_is_there()
    {
        List<int> answers = [];
        using FaultyServer counted = new(new Uri(_server.Addresses[0]), (_, answer) =>
        {
            answers.Add(answer.Length);
            return answer;
        });
        _folder.Write("door.edgenet", StoreBoard.Model(3, 4000));
        Storage storage = new();
        using StoreBoard board = new(storage, _network);
        BoardObject updates = Updates(board, counted.Address);
        for (int asked = 0; asked < 3; asked++)
        {
            Assert.Equal(PollMilliseconds, Step(board, updates));
            Assert.Matches("http://.*/models/door: loading the model takes [0-9,]+ bytes of heap, but the board has [0-9,]+ for it; train one", Problem(board, updates));
        }

        Assert.Equal(0, storage.Writes);
        Assert.All(answers, length => Assert.InRange(length, 100, 500));
        Assert.Equal(3, answers.Count);
        _folder.Write("door.edgenet", New);
        Assert.Equal("model 2", RunUntilRest(board, updates));
    }

    /// <summary>A server that refuses for ever costs a question each polling time, as one that has nothing new.</summary>
    [Theory]
    [InlineData("EdgeNet-Problem: no\u0007", "the server says that this board cannot run the model")]
    [InlineData("X: y", "the server says that this board cannot run the model")]
    [InlineData("EdgeNet-Problem: not for you", "not for you")]
    public void A_server_that_refuses_whatever_it_is_asked_is_asked_at_the_polling_time(string header, string problem)
    {
        using FaultyServer refusing = new(new Uri(_server.Addresses[0]), (_, _) => Encoding.ASCII.GetBytes($"HTTP/1.1 406 Not Acceptable\r\n{header}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"));
        Storage storage = new();
        using StoreBoard board = new(storage, _network);
        BoardObject updates = Updates(board, refusing.Address);
        RunFor(TimeSpan.FromHours(2), board, updates);
        Assert.InRange(refusing.Requests, 23, 25);
        Assert.EndsWith(problem, Problem(board, updates));
        Assert.Equal(0, storage.Writes);
    }

    [Fact]
    public async Task The_server_lists_its_models_and_answers_conditions_ranges_and_wrong_names_as_HTTP_asks()
    {
        _folder.Write("broken.edgenet", [1, 2, 3]);
        _folder.Write("signed.edgenet", New);
        _folder.Write("signed.edgenet.sig", ModelSigner.Sign(New, Key, 7, false).ToBytes());
        using HttpClient client = new() { BaseAddress = new Uri(_server.Addresses[0]) };
        JsonElement models = JsonDocument.Parse(await client.GetStringAsync("/models")).RootElement;
        Assert.Equal(["door", "signed"], models.EnumerateArray().Select(m => m.GetProperty("name").GetString()));
        Assert.Equal(7, models[1].GetProperty("version").GetInt32());

        HttpResponseMessage whole = await client.GetAsync("/models/door");
        Assert.Equal(Old, await whole.Content.ReadAsByteArrayAsync());
        Assert.Equal(HttpStatusCode.NotModified, (await Get(client, "door", "If-None-Match", whole.Headers.ETag!.Tag)).StatusCode);
        Assert.Equal(HttpStatusCode.PreconditionFailed, (await Get(client, "door", "If-Match", "\"another\"")).StatusCode);
        HttpResponseMessage range = await Get(client, "door", "Range", "bytes=100-199");
        Assert.Equal(HttpStatusCode.PartialContent, range.StatusCode);
        Assert.Equal(Old[100..200], await range.Content.ReadAsByteArrayAsync());
        Assert.Equal($"bytes 100-199/{Old.Length}", range.Content.Headers.ContentRange!.ToString());
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/models/window")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.GetAsync("/models/..%2f..%2fetc%2fpasswd")).StatusCode);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, (await client.GetAsync("/models/broken")).StatusCode);
        Assert.Equal(168, (await client.GetAsync("/models/signed")).Headers.GetValues("EdgeNet-Signature").Single().Length);
    }

    [Fact]
    public void A_connection_that_is_reset_in_the_middle_of_a_range_is_taken_up_again_where_it_broke()
    {
        using FaultyServer faulty = new(new Uri(_server.Addresses[0]), (request, answer) => request % 3 == 2 ? null : answer);
        AssertGetsThere(faulty, "socket error 10054"); // connection reset
    }

    [Fact]
    public void A_body_that_is_cut_off_is_taken_up_again_where_it_ends()
    {
        using FaultyServer faulty = new(new Uri(_server.Addresses[0]), (request, answer) => request % 2 == 0 ? answer[..^100] : answer);
        AssertGetsThere(faulty, "");
    }

    [Fact]
    public void An_answer_with_another_ETag_starts_the_update_anew()
    {
        using FaultyServer faulty = new(new Uri(_server.Addresses[0]), (request, answer) => request == 2 ? FaultyServer.Replace(answer, "ETag: \"", "ETag: \"x") : answer);
        AssertGetsThere(faulty, "");
    }

    [Fact]
    public void A_model_that_is_exchanged_on_the_server_in_the_middle_of_an_update_is_fetched_from_its_start()
    {
        using FaultyServer faulty = new(new Uri(_server.Addresses[0]), (request, answer) =>
        {
            if (request == 2)
            {
                _folder.Write("door.edgenet", New);
            }

            return answer;
        });
        using StoreBoard board = new(new Storage(), _network);
        Assert.Equal("model 2", RunUntilRest(board, Updates(board, faulty.Address)));
    }

    [Fact]
    public void A_body_that_is_another_model_of_the_same_length_is_refused()
    {
        Assert.Equal(Old.Length, New.Length);
        using FaultyServer faulty = new(new Uri(_server.Addresses[0]), (request, answer) =>
        {
            int body = answer.AsSpan().IndexOf("\r\n\r\n"u8) + 4;
            return request == 1 ? answer : [.. answer[..body], .. New.AsSpan((request - 1) * 4096, answer.Length - body)];
        });
        using StoreBoard board = new(new Storage(), _network);
        BoardObject updates = Updates(board, faulty.Address);
        Assert.Null(RunUntilRest(board, updates));
        Assert.Contains("CRC differs", Problem(board, updates));
        Assert.False(TakesChange(board, updates));
    }

    [Theory]
    [InlineData("HTTP/1.1 206", "HTTP/1.1 200", "status 200")]
    [InlineData("HTTP/1.1 206", "HTTP/1.1 500", "status 500")]
    [InlineData("Content-Range: bytes 0-", "Content-Range: bytes 1-", "instead of a range")]
    [InlineData("Content-Range: bytes", "X-Range: bytes", "instead of a range")]
    [InlineData("ETag: \"", "ETag: W/\"", "instead of a range")]
    public void An_answer_that_is_not_what_was_asked_for_is_reported_and_tried_again_later(string from, string to, string problem)
    {
        using FaultyServer faulty = new(new Uri(_server.Addresses[0]), (request, answer) => request <= 2 ? FaultyServer.Replace(answer, from, to) : answer);
        using StoreBoard board = new(new Storage(), _network);
        BoardObject updates = Updates(board, faulty.Address);
        Assert.Equal(60_000, Step(board, updates));
        Assert.Contains(problem, Problem(board, updates));
        Assert.Equal(120_000, Step(board, updates));
        Assert.Equal("model 1", RunUntilRest(board, updates));
    }

    [Fact]
    public void A_server_that_is_not_there_is_asked_less_and_less_often()
    {
        using StoreBoard board = new(new Storage(), _network);
        BoardObject updates = Updates(board, "http://127.0.0.1:1");
        Assert.Equal([60_000, 120_000, 240_000, 300_000, 300_000], Enumerable.Range(0, 5).Select(_ => Step(board, updates)));
        Assert.Equal("http://127.0.0.1:1/models/door: GetResponse() failed: socket error 10061", Problem(board, updates)); // connection refused
    }

    [Fact]
    public void Without_a_network_nobody_is_asked_and_the_board_looks_again_soon()
    {
        using FaultyServer counted = new(new Uri(_server.Addresses[0]), (_, answer) => answer);
        bool up = false;
        using StoreBoard board = new(new Storage(), _network);
        board.Board.NetworkIsUp = _ => up;
        BoardObject updates = Updates(board, counted.Address);
        Assert.Equal([5000, 5000, 5000], Enumerable.Range(0, 3).Select(_ => Step(board, updates)));
        Assert.Equal("the board has no network connection", Problem(board, updates));
        Assert.Equal(0, counted.Requests);
        up = true;
        Assert.Equal("model 1", RunUntilRest(board, updates));
    }

    /// <summary>Two models by turns, and 412 to every second request: each time the update is begun anew, which empties a slot.</summary>
    [Fact]
    public void A_server_that_answers_412_for_ever_does_not_wear_the_flash()
    {
        using FaultyServer faulty = new(new Uri(_server.Addresses[0]), (request, answer) =>
        {
            if (request % 2 == 1)
            {
                return answer;
            }

            _folder.Write("door.edgenet", request % 4 == 0 ? Old : New);
            return Encoding.ASCII.GetBytes("HTTP/1.1 412 Precondition Failed\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        });
        Storage storage = new();
        using StoreBoard board = new(storage, _network);
        BoardObject updates = Updates(board, faulty.Address);
        RunFor(TimeSpan.FromDays(1), board, updates);
        output.WriteLine($"{storage.Writes} flash operations and {faulty.Requests} requests a day");

        // Eight updates, and one more an hour, each of them a slot that is emptied and 4 KB in pieces.
        Assert.InRange(storage.Writes, 8 * 10, (8 + 24) * 12);
        Assert.Contains("too many updates were begun", Problem(board, updates));
    }

    [Fact]
    public void A_server_whose_models_are_all_damaged_does_not_wear_the_flash()
    {
        int number = 0;
        using FaultyServer faulty = new(new Uri(_server.Addresses[0]), (_, answer) =>
        {
            number++;
            byte[] changed = FaultyServer.Replace(answer, "ETag: \"", $"ETag: \"{number / ((Old.Length / 4096) + 1)}x");
            changed[^1] ^= 1;
            return changed;
        });
        Storage storage = new();
        using StoreBoard board = new(storage, _network);
        BoardObject updates = Updates(board, faulty.Address);
        RunFor(TimeSpan.FromDays(1), board, updates);
        output.WriteLine($"{storage.Writes} flash operations and {faulty.Requests} requests a day");
        Assert.Null(board.Start());
        Assert.InRange(storage.Writes, 1, (8 + 24) * ((Old.Length / 512) + 12));
    }

    /// <summary>One byte a second and never the end.</summary>
    [Fact]
    public void An_answer_that_arrives_slowly_is_given_up_after_half_a_minute_and_what_came_is_kept()
    {
        using HttpMessageInvoker dripping = new(new DrippingNetwork(Old));
        using StoreBoard board = new(new Storage(), dripping);
        board.Board.NetworkReadTime = TimeSpan.FromSeconds(1);
        BoardObject updates = Updates(board, "http://192.168.1.5");
        double before = board.Board.NowMicroseconds;
        Assert.Equal(1000, Step(board, updates)); // goes on at once: a part has come
        Assert.InRange((board.Board.NowMicroseconds - before) / 1e6, 30, 33);
        Assert.Contains("the answer takes longer than 30 seconds", Problem(board, updates));
        Assert.InRange((long)board.Board.CallOn(board.Store, "get_Received")!, 29, 32);
    }

    [Fact]
    public void An_update_over_the_serial_line_that_moves_is_not_pushed_aside_and_one_that_was_given_up_is()
    {
        using StoreBoard board = new(new Storage(), _network);
        BoardObject updates = Updates(board, _server.Addresses[0]);
        Assert.True((bool)board.Board.CallOn(board.Store, "Begin", New, 20, null)!);
        for (int offset = 0; offset < 2048; offset += 512)
        {
            Assert.True((bool)board.Board.CallOn(board.Store, "Write", New, offset, 512)!);
            Assert.Equal(60_000, Step(board, updates));
            Assert.Equal("another update is in progress", Problem(board, updates));
        }

        Assert.Equal("model 1", RunUntilRest(board, updates));
    }

    [Fact]
    public void A_board_with_a_key_accepts_only_models_signed_with_it()
    {
        Storage storage = new();
        storage.Put(StoreBoard.Drive + BoardFiles.FleetKey, Key);
        using StoreBoard board = new(storage, _network);
        BoardObject updates = Updates(board, _server.Addresses[0]);
        AssertRefused(null, Old, "accepts only models that are signed");
        AssertRefused(ModelSigner.Sign(Old, [.. Key.Reverse()], 1, false).ToBytes(), Old, "not one of this board's fleet key");

        // The server does not offer a model with another's signature; one that lies does.
        AssertRefused(ModelSigner.Sign(New, Key, 1, false).ToBytes(), Old, "503");
        string right = Header(Old), wrong = Header(New);
        _folder.Write("door.edgenet.sig", ModelSigner.Sign(Old, Key, 1, false).ToBytes());
        using (FaultyServer lying = new(new Uri(_server.Addresses[0]), (_, answer) => FaultyServer.Replace(answer, right, wrong)))
        {
            updates = Updates(board, lying.Address);
            Assert.Null(RunUntilRest(board, updates));
            Assert.Contains("belongs to another model", Problem(board, updates));
        }

        updates = Updates(board, _server.Addresses[0]);
        _folder.Write("door.edgenet.sig", ModelSigner.Sign(Old, Key, 5, false).ToBytes());
        Assert.Equal("model 1", RunUntilRest(board, updates));
        AssertRefused(ModelSigner.Sign(New, Key, 4, false).ToBytes(), New, "version 4 is older than version 5");

        static string Header(byte[] model) => Convert.ToHexStringLower(ModelSigner.Sign(model, Key, 1, false).ToBytes());

        void AssertRefused(byte[]? signature, byte[] model, string reason)
        {
            _folder.Write("door.edgenet", model);
            if (signature is not null)
            {
                _folder.Write("door.edgenet.sig", signature);
            }

            string? before = board.Start();
            Assert.Equal(before, RunUntilRest(board, updates));
            Assert.Contains(reason, Problem(board, updates));
        }
    }

    [Fact]
    public void A_model_that_was_rolled_back_is_not_fetched_again()
    {
        Storage storage = new();
        using (StoreBoard first = new(storage, _network))
        {
            Assert.Equal("model 1", RunUntilRest(first, Updates(first, _server.Addresses[0])));
            first.Confirm();
            _folder.Write("door.edgenet", New);
            Assert.Equal("model 2", RunUntilRest(first, Updates(first, _server.Addresses[0])));
        }

        for (int start = 0; start < 2; start++)
        {
            using StoreBoard crashing = new(storage);
            Assert.Equal("model 2", crashing.Start());
        }

        using StoreBoard board = new(storage, _network);
        Assert.Equal("model 1", board.Start());
        BoardObject updates = Updates(board, _server.Addresses[0]);
        Assert.Equal("model 1", RunUntilRest(board, updates));
        Assert.Contains("has been rolled back before", Problem(board, updates));
        _folder.Write("door.edgenet", StoreBoard.Model(3, 650));
        Assert.Equal("model 3", RunUntilRest(board, updates));
    }

    [Fact]
    public void A_board_with_a_model_on_probation_asks_for_another_once_it_has_been_confirmed()
    {
        using StoreBoard board = new(new Storage(), _network);
        BoardObject updates = Updates(board, _server.Addresses[0]);
        Assert.Equal("model 1", RunUntilRest(board, updates));
        board.Confirm();
        _folder.Write("door.edgenet", New);
        Assert.Equal("model 2", RunUntilRest(board, updates));
        _folder.Write("door.edgenet", StoreBoard.Model(3, 650));
        Assert.Equal("model 2", RunUntilRest(board, updates));
        Assert.Empty(Problem(board, updates));
        board.Confirm();
        Assert.Equal("model 3", RunUntilRest(board, updates));
    }

    /// <summary>A thousand boards with their code, each on a thread of its own.</summary>
    [Fact]
    [Trait("speed", "slow")]
    public void A_thousand_boards_that_poll_at_once_all_get_the_model_and_the_servers_memory_stays_flat()
    {
        const int Boards = 1000;
        using SemaphoreSlim gate = new(0);
        using CountdownEvent ready = new(Boards);
        int right = 0;
        ConcurrentQueue<string> failures = [];
        Thread[] threads = [.. Enumerable.Range(0, Boards).Select(_ => new Thread(() =>
        {
            using HttpMessageInvoker network = new(new SocketsHttpHandler { UseProxy = false });
            using StoreBoard board = new(new Storage(), network);
            BoardObject updates = Updates(board, _server.Addresses[0]);
            ready.Signal();
            gate.Wait();
            try
            {
                // On two cores some of a thousand wait longer than their five seconds, and try again.
                int steps = 0;
                while (!TakesChange(board, updates) && steps++ < 200)
                {
                    Step(board, updates);
                }

                Interlocked.Add(ref right, board.Start() == "model 1" ? 1 : 0);
            }
            catch (Exception e) when (e is EmulatorException or InvalidOperationException)
            {
                failures.Enqueue(e.Message);
            }
        }, 1 << 20))];
        Array.ForEach(threads, t => t.Start());
        ready.Wait();
        gate.Release(Boards);
        Array.ForEach(threads, t => t.Join());
        Assert.Empty(failures);
        Assert.Equal(Boards, right);

        // What a request leaves behind on the server: nothing, once the connections are there.
        using HttpClient client = new() { BaseAddress = new Uri(_server.Addresses[0]) };
        Ask(client, 2000);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        Ask(client, 8_000);
        long grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        output.WriteLine($"{right} boards; memory grew by {grown:N0} bytes over 8,000 requests more");
        Assert.InRange(grown, long.MinValue, 1024 * 1024);
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
    }

    public void Dispose()
    {
        _network.Dispose();
        _folder.Dispose();
    }

    private static void Ask(HttpClient client, int times) => Parallel.For(0, times, new ParallelOptions { MaxDegreeOfParallelism = 50 }, _ =>
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/models/door");
        request.Headers.TryAddWithoutValidation("Range", "bytes=0-4095");
        using HttpResponseMessage response = client.Send(request);
        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
    });

    private static async Task<HttpResponseMessage> Get(HttpClient client, string name, string header, string value)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, "/models/" + name);
        request.Headers.TryAddWithoutValidation(header, value);
        return await client.SendAsync(request);
    }

    private void AssertGetsThere(FaultyServer faulty, string trouble)
    {
        using StoreBoard board = new(new Storage(), _network);
        StringBuilder problems = new();
        Assert.Equal("model 1", RunUntilRest(board, Updates(board, faulty.Address), problems));
        Assert.Contains(trouble, problems.ToString(), StringComparison.Ordinal);

        // Ranges of 4 KB, and the spoilt ones once more.
        Assert.InRange(faulty.Requests, (Old.Length / 4096) + 1, (2 * Old.Length / 4096) + 4);
    }

    private static BoardObject Updates(StoreBoard board, string address) => board.Board.New("EdgeNet.Device.Http.HttpUpdates", address + "/models/door", board.Store, PollMilliseconds);

    private static int Step(StoreBoard board, BoardObject updates) => (int)(long)board.Board.CallOn(updates, "Step")!;

    private static string Problem(StoreBoard board, BoardObject updates) => (string)board.Board.CallOn(updates, "get_Problem")!;

    private static bool TakesChange(StoreBoard board, BoardObject updates)
    {
        bool changed = (bool)board.Board.CallOn(updates, "get_ModelChanged")!;
        board.Board.CallOn(updates, "set_ModelChanged", false);
        return changed;
    }

    // Steps as the app does, with its pauses.
    private static void RunFor(TimeSpan time, StoreBoard board, BoardObject updates)
    {
        double end = board.Board.NowMicroseconds + time.TotalMicroseconds;
        while (board.Board.NowMicroseconds < end)
        {
            board.Board.Call("System.Threading.Thread.Sleep", Step(board, updates));
        }
    }

    // Steps until the board would wait for a long time; gives the model that it starts then.
    private static string? RunUntilRest(StoreBoard board, BoardObject updates, StringBuilder? problems = null)
    {
        for (int step = 0; step < 40; step++)
        {
            int wait = Step(board, updates);
            problems?.AppendLine(Problem(board, updates));
            if (wait == PollMilliseconds)
            {
                return board.Start();
            }
        }

        throw new InvalidOperationException($"the update does not end: {Problem(board, updates)}");
    }

    /// <summary>Gives the range that is asked for, and of its body one byte a read.</summary>
    private sealed class DrippingNetwork(byte[] model) : HttpMessageHandler
    {
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            int first = (int)request.Headers.Range!.Ranges.Single().From!.Value, last = Math.Min(first + 4095, model.Length - 1);
            HttpResponseMessage answer = new(HttpStatusCode.PartialContent) { Content = new StreamContent(new Drip(model[first..(last + 1)])) };
            answer.Content.Headers.ContentRange = new ContentRangeHeaderValue(first, last, model.Length);
            answer.Headers.ETag = new EntityTagHeaderValue("\"one\"");
            return answer;
        }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(Send(request, cancellationToken));
    }

    private sealed class Drip(byte[] bytes) : MemoryStream(bytes)
    {
        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(1, buffer.Length)]);

        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(1, count));
    }
}
