using System.Net;
using EdgeNet.Files;
using EdgeNet.Link;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Net.Http.Headers;

namespace EdgeNet.Deployment.Serving;

/// <summary>The HTTP server that boards ask for new models: GET /models lists them, GET /models/name gives one, with ETag, ranges and conditions.</summary>
public sealed class ModelServer : IAsyncDisposable
{
    private const string ContentType = "application/octet-stream";

    // What ASP.NET sends of a stream at a time.
    private const int PieceBytes = 64 * 1024;

    private readonly WebApplication _app;
    private readonly ModelCatalog _catalog;

    private ModelServer(WebApplication app, ModelCatalog catalog, IPAddress address)
    {
        _app = app;
        _catalog = catalog;
        int port = new Uri(app.Urls.First()).Port;
        Addresses = [.. LocalAddresses.Reachable(address).Select(a => new UriBuilder("http", a.ToString(), port).Uri.GetLeftPart(UriPartial.Authority))];
    }

    /// <summary>Where boards find it, such as http://192.168.1.5:8080; the likeliest first.</summary>
    public IReadOnlyList<string> Addresses { get; }

    /// <summary>Starts a server.</summary>
    /// <param name="folder">The folder with the models.</param>
    /// <param name="address">Address of this machine to listen on.</param>
    /// <param name="port">Port, 0 for any that is free.</param>
    /// <param name="report">Called for every model that is sent completely or refused.</param>
    /// <returns>The running server.</returns>
    /// <exception cref="UserException">There is no such folder, the address is not one of this machine, or the port is in use.</exception>
    public static Task<ModelServer> StartAsync(string folder, IPAddress address, int port, Action<string>? report) =>
        StartAsync(folder, address, port, report, new ServerLimits());

    internal static async Task<ModelServer> StartAsync(string folder, IPAddress address, int port, Action<string>? report, ServerLimits limits)
    {
        if (!Directory.Exists(folder))
        {
            throw new UserException($"{folder}: no such folder");
        }

        QuietServer.CheckAddress(address);
        WebApplicationBuilder builder = QuietServer.CreateBuilder();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            AddressLimit perAddress = new(limits.ConnectionsPerAddress);
            kestrel.Listen(address, port, listening =>
            {
                listening.Protocols = HttpProtocols.Http1;
                listening.Use(next => connection => perAddress.Serve(connection, next));
            });
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = limits.Connections;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.MaxRequestHeadersTotalSize = 8 * 1024;
            kestrel.Limits.MaxResponseBufferSize = limits.BufferedBytes;
            kestrel.Limits.RequestHeadersTimeout = limits.Headers;
            kestrel.Limits.KeepAliveTimeout = limits.Idle;
            kestrel.Limits.MinResponseDataRate = new MinDataRate(limits.BytesPerSecond, limits.Patience);
        });

        WebApplication app = builder.Build();
        ModelCatalog catalog = new(folder, report);
        app.Use((context, next) => WithDeadline(context, next, limits.Request));
        Map(app, catalog, report);
        try
        {
            await QuietServer.StartAsync(app, address, port);
        }
        catch (UserException)
        {
            catalog.Dispose();
            throw;
        }

        return new ModelServer(app, catalog, address);
    }

    /// <summary>Ends the server.</summary>
    /// <returns>When it has ended.</returns>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _catalog.Dispose();
    }

    private static async Task WithDeadline(HttpContext context, RequestDelegate next, TimeSpan deadline)
    {
        using CancellationTokenSource ended = new(deadline);
        await using CancellationTokenRegistration abort = ended.Token.Register(context.Abort);
        await next(context);
    }

    private static void Map(WebApplication app, ModelCatalog catalog, Action<string>? report)
    {
        RefusalReports refusals = new(report);
        app.MapGet("/models", async (CancellationToken cancellation) =>
            Results.Json((await catalog.ListAsync(cancellation)).Select(e => new { name = e.Name, length = e.Length, etag = e.ETag, version = e.Version })));
        app.MapMethods("/models/{name}", [HttpMethods.Get, HttpMethods.Head], async (HttpContext context, string name) =>
        {
            CatalogEntry? entry = await catalog.FindAsync(name, context.RequestAborted);
            if (entry is null)
            {
                return Results.Problem("there is no model of this name", statusCode: StatusCodes.Status404NotFound);
            }

            if (entry.Problem is not null)
            {
                return Results.Problem("this model is damaged on the server", statusCode: StatusCodes.Status503ServiceUnavailable);
            }

            // Before any condition: whether a board has the model already does not matter where it cannot run it.
            if (RunsHeader.Read(context.Request.Headers[RunsHeader.Name].ToString()) is BoardCapabilities board && entry.Needs!.Problem(board) is string unfit)
            {
                refusals.Add(context.Connection.RemoteIpAddress, entry, unfit);
                context.Response.Headers[HttpMetadata.ProblemHeader] = unfit;
                return Results.StatusCode(StatusCodes.Status406NotAcceptable);
            }

            if (await catalog.BorrowAsync(entry, context.RequestAborted) is not ModelMemory.Loan loan)
            {
                context.Response.Headers.RetryAfter = "5";
                return Results.Problem("the server is busy", statusCode: StatusCodes.Status503ServiceUnavailable);
            }

            context.Response.RegisterForDispose(loan);
            if (entry.Signature is not null)
            {
                context.Response.Headers[HttpMetadata.SignatureHeader] = entry.Signature;
            }

            // A stream is sent piece by piece, an array is copied whole for every client: the better way where it is no longer than a piece.
            EntityTagHeaderValue etag = new(entry.ETag);
            IResult answer = entry.Length <= PieceBytes
                ? Results.Bytes(loan.Bytes, ContentType, enableRangeProcessing: true, entityTag: etag)
                : Results.Stream(new MemoryStream(loan.Bytes, writable: false), ContentType, entityTag: etag, enableRangeProcessing: true);
            return report is null ? answer : new ReportedModel(answer, entry, report);
        });
    }
}
