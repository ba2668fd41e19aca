using System.Net;
using System.Net.WebSockets;
using EdgeNet.Core;
using EdgeNet.Deployment.Serving;
using EdgeNet.Files;
using EdgeNet.Studio.Http;
using EdgeNet.Studio.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace EdgeNet.Studio;

/// <summary>The studio: serves its page, and the page's requests, to whoever has the address that it prints.</summary>
public sealed class StudioServer : IAsyncDisposable
{
    private const int MaxConnections = 256;

    private static readonly TimeSpan Headers = TimeSpan.FromSeconds(5);

    private readonly WebApplication _app;
    private readonly Studio _studio;
    private readonly CancellationTokenSource _ended = new();
    private readonly AccessToken _token = new();

    private StudioServer(WebApplication app, Studio studio)
    {
        _app = app;
        _studio = studio;
    }

    /// <summary>The address of the page, with the token that opens it.</summary>
    public Uri Address { get; private set; } = new("http://127.0.0.1");

    /// <summary>What the page can ask for.</summary>
    internal Requests Requests => _studio.Requests;

    /// <summary>Starts a studio.</summary>
    /// <param name="options">Its project and where it listens.</param>
    /// <returns>The running studio.</returns>
    /// <exception cref="UserException">The folder is not one or its studio.json is damaged, the address is not one of this machine, or the port is in use.</exception>
    public static async Task<StudioServer> StartAsync(StudioOptions options)
    {
        QuietServer.CheckAddress(options.Address);
        Studio studio = Studio.Open(options);
        WebApplicationBuilder builder = QuietServer.CreateBuilder();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(options.Address, options.Port, listening => listening.Protocols = HttpProtocols.Http1);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MaxConnections;
            kestrel.Limits.MaxConcurrentUpgradedConnections = OpenPages.Max;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.MaxRequestHeadersTotalSize = 8 * 1024;
            kestrel.Limits.RequestHeadersTimeout = Headers;
        });
        WebApplication app = builder.Build();
        StudioServer server = new(app, studio);
        server.Map(new HostCheck(options.Address));
        try
        {
            await QuietServer.StartAsync(app, options.Address, options.Port);
        }
        catch (UserException)
        {
            await studio.DisposeAsync();
            throw;
        }

        // All addresses of a machine are reached at its own as well.
        IPAddress reached = options.Address.Equals(IPAddress.Any) ? IPAddress.Loopback : options.Address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : options.Address;
        server.Address = new UriBuilder("http", reached.ToString(), new Uri(app.Urls.First()).Port) { Fragment = server._token.Text }.Uri;
        return server;
    }

    /// <summary>Ends the studio: what is being trained is stopped and kept.</summary>
    /// <returns>When it has ended.</returns>
    public async ValueTask DisposeAsync()
    {
        await _ended.CancelAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await _studio.DisposeAsync();
        _ended.Dispose();
    }

    private void Map(HostCheck hosts)
    {
        _app.Use(async (context, next) =>
        {
            PageHeaders.AddTo(context.Response);
            if (hosts.Allows(context.Request))
            {
                await next(context);
            }
            else
            {
                context.Response.StatusCode = StatusCodes.Status403Forbidden;
            }
        });
        _app.UseWebSockets(new WebSocketOptions { KeepAliveInterval = TimeSpan.FromSeconds(20), KeepAliveTimeout = TimeSpan.FromSeconds(20) });
        _app.Map("/socket", SocketAsync);
        _app.MapMethods("/api/{name}", [HttpMethods.Get, HttpMethods.Post], ApiAsync);
        foreach (PageFile file in PageFiles.All)
        {
            _app.MapMethods("/" + file.Path, [HttpMethods.Get, HttpMethods.Head], () => Results.Bytes(file.Bytes, file.Type));
        }

        _app.MapMethods("/", [HttpMethods.Get, HttpMethods.Head], () => Results.Bytes(PageFiles.First.Bytes, PageFiles.First.Type));
    }

    private async Task SocketAsync(HttpContext context)
    {
        if (!context.WebSockets.IsWebSocketRequest || !_token.IsIn(context.WebSockets))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return;
        }

        if (_studio.Pages.Open() is not { } outbox)
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return;
        }

        try
        {
            using WebSocket socket = await context.WebSockets.AcceptWebSocketAsync(AccessToken.Protocol);
            using PageSocket page = new(socket, _studio.Requests, outbox);
            await page.ServeAsync(_ended.Token);
        }
        finally
        {
            _studio.Pages.Close(outbox);
        }
    }

    private async Task<IResult> ApiAsync(HttpContext context, string name)
    {
        if (!_token.IsIn(context.Request))
        {
            return Results.StatusCode(StatusCodes.Status401Unauthorized);
        }

        try
        {
            if (HttpMethods.IsPost(context.Request.Method))
            {
                return await UploadAsync(context, name);
            }

            return _studio.Requests.Download(name) is { } download && await download(context.Request.Query, context.RequestAborted) is { } bytes
                ? Results.File(bytes.Bytes, bytes.Type, bytes.FileName)
                : Results.NotFound();
        }
        catch (Exception e) when (e is UserException or ModelException or UnauthorizedAccessException or IOException or OperationCanceledException)
        {
            return Results.Json(new { error = e.Message }, PageJson.Options, statusCode: StatusCodes.Status400BadRequest);
        }
    }

    private async Task<IResult> UploadAsync(HttpContext context, string name)
    {
        if (_studio.Requests.UploadTo(name) is not { } upload)
        {
            return Results.NotFound();
        }

        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = upload.MaxBytes;
        return context.Request.ContentLength > upload.MaxBytes
            ? Results.Json(new { error = $"{context.Request.ContentLength:n0} bytes are more than the {upload.MaxBytes:n0} that can be sent at a time" }, PageJson.Options, statusCode: StatusCodes.Status413PayloadTooLarge)
            : Results.Json(await upload.Receive(context.Request.Query, context.Request.Body, context.RequestAborted), PageJson.Options);
    }
}
