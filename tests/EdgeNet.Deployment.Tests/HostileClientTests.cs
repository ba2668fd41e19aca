using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using EdgeNet.Core;
using EdgeNet.Deployment.Serving;
using EdgeNet.Deployment.Signing;
using EdgeNet.Files;
using EdgeNet.TestSupport;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Format;

namespace EdgeNet.Deployment.Tests;

/// <summary>The server among clients and files that mean it no good, over real connections.</summary>
[Collection("counts what is allocated")]
[Trait("speed", "slow")]
public sealed class HostileClientTests : IAsyncLifetime, IDisposable
{
    private const int Megabyte = 1024 * 1024;
    private static readonly byte[] Key = [.. Enumerable.Range(1, 32).Select(i => (byte)i)];
    private static readonly byte[] Small = Model(1), Other = Model(2);

    // Nothing here takes long; what hangs fails by this.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentQueue<string> _reports = [];
    private readonly List<IDisposable> _toDispose = [];
    private ModelServer? _server;

    public Task InitializeAsync()
    {
        _folder.Write("good.edgenet", Small);
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        _toDispose.ForEach(d => d.Dispose());
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_hundred_requests_for_one_damaged_model_read_it_once_and_report_it_once()
    {
        byte[] damaged = new byte[ModelFormat.MaxFileLength];
        new Random(1).NextBytes(damaged);
        Seal(damaged, bodyCrc: 12345);
        _folder.Write("damaged.edgenet", damaged);
        Settle("damaged.edgenet");
        HttpClient client = await Start(new ServerLimits());
        long before = GC.GetTotalAllocatedBytes();
        HttpStatusCode[] answers = await Task.WhenAll(Enumerable.Range(0, 200).Select(_ => Status(client, "damaged")));
        long allocated = GC.GetTotalAllocatedBytes() - before;
        Assert.All(answers, a => Assert.Equal(HttpStatusCode.ServiceUnavailable, a));
        Assert.Contains("damaged.edgenet: model file: the contents are damaged", Assert.Single(_reports));
        Assert.InRange(allocated, ModelFormat.MaxFileLength, 4L * ModelFormat.MaxFileLength);
        Assert.Equal(Small, await client.GetByteArrayAsync("/models/good"));

        // And again when it has changed.
        _folder.Write("damaged.edgenet", Other);
        Assert.Equal(Other, await client.GetByteArrayAsync("/models/damaged"));
    }

    [Fact]
    public async Task Many_readers_of_a_large_model_share_its_bytes()
    {
        byte[] large = Large(Small);
        _folder.Write("large.edgenet", large);
        Settle("large.edgenet");
        HttpClient client = await Start(new ServerLimits());
        Assert.Equal(large, await client.GetByteArrayAsync("/models/large"));
        long before = GC.GetTotalMemory(forceFullCollection: true);
        Socket[] slow = [.. Enumerable.Range(0, 100).Select(_ => Ask("large"))];
        Array.ForEach(slow, s => Assert.Equal((byte)'H', ReadByte(s))); // its answer has begun, and nobody takes the rest
        long grown = GC.GetTotalMemory(forceFullCollection: true) - before;
        Assert.InRange(grown, long.MinValue, 40 * Megabyte);
        Assert.Equal(Small, await client.GetByteArrayAsync("/models/good"));
    }

    [Fact]
    public async Task What_is_no_regular_file_is_neither_waited_for_nor_offered()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        MakeFifo("x.edgenet");
        _folder.Write("y.edgenet", Small);
        MakeFifo("y.edgenet.sig");
        Directory.CreateDirectory(_folder.File("folder.edgenet"));
        File.CreateSymbolicLink(_folder.File("zero.edgenet"), "/dev/zero");
        File.CreateSymbolicLink(_folder.File("nothing.edgenet"), "/nowhere");
        File.CreateSymbolicLink(_folder.File("link.edgenet"), _folder.File("good.edgenet"));
        HttpClient client = await Start(new ServerLimits());
        Assert.Equal(["good", "link"], await Names(client));
        foreach (string name in new[] { "x", "y", "zero" })
        {
            Assert.Equal(HttpStatusCode.ServiceUnavailable, await Status(client, name));
        }

        Assert.Equal(HttpStatusCode.NotFound, await Status(client, "folder"));
        Assert.Equal(HttpStatusCode.NotFound, await Status(client, "nothing"));
        Assert.Equal(3, _reports.Count(r => r.EndsWith("is not a regular file", StringComparison.Ordinal)));
        Assert.Equal(Small, await client.GetByteArrayAsync("/models/link"));
    }

    [Fact]
    public async Task A_FIFO_that_takes_a_files_place_between_looking_and_opening_is_not_waited_for()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        MakeFifo("x.edgenet");
        Task read = Task.Run(() => Assert.Throws<UserException>(() => RegularFile.Read(_folder.File("x.edgenet"), 100)));
        Assert.Same(read, await Task.WhenAny(read, Task.Delay(Patience)));
        await read;
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_model_that_is_replaced_with_the_same_length_and_time_is_served_anew(bool inPlace)
    {
        Assert.Equal(Small.Length, Other.Length);
        DateTime time = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
        File.SetLastWriteTimeUtc(_folder.File("good.edgenet"), time);
        HttpClient client = await Start(new ServerLimits());
        string? etag = null;
        for (int i = 0; i < 20; i++)
        {
            byte[] model = i % 2 == 0 ? Small : Other;
            string written = _folder.Write(inPlace ? "good.edgenet" : "next", model);
            File.SetLastWriteTimeUtc(written, time);
            File.Move(written, _folder.File("good.edgenet"), overwrite: true);

            // Where a clock has not ticked between a request and the change, a second may pass.
            Stopwatch waited = Stopwatch.StartNew();
            HttpResponseMessage answer;
            byte[] served;
            do
            {
                Assert.True(waited.Elapsed < Patience, $"change {i} is not served");
                answer = await client.GetAsync("/models/good");
                served = await answer.Content.ReadAsByteArrayAsync();
            }
            while (!served.AsSpan().SequenceEqual(model));

            Assert.NotEqual(etag, answer.Headers.ETag!.Tag);
            etag = answer.Headers.ETag.Tag;
        }
    }

    [Fact]
    public async Task A_signature_that_belongs_to_another_model_keeps_its_model_back_until_there_is_the_right_one()
    {
        _folder.Write("good.edgenet.sig", ModelSigner.Sign(Other, Key, 3, false).ToBytes());
        HttpClient client = await Start(new ServerLimits());
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Status(client, "good"));
        Assert.Empty(await Names(client));
        Assert.Contains("good.edgenet.sig: is the signature of another model", Assert.Single(_reports));
        _folder.Write("good.edgenet.sig", ModelSigner.Sign(Small, Key, 3, false).ToBytes());
        Assert.Equal(Small, await client.GetByteArrayAsync("/models/good"));
        _folder.Write("good.edgenet.sig", [1, 2, 3]);
        Assert.Equal(HttpStatusCode.ServiceUnavailable, await Status(client, "good"));
        File.Delete(_folder.File("good.edgenet.sig"));
        Assert.Equal(Small, await client.GetByteArrayAsync("/models/good"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("G")]
    [InlineData("GET /models/good HTTP/1.1\r\nHost: x\r\nX: ")]
    [InlineData("GET /models/good HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n")]
    public async Task A_client_that_sends_slowly_or_not_at_all_is_hung_up_on(string start)
    {
        HttpClient client = await Start(new ServerLimits { Headers = TimeSpan.FromSeconds(1), Idle = TimeSpan.FromSeconds(1) });
        Socket socket = Connect();
        socket.Send(Encoding.ASCII.GetBytes(start));
        Task drip = Task.Run(async () =>
        {
            try
            {
                while (start.Length > 0)
                {
                    await Task.Delay(100);
                    socket.Send("x"u8);
                }
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException)
            {
            }
        });
        ReadToEnd(socket);
        socket.Dispose();
        await drip;
        Assert.Equal(Small, await client.GetByteArrayAsync("/models/good"));
    }

    [Theory]
    [InlineData(5, 1.0)] // too long
    [InlineData(300, 1e9)] // too slow for its length
    public async Task A_client_that_does_not_take_its_answer_is_hung_up_on(int seconds, double bytesPerSecond)
    {
        byte[] large = Large(Small);
        _folder.Write("large.edgenet", large);
        HttpClient client = await Start(new ServerLimits { Request = TimeSpan.FromSeconds(seconds), BytesPerSecond = bytesPerSecond, Patience = TimeSpan.FromSeconds(2) });
        Socket socket = Ask("large");
        Assert.Equal((byte)'H', ReadByte(socket));
        Stopwatch waited = Stopwatch.StartNew();
        while (ServerHasConnection(((IPEndPoint)socket.LocalEndPoint!).Port))
        {
            Assert.True(waited.Elapsed < Patience, "the server still waits");
            await Task.Delay(100);
        }

        Assert.InRange(ReadToEnd(socket), 0, large.Length - 1);
        Assert.Equal(Small, await client.GetByteArrayAsync("/models/good"));
    }

    [Fact]
    public async Task Only_a_model_that_has_gone_out_whole_is_reported()
    {
        _folder.Write("large.edgenet", Large(Small));
        HttpClient client = await Start(new ServerLimits());
        using HttpResponseMessage head = await client.SendAsync(new HttpRequestMessage(HttpMethod.Head, "/models/good"));
        Assert.Equal(Small.Length, head.Content.Headers.ContentLength);
        using (Socket socket = Ask("large"))
        {
            Assert.Equal((byte)'H', ReadByte(socket)); // and hangs up
        }

        Assert.Equal(Small, await client.GetByteArrayAsync("/models/good"));

        // The end of the server is that of all requests.
        await _server!.DisposeAsync();
        _server = null;
        Assert.Contains($"good {head.Headers.ETag}, {Small.Length:N0} bytes", Assert.Single(_reports));
    }

    [Fact]
    public async Task An_address_has_so_many_connections_and_another_one_is_served_all_the_same()
    {
        await Start(new ServerLimits { ConnectionsPerAddress = 10 });
        Socket[] first = [.. Enumerable.Range(0, 10).Select(_ => Connect())];
        Array.ForEach(first, s => Assert.True(IsAnswered(s)));
        Assert.False(IsAnswered(Connect()));
        Assert.True(IsAnswered(Connect("127.0.0.2")));

        // One that hangs up makes room for another.
        first[3].Dispose();
        Stopwatch waited = Stopwatch.StartNew();
        while (!IsAnswered(Connect()))
        {
            Assert.True(waited.Elapsed < Patience, "there is no room again");
        }
    }

    [Fact]
    public async Task Nothing_that_a_client_sends_stops_the_server()
    {
        HttpClient client = await Start(new ServerLimits { Headers = TimeSpan.FromSeconds(1) });
        Random random = new(1);
        string[] requests =
        [
            "GET /models/good HTTP/1.1\r\nHost: x\r\n\r\n", "GET /models HTTP/1.1\r\nHost: x\r\nRange: bytes=0-1,3-4,-1,9-\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
            "GET /models/good HTTP/1.1\r\nHost: x\r\nRange: bytes=99999999999999999999-\r\n\r\n", "GET /models/good HTTP/1.0\r\n\r\n", "DELETE /models/good HTTP/1.1\r\nHost: x\r\n\r\n",
            $"GET /models/{new string('a', 7000)} HTTP/1.1\r\nHost: x\r\n\r\n", $"GET / HTTP/1.1\r\nHost: x\r\nX: {new string('a', 20_000)}\r\n\r\n",
            "GET /models/%00 HTTP/1.1\r\nHost: x\r\n\r\n", "GET /models/good%2f..%2fgood HTTP/1.1\r\nHost: x\r\n\r\n", "POST /models HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nFFFFFFFF\r\n",
        ];
        for (int i = 0; i < 300; i++)
        {
            byte[] request = Encoding.ASCII.GetBytes(requests[i % requests.Length]);
            for (int n = random.Next(4); n > 0; n--)
            {
                request[random.Next(request.Length)] = (byte)random.Next(256);
            }

            using Socket socket = Connect();
            try
            {
                socket.Send(request.AsSpan(0, random.Next(2) == 0 ? request.Length : random.Next(request.Length)));
                socket.Shutdown(SocketShutdown.Send);
                ReadToEnd(socket);
            }
            catch (SocketException)
            {
                // Hung up on before it had sent all.
            }
        }

        Assert.Equal(Small, await client.GetByteArrayAsync("/models/good"));
    }

    [Fact]
    public async Task A_folder_of_a_thousand_models_is_listed_and_reads_each_once()
    {
        for (int i = 0; i < ModelCatalog.MaxModels + 5; i++)
        {
            _folder.Write($"m{i:D4}.edgenet", i % 2 == 0 ? Small : [1, 2, 3]);
        }

        HttpClient client = await Start(new ServerLimits());
        string[] names = await Names(client);
        Assert.Equal("good", names[0]);
        Assert.Equal(ModelCatalog.MaxModels / 2, names.Length - 1); // m0000 to m0998, every other one
        int reports = _reports.Count;
        Assert.Equal((ModelCatalog.MaxModels / 2) - 1, reports);
        await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => Names(client)));
        Assert.Equal(reports, _reports.Count);
    }

    [Fact]
    public async Task Addresses_are_those_that_a_board_can_use_and_another_machines_is_refused_in_a_sentence()
    {
        await using ModelServer everywhere = await ModelServer.StartAsync(_folder.Path, IPAddress.Any, 0, null);
        Assert.NotEmpty(everywhere.Addresses);
        foreach (string address in everywhere.Addresses)
        {
            Assert.DoesNotContain("0.0.0.0", address);
            using HttpClient client = new() { BaseAddress = new Uri(address), Timeout = Patience };
            Assert.Equal(Small, await client.GetByteArrayAsync("/models/good"));
        }

        UserException e = await Assert.ThrowsAsync<UserException>(() => ModelServer.StartAsync(_folder.Path, IPAddress.Parse("192.0.2.1"), 0, null));
        Assert.Contains("192.0.2.1 is not an address of this machine; --address must be one of", e.Message);
        Assert.Contains("127.0.0.1", e.Message);
    }

    [Fact]
    public void The_memory_for_models_keeps_within_its_bounds_and_keeps_what_is_borrowed()
    {
        Random random = new(1);
        ModelMemory memory = new(1000);
        List<(string ETag, ModelMemory.Loan Loan)> loans = [];
        int refused = 0;
        for (int i = 0; i < 20_000; i++)
        {
            string etag = $"{random.Next(30)}";
            int length = 50 + (10 * int.Parse(etag));
            switch (random.Next(3))
            {
                case 0:
                    memory.Put(etag, new byte[length]);
                    break;
                case 1 when memory.Borrow(etag) is ModelMemory.Loan loan:
                    Assert.Equal(length, loan.Bytes.Length);
                    loans.Add((etag, loan));
                    break;
                case 2 when loans.Count > random.Next(20):
                    loans[0].Loan.Dispose();
                    loans.RemoveAt(0);
                    break;
            }

            int lent = loans.DistinctBy(l => l.ETag).Sum(l => l.Loan.Bytes.Length);
            Assert.InRange(memory.Bytes, lent, 1000);
            Assert.Equal(lent + 100 <= 1000, memory.HasRoomFor(100));
            refused += memory.HasRoomFor(100) ? 0 : 1;
            Assert.All(loans, l =>
            {
                ModelMemory.Loan? again = memory.Borrow(l.ETag);
                Assert.Same(l.Loan, again);
                again!.Dispose();
            });
        }

        Assert.True(refused > 0);
    }

    private async Task<HttpClient> Start(ServerLimits limits)
    {
        _server = await ModelServer.StartAsync(_folder.Path, IPAddress.Loopback, 0, _reports.Enqueue, limits);
        HttpClient client = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = new Uri(_server.Addresses[0]), Timeout = Patience };
        _toDispose.Add(client);
        return client;
    }

    private Socket Connect(string from = "127.0.0.1")
    {
        Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096, ReceiveTimeout = (int)Patience.TotalMilliseconds };
        _toDispose.Add(socket);
        socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        socket.Connect(IPAddress.Loopback, new Uri(_server!.Addresses[0]).Port);
        return socket;
    }

    private Socket Ask(string name)
    {
        Socket socket = Connect();
        socket.Send(Encoding.ASCII.GetBytes($"GET /models/{name} HTTP/1.1\r\nHost: x\r\n\r\n"));
        return socket;
    }

    // Whether a request gets an answer.
    private static bool IsAnswered(Socket socket)
    {
        try
        {
            socket.Send("HEAD /models/good HTTP/1.1\r\nHost: x\r\n\r\n"u8);
            return ReadByte(socket) == 'H';
        }
        catch (SocketException e) when (e.SocketErrorCode != SocketError.TimedOut)
        {
            return false;
        }
    }

    // -1 at the end, or where the other side has hung up.
    private static int ReadByte(Socket socket)
    {
        byte[] one = new byte[1];
        try
        {
            return socket.Receive(one) == 1 ? one[0] : -1;
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
        {
            return -1;
        }
    }

    // Waits until the other side has hung up; gives the number of bytes until then. Times out where it does not.
    private static int ReadToEnd(Socket socket)
    {
        byte[] buffer = new byte[65536];
        int all = 0;
        try
        {
            for (int got = socket.Receive(buffer); got > 0; got = socket.Receive(buffer))
            {
                all += got;
            }
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionReset or SocketError.ConnectionAborted)
        {
        }

        return all;
    }

    private bool ServerHasConnection(int clientPort)
    {
        int port = new Uri(_server!.Addresses[0]).Port;
        return IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpConnections().Any(c => c.LocalEndPoint.Port == port && c.RemoteEndPoint.Port == clientPort);
    }

    private static async Task<HttpStatusCode> Status(HttpClient client, string name)
    {
        using HttpResponseMessage answer = await client.GetAsync($"/models/{name}");
        return answer.StatusCode;
    }

    private static async Task<string[]> Names(HttpClient client)
    {
        JsonElement models = JsonDocument.Parse(await client.GetByteArrayAsync("/models")).RootElement;
        return [.. models.EnumerateArray().Select(m => m.GetProperty("name").GetString()!)];
    }

    private void MakeFifo(string name)
    {
        using Process make = Process.Start("mkfifo", [_folder.File(name)]);
        make.WaitForExit();
        Assert.Equal(0, make.ExitCode);
    }

    // What has just been written is read twice, as it could have changed within a tick of the clock.
    private void Settle(string name)
    {
        while (FileStamp.Of(_folder.File(name))!.Value.Changed is DateTime changed && DateTime.UtcNow - changed < TimeSpan.FromSeconds(1.2))
        {
            Thread.Sleep(100);
        }
    }

    private static byte[] Model(int seed) => ModelWriter.Write(RandomNetworks.Create(7) with { Labels = [.. RandomNetworks.Create(7).Labels.Select(l => l[..^1] + (char)('a' + seed))] }, []);

    // The same model with an optional section that fills the largest file there may be.
    private static byte[] Large(byte[] model)
    {
        byte[] large = new byte[ModelFormat.MaxFileLength];
        model.CopyTo(large, 0);
        "zzzz"u8.CopyTo(large.AsSpan(model.Length));
        BinaryPrimitives.WriteInt32LittleEndian(large.AsSpan(model.Length + 4), large.Length - model.Length - ModelFormat.SectionHeaderLength);
        BinaryPrimitives.WriteUInt16LittleEndian(large.AsSpan(6), (ushort)(BinaryPrimitives.ReadUInt16LittleEndian(large.AsSpan(6)) + 1));
        Seal(large, Crc32.Compute(large, ModelFormat.HeaderLength, large.Length - ModelFormat.HeaderLength));
        ModelFile.Parse(large);
        return large;
    }

    private static void Seal(byte[] file, uint bodyCrc)
    {
        BinaryPrimitives.WriteInt32LittleEndian(file, ModelFormat.Magic);
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(4), ModelFormat.Version);
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(8), file.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(12), bodyCrc);
        BinaryPrimitives.WriteUInt32LittleEndian(file.AsSpan(16), Crc32.Compute(file, 0, 16));
    }
}
