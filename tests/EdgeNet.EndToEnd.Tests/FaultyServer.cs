using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>Stands between a board and the server: passes requests on, one a connection, and spoils the answers it is told to.</summary>
internal sealed class FaultyServer : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly IPEndPoint _server;
    private int _requests;

    /// <param name="server">Where the real server listens.</param>
    /// <param name="spoil">Given the number of a request from 1 and its answer, gives what to send in its place; null resets the connection after half of it.</param>
    public FaultyServer(Uri server, Func<int, byte[], byte[]?> spoil)
    {
        _server = new IPEndPoint(IPAddress.Loopback, server.Port);
        _listener.Start();
        _ = Accept(spoil);
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    public int Requests => _requests;

    /// <summary>Replaces text in the headers of an answer.</summary>
    public static byte[] Replace(byte[] answer, string from, string to)
    {
        int body = answer.AsSpan().IndexOf("\r\n\r\n"u8);
        string head = Encoding.Latin1.GetString(answer, 0, body);
        Assert.Contains(from, head);
        return [.. Encoding.Latin1.GetBytes(head.Replace(from, to, StringComparison.Ordinal)), .. answer[body..]];
    }

    public void Dispose() => _listener.Dispose();

    private async Task Accept(Func<int, byte[], byte[]?> spoil)
    {
        try
        {
            while (true)
            {
                Socket board = await _listener.AcceptSocketAsync();
                _ = Pass(board, spoil);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Pass(Socket board, Func<int, byte[], byte[]?> spoil)
    {
        using (board)
        using (Socket server = new(SocketType.Stream, ProtocolType.Tcp))
        {
            byte[] buffer = new byte[8192];
            int asked = 0;
            while (!buffer.AsSpan(0, asked).EndsWith("\r\n\r\n"u8))
            {
                asked += await board.ReceiveAsync(buffer.AsMemory(asked));
            }

            await server.ConnectAsync(_server);
            await server.SendAsync(buffer.AsMemory(0, asked));
            using MemoryStream answer = new();
            for (int got = await server.ReceiveAsync(buffer); got > 0; got = await server.ReceiveAsync(buffer))
            {
                answer.Write(buffer, 0, got);
            }

            byte[] whole = answer.ToArray();
            byte[]? sent = spoil(Interlocked.Increment(ref _requests), whole);
            await board.SendAsync(sent ?? whole[..(whole.Length / 2)]);
            if (sent is null)
            {
                await Task.Delay(20);
                board.LingerState = new LingerOption(true, 0); // a reset instead of an orderly end
            }
            else
            {
                board.Shutdown(SocketShutdown.Both);
            }
        }
    }
}
