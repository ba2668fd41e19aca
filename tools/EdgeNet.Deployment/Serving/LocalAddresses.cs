using System.Globalization;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace EdgeNet.Deployment.Serving;

/// <summary>The addresses of this machine.</summary>
internal static class LocalAddresses
{
    /// <summary>Where other machines find a server.</summary>
    /// <param name="listening">What it listens on: an address, or all of them.</param>
    /// <returns>The address itself; of all of them those that a network has given, the likeliest first; the loopback where there is none.</returns>
    public static IPAddress[] Reachable(IPAddress listening)
    {
        if (!listening.Equals(IPAddress.Any) && !listening.Equals(IPAddress.IPv6Any))
        {
            return [listening];
        }

        IPAddress[] found = [.. All().Where(a => !IPAddress.IsLoopback(a) && !a.IsIPv6LinkLocal && !IsLinkLocal(a) && (a.AddressFamily == listening.AddressFamily || listening.Equals(IPAddress.IPv6Any)))];
        return found.Length > 0 ? found : [IPAddress.Loopback];
    }

    /// <summary>All addresses of this machine, those of networks with a way out first.</summary>
    /// <returns>The addresses.</returns>
    public static IPAddress[] All() =>
    [
        .. NetworkInterface.GetAllNetworkInterfaces()
            .Where(n => n.OperationalStatus is OperationalStatus.Up or OperationalStatus.Unknown)
            .Select(n => n.GetIPProperties())
            .OrderByDescending(p => p.GatewayAddresses.Count)
            .SelectMany(p => p.UnicastAddresses)
            .Select(u => u.Address),
    ];

    /// <summary>The networks of this machine in which there may be other machines.</summary>
    /// <returns>Their names, as they are written behind the % of an address.</returns>
    public static string[] Networks() =>
        [.. NetworkInterface.GetAllNetworkInterfaces().Where(n => n.OperationalStatus == OperationalStatus.Up && n.NetworkInterfaceType != NetworkInterfaceType.Loopback).Select(Scope)];

    // Windows numbers them.
    private static string Scope(NetworkInterface network) =>
        OperatingSystem.IsWindows() ? network.GetIPProperties().GetIPv6Properties().Index.ToString(CultureInfo.InvariantCulture) : network.Name;

    // 169.254: what a machine gives itself where no network does.
    private static bool IsLinkLocal(IPAddress address) => address.AddressFamily == AddressFamily.InterNetwork && address.GetAddressBytes() is [169, 254, ..];
}
