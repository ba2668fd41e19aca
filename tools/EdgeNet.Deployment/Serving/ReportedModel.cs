using System.IO.Pipelines;
using Microsoft.AspNetCore.Http;

namespace EdgeNet.Deployment.Serving;

/// <summary>An answer with a model that is reported once it has gone out whole.</summary>
/// <param name="answer">The answer.</param>
/// <param name="entry">The model.</param>
/// <param name="report">Called when it has been sent.</param>
internal sealed class ReportedModel(IResult answer, CatalogEntry entry, Action<string> report) : IResult
{
    /// <inheritdoc/>
    public async Task ExecuteAsync(HttpContext httpContext)
    {
        await answer.ExecuteAsync(httpContext);
        if (!HttpMethods.IsGet(httpContext.Request.Method) || !HasLastByte(httpContext.Response))
        {
            return;
        }

        // What is written to a client that has hung up is dropped without an error: only the pipe knows.
        FlushResult sent = await httpContext.Response.BodyWriter.FlushAsync(httpContext.RequestAborted);
        if (!sent.IsCompleted && !sent.IsCanceled && !httpContext.RequestAborted.IsCancellationRequested)
        {
            report($"{httpContext.Connection.RemoteIpAddress}: {entry.Name} {entry.ETag}, {entry.Length:N0} bytes");
        }
    }

    // Of a model in ranges, the last one is worth a line.
    private bool HasLastByte(HttpResponse response) => response.StatusCode switch
    {
        StatusCodes.Status200OK => true,
        StatusCodes.Status206PartialContent => response.Headers.ContentRange.ToString().Contains($"-{entry.Length - 1}/", StringComparison.Ordinal),
        _ => false,
    };
}
