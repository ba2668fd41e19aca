using System.Net.NetworkInformation;

namespace EdgeNet.Device.Http;

/// <summary>Whether it makes sense to send a request.</summary>
internal static class NetworkLink
{
    private const string NoAddress = "0.0.0.0";

    /// <summary>Whether an interface is connected and one has an address.</summary>
    /// <returns>True if so.</returns>
    public static bool IsUp()
    {
        if (!NetworkInterface.GetIsNetworkAvailable())
        {
            return false;
        }

        foreach (NetworkInterface network in NetworkInterface.GetAllNetworkInterfaces())
        {
            if (network.IPv4Address != NoAddress)
            {
                return true;
            }
        }

        return false;
    }
}
