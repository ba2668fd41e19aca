using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;

namespace EdgeNet.Studio.Http;

/// <summary>A secret that the page has from its address and every request for data must name: other pages in the same browser, and other programs on the machine, do not know it.</summary>
internal sealed class AccessToken
{
    /// <summary>The WebSocket protocol of the page; browsers let a page give no other header, so the token is offered as a second protocol.</summary>
    public const string Protocol = "edgenet";

    private const int Bytes = 24;
    private const string Scheme = "Bearer ";

    /// <summary>The secret, of letters, digits, - and _.</summary>
    public string Text { get; } = Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(Bytes));

    /// <summary>Whether a request may have data.</summary>
    /// <param name="request">The request.</param>
    /// <returns>Whether it names the token.</returns>
    public bool IsIn(HttpRequest request)
    {
        string header = request.Headers.Authorization.ToString();
        return header.StartsWith(Scheme, StringComparison.Ordinal) && Is(header[Scheme.Length..]);
    }

    /// <summary>Whether a WebSocket may be opened.</summary>
    /// <param name="sockets">The request for one.</param>
    /// <returns>Whether it offers the page's protocol and the token.</returns>
    public bool IsIn(WebSocketManager sockets) =>
        sockets.WebSocketRequestedProtocols is [Protocol, string token] && Is(token);

    // In the same time, wherever the first difference is.
    private bool Is(string token) => CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(Text));
}
