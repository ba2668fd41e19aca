using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;

namespace EdgeNet.Deployment.Serving;

/// <summary>Counts the connections of every address, and hangs up on an address that has too many.</summary>
/// <param name="max">Connections that an address may have.</param>
internal sealed class AddressLimit(int max)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<IPAddress, int> _connections = [];

    /// <summary>Serves a connection, unless its address has enough.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="serve">Serves it to its end.</param>
    public async Task Serve(ConnectionContext connection, ConnectionDelegate serve)
    {
        IPAddress address = Client(connection.RemoteEndPoint);
        if (!Enter(address))
        {
            connection.Abort();
            return;
        }

        try
        {
            await serve(connection);
        }
        finally
        {
            Leave(address);
        }
    }

    private bool Enter(IPAddress address)
    {
        lock (_lock)
        {
            int count = _connections.GetValueOrDefault(address);
            if (count < max)
            {
                _connections[address] = count + 1;
            }

            return count < max;
        }
    }

    private void Leave(IPAddress address)
    {
        lock (_lock)
        {
            if (--_connections[address] == 0)
            {
                _connections.Remove(address);
            }
        }
    }

    // One client has a whole /64 of IPv6.
    private static IPAddress Client(EndPoint? remote)
    {
        IPAddress address = remote is IPEndPoint ip ? ip.Address : IPAddress.None;
        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        return address.AddressFamily == AddressFamily.InterNetworkV6 ? new IPAddress([.. address.GetAddressBytes().AsSpan(0, 8), .. new byte[8]]) : address;
    }
}
