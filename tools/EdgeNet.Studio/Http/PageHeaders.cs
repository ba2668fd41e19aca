using Microsoft.AspNetCore.Http;

namespace EdgeNet.Studio.Http;

/// <summary>Headers that let the page do only what it is made for.</summary>
internal static class PageHeaders
{
    private static readonly string Policy = string.Join("; ",
        "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob: data:", "media-src blob:", "connect-src 'self'",
        "base-uri 'none'", "form-action 'none'", "frame-ancestors 'none'");

    /// <summary>Adds them to an answer.</summary>
    /// <param name="response">The answer.</param>
    public static void AddTo(HttpResponse response)
    {
        IHeaderDictionary headers = response.Headers;
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(self), accelerometer=(self), gyroscope=(self), microphone=(), geolocation=()";
        headers.CacheControl = "no-store";
    }
}
