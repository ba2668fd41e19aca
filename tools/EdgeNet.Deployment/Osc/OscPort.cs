using System.Net;
using System.Net.Sockets;
using EdgeNet.Files;

namespace EdgeNet.Deployment.Osc;

/// <summary>A UDP port that receives packets of Open Sound Control, and another from which messages are sent, because one that listens on this machine alone reaches no other. What waits to be read is bounded by the operating system: in a flood, the rest is lost.</summary>
public sealed class OscPort : IDisposable
{
    // The most that a datagram can have.
    private const int MaxDatagram = 65536;

    private readonly Socket _socket;
    private readonly Socket _sender;
    private readonly IPEndPoint _to;

    private OscPort(Socket socket, IPEndPoint to)
    {
        _socket = socket;
        _sender = new Socket(to.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        _to = to;
        Local = (IPEndPoint)socket.LocalEndPoint!;
    }

    /// <summary>Where it listens.</summary>
    public IPEndPoint Local { get; }

    /// <summary>Opens a port.</summary>
    /// <param name="address">Address of this machine to listen on.</param>
    /// <param name="port">The port; 0 for any free one.</param>
    /// <param name="host">Name or address of the machine that messages are sent to.</param>
    /// <param name="hostPort">Its port.</param>
    /// <returns>The open port.</returns>
    /// <exception cref="UserException">The port or the address cannot be used, or there is no such host.</exception>
    public static OscPort Open(IPAddress address, int port, string host, int hostPort)
    {
        IPEndPoint to = new(Find(host), hostPort);
        Socket socket = new(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            socket.Bind(new IPEndPoint(address, port));
            return new OscPort(socket, to);
        }
        catch (SocketException e)
        {
            socket.Dispose();
            throw new UserException(e.SocketErrorCode == SocketError.AddressAlreadyInUse
                ? $"UDP port {port} of {address} is in use; end the program that has it, such as Wekinator, or choose another port with --osc-in"
                : $"cannot listen on UDP port {port} of {address} ({e.Message})", e);
        }
    }

    /// <summary>Receives until it is ended.</summary>
    /// <param name="receive">Called with each packet, one after the other.</param>
    /// <param name="refuse">Called with one line about each datagram that is no packet.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>When it has ended.</returns>
    public async Task RunAsync(Action<OscPacket> receive, Action<string> refuse, CancellationToken cancellation)
    {
        byte[] buffer = new byte[MaxDatagram];
        EndPoint anyone = new IPEndPoint(Local.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any, 0);
        while (!cancellation.IsCancellationRequested)
        {
            SocketReceiveFromResult got;
            try
            {
                got = await _socket.ReceiveFromAsync(buffer, anyone, cancellation);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            try
            {
                receive(OscReader.Read(buffer.AsSpan(0, got.ReceivedBytes)));
            }
            catch (FormatException e)
            {
                refuse($"a datagram from {((IPEndPoint)got.RemoteEndPoint).Address} is not Open Sound Control: {e.Message}");
            }
        }
    }

    /// <summary>Sends a message. Whether anyone listens is not known.</summary>
    /// <param name="message">The message.</param>
    /// <returns>What went wrong; null if nothing did.</returns>
    public string? Send(OscMessage message)
    {
        try
        {
            _sender.SendTo(OscWriter.Write(message), _to);
            return null;
        }
        catch (SocketException e)
        {
            return $"cannot send to {_to} ({e.Message})";
        }
    }

    /// <summary>Closes the port.</summary>
    public void Dispose()
    {
        _socket.Dispose();
        _sender.Dispose();
    }

    private static IPAddress Find(string host)
    {
        try
        {
            // Most programs listen on IPv4 alone.
            IPAddress[] found = Dns.GetHostAddresses(host);
            return Array.Find(found, a => a.AddressFamily == AddressFamily.InterNetwork) ?? found[0];
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            throw new UserException($"{host}: no such host ({e.Message})", e);
        }
    }
}
