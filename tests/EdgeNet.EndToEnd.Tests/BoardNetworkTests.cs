using System.Net;
using System.Net.Sockets;
using EdgeNet.Emulator;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>The virtual board's network takes the time that a real one takes.</summary>
public sealed class BoardNetworkTests : IDisposable
{
    // Asks on a thread of its own while another one counts tenths of seconds.
    private static readonly byte[] Program = DeviceCompiler.Compile("""
        using System;
        using System.IO;
        using System.Net;
        using System.Threading;
        public static class Asking
        {
            private static string problem;
            private static string cause;
            private static bool done;
            public static int Bytes;

            public static string Problem() { return problem; }
            public static string Cause() { return cause; }
            public static int Read() { return Bytes; }

            public static int CountWhileAsking()
            {
                new Thread(Ask).Start();
                int count = 0;
                while (!done) { Thread.Sleep(100); count++; }
                return count;
            }

            private static void Ask()
            {
                try
                {
                    HttpWebRequest request = (HttpWebRequest)WebRequest.Create("http://board.test/model");
                    request.Timeout = 1000;
                    Stream body = request.GetResponse().GetResponseStream();
                    byte[] piece = new byte[64];
                    for (int got = body.Read(piece, 0, piece.Length); got > 0; got = body.Read(piece, 0, piece.Length)) { Bytes += got; }
                }
                catch (Exception e)
                {
                    problem = e.Message;
                    cause = e.InnerException == null ? null : e.InnerException.ToString();
                }
                done = true;
            }
        }
        """, "System.Net.Http", "System.IO.Streams");

    private readonly List<IDisposable> _used = [];

    [Fact]
    public void A_server_that_is_absent_costs_the_thread_that_asks_twenty_seconds_whatever_its_timeout_and_no_other()
    {
        foreach (SocketError error in new[] { SocketError.TimedOut, SocketError.HostUnreachable })
        {
            Board board = Deployed(_ => throw new HttpRequestException("no answer", new SocketException((int)error)));
            Assert.Equal(200L, (long)board.Call("Asking.CountWhileAsking")!, 2.0);
            Assert.InRange(board.NowMicroseconds / 1e6, 19.9, 20.5);
            Assert.Equal("GetResponse() failed", board.Call("Asking.Problem"));
            Assert.NotNull(board.Call("Asking.Cause"));
        }
    }

    [Fact]
    public void A_server_that_refuses_does_so_at_once()
    {
        Board board = Deployed(_ => throw new HttpRequestException("refused", new SocketException((int)SocketError.ConnectionRefused)));
        Assert.InRange((long)board.Call("Asking.CountWhileAsking")!, 1, 20);
        Assert.Equal("GetResponse() failed", board.Call("Asking.Problem"));
    }

    [Fact]
    public void A_board_without_a_network_says_no_more_than_that_the_request_failed()
    {
        Board board = Deployed(null);
        board.Call("Asking.CountWhileAsking");
        Assert.Equal("GetResponse() failed", board.Call("Asking.Problem"));
        Assert.NotNull(board.Call("Asking.Cause"));
    }

    [Fact]
    public void A_server_that_sends_slowly_holds_the_reading_thread_for_as_long_as_it_likes()
    {
        Board board = Deployed(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(new DrippingStream(50)) });
        board.NetworkReadTime = TimeSpan.FromSeconds(2);

        // A read that is answered every two seconds never exceeds a time-out; 50 bytes and the end take 51 of them.
        Assert.InRange((long)board.Call("Asking.CountWhileAsking")!, 1010, 1040);
        Assert.Null(board.Call("Asking.Problem"));
        Assert.Equal(50L, board.Call("Asking.Read"));
    }

    public void Dispose() => _used.ForEach(u => u.Dispose());

    private Board Deployed(Func<HttpRequestMessage, HttpResponseMessage>? answer)
    {
        HttpMessageInvoker? network = answer is null ? null : new HttpMessageInvoker(new Server(answer));
        Board board = new(BoardProfile.Esp32) { Network = network };
        _used.Add(board);
        board.Deploy(Esp32App.UpdateContracts, [Program]);
        return board;
    }

    private sealed class Server(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) => answer(request);

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) => Task.FromResult(answer(request));
    }

    private sealed class DrippingStream(int length) : MemoryStream(new byte[length])
    {
        public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Math.Min(count, 1));

        public override int Read(Span<byte> buffer) => base.Read(buffer[..Math.Min(buffer.Length, 1)]);
    }
}
