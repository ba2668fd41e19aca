using System.Net;
using EdgeNet.Trainer.Data;
using EdgeNet.Updates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Net.Http.Headers;

namespace EdgeNet.Deployment.Serving;

/// <summary>The HTTP server that boards ask for new models: GET /models lists them, GET /models/name gives one, with ETag, ranges and conditions.</summary>
public sealed class ModelServer : IAsyncDisposable
{
    private const int MostConnections = 5000;

    private readonly WebApplication _app;

    private ModelServer(WebApplication app) => _app = app;

    /// <summary>Where it listens, such as http://0.0.0.0:8080.</summary>
    public string Address => _app.Urls.First();

    /// <summary>Starts a server.</summary>
    /// <param name="folder">Where the models lie.</param>
    /// <param name="address">Address of this machine to listen on.</param>
    /// <param name="port">Port, 0 for any that is free.</param>
    /// <param name="report">Told about every model that goes out whole or cannot.</param>
    /// <returns>The running server.</returns>
    /// <exception cref="DataException">There is no such folder, or the port is in use.</exception>
    public static async Task<ModelServer> StartAsync(string folder, IPAddress address, int port, Action<string>? report)
    {
        if (!Directory.Exists(folder))
        {
            throw new DataException($"{folder}: no such folder");
        }

        WebApplicationBuilder builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(address, port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = MostConnections;
            kestrel.Limits.MaxRequestBodySize = 0;
            kestrel.Limits.MaxRequestHeadersTotalSize = 8 * 1024;
            kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
            kestrel.Limits.KeepAliveTimeout = TimeSpan.FromSeconds(30);
        });

        // Ctrl-C is the command's, which ends the server in its own time.
        builder.Services.AddSingleton<Microsoft.Extensions.Hosting.IHostLifetime, NoLifetime>();
        WebApplication app = builder.Build();
        Map(app, new ModelCatalog(folder), report);
        try
        {
            await app.StartAsync();
        }
        catch (IOException e)
        {
            await app.DisposeAsync();
            throw new DataException($"port {port} of {address} cannot be used ({e.Message}); choose another one with --port", e);
        }

        return new ModelServer(app);
    }

    /// <summary>Ends the server.</summary>
    /// <returns>When it has ended.</returns>
    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private static void Map(WebApplication app, ModelCatalog catalog, Action<string>? report)
    {
        app.MapGet("/models", () => Results.Json(catalog.Names.Select(n => Describe(catalog, n, report)).OfType<object>()));
        app.MapMethods("/models/{name}", [HttpMethods.Get, HttpMethods.Head], (HttpContext context, string name) =>
        {
            CatalogEntry? entry;
            try
            {
                entry = catalog.Find(name);
            }
            catch (DataException e)
            {
                report?.Invoke(e.Message);
                return Results.Problem("this model is damaged on the server", statusCode: StatusCodes.Status503ServiceUnavailable);
            }

            if (entry is null)
            {
                return Results.Problem("there is no model of this name", statusCode: StatusCodes.Status404NotFound);
            }

            if (entry.Signature is not null)
            {
                context.Response.Headers[HttpMetadata.SignatureHeader] = entry.Signature;
            }

            Report(context, entry, report);
            return Results.Bytes(entry.Bytes, "application/octet-stream", enableRangeProcessing: true, entityTag: new EntityTagHeaderValue(entry.ETag));
        });
    }

    private static object? Describe(ModelCatalog catalog, string name, Action<string>? report)
    {
        try
        {
            return catalog.Find(name) is CatalogEntry e ? new { name = e.Name, length = e.Bytes.Length, etag = e.ETag, version = e.Version } : null;
        }
        catch (DataException e)
        {
            report?.Invoke(e.Message);
            return null;
        }
    }

    // The request for the last range is the one worth a line.
    private static void Report(HttpContext context, CatalogEntry entry, Action<string>? report)
    {
        if (report is null)
        {
            return;
        }

        context.Response.OnCompleted(() =>
        {
            string? range = context.Response.Headers.ContentRange;
            bool last = range is null ? context.Response.StatusCode == StatusCodes.Status200OK : range.Contains($"-{entry.Bytes.Length - 1}/", StringComparison.Ordinal);
            if (last)
            {
                report($"{context.Connection.RemoteIpAddress}: {entry.Name} {entry.ETag}, {entry.Bytes.Length:N0} bytes");
            }

            return Task.CompletedTask;
        });
    }

    private sealed class NoLifetime : Microsoft.Extensions.Hosting.IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
