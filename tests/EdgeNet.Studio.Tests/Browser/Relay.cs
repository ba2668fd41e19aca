using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace EdgeNet.Studio.Tests.Browser;

/// <summary>The network between a page and a studio, which can be pulled.</summary>
public sealed class Relay : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<TcpClient, bool> _open = [];
    private readonly int _port;
    private volatile bool _isPulled;

    /// <param name="port">The studio's port.</param>
    public Relay(int port)
    {
        _port = port;
        _listener.Start();
        _ = AcceptAsync();
    }

    /// <summary>Where the page finds the studio.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>Whether nothing comes through.</summary>
    public bool IsPulled
    {
        get => _isPulled;
        set
        {
            _isPulled = value;
            if (value)
            {
                Close();
            }
        }
    }

    public void Dispose()
    {
        _listener.Stop();
        Close();
    }

    private void Close()
    {
        foreach (TcpClient client in _open.Keys)
        {
            client.Dispose();
        }
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                TcpClient client = await _listener.AcceptTcpClientAsync();
                _ = CarryAsync(client);
            }
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task CarryAsync(TcpClient client)
    {
        using TcpClient studio = new();
        _open[client] = _open[studio] = true;
        try
        {
            if (!IsPulled)
            {
                await studio.ConnectAsync(IPAddress.Loopback, _port);
                await Task.WhenAny(client.GetStream().CopyToAsync(studio.GetStream()), studio.GetStream().CopyToAsync(client.GetStream()));
            }
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // One of the two is gone.
        }

        client.Dispose();
        _open.TryRemove(client, out _);
        _open.TryRemove(studio, out _);
    }
}
