using System.Net;
using Microsoft.AspNetCore.Http;

namespace EdgeNet.Studio.Http;

/// <summary>
/// Serves only those who reached the server by a literal address or as localhost. A page of another site whose name is made to lead to this machine
/// (DNS rebinding) is of the same origin as far as the browser knows, but says that name in Host.
/// </summary>
/// <param name="address">Address that the server listens on.</param>
internal sealed class HostCheck(IPAddress address)
{
    /// <summary>Whether a request reached the server by a name that is its own, from no page but its own.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Whether it may be answered.</returns>
    public bool Allows(HttpRequest request) => IsOurs(request.Host) && IsOurPage(request);

    private bool IsOurs(HostString host)
    {
        if (!host.HasValue)
        {
            return false;
        }

        string name = host.Host.Trim('[', ']');
        bool anywhere = address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any);
        return (name == "localhost" && (anywhere || IPAddress.IsLoopback(address))) ||
            (IPAddress.TryParse(name, out IPAddress? ip) && ip.ToString() == name && (anywhere || ip.Equals(address)));
    }

    private static bool IsOurPage(HttpRequest request)
    {
        string origin = request.Headers.Origin.ToString();
        string site = request.Headers["Sec-Fetch-Site"].ToString();
        return (origin.Length == 0 || origin == $"http://{request.Host}") && (site is "" or "same-origin" or "none" || (HttpMethods.IsGet(request.Method) && request.Path == "/"));
    }
}
