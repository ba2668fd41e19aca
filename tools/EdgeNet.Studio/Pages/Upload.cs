using Microsoft.AspNetCore.Http;

namespace EdgeNet.Studio.Pages;

/// <summary>Receives bytes from a page.</summary>
/// <param name="MaxBytes">More are refused.</param>
/// <param name="Receive">Reads the stream, whose name and purpose are behind the ? of the address, and answers, to be written as JSON.</param>
internal sealed record Upload(long MaxBytes, Func<IQueryCollection, Stream, CancellationToken, Task<object?>> Receive)
{
    /// <summary>More than a picture of a camera, shrunk in the page.</summary>
    public const long MaxPictureBytes = 4 << 20;

    /// <summary>Receives what is read as a whole.</summary>
    /// <param name="maxBytes">More are refused.</param>
    /// <param name="receive">Takes all bytes, and answers.</param>
    /// <returns>The upload.</returns>
    public static Upload Whole(long maxBytes, Func<IQueryCollection, byte[], CancellationToken, Task<object?>> receive) => new(maxBytes, async (query, stream, cancellation) =>
    {
        using MemoryStream bytes = new();
        await stream.CopyToAsync(bytes, cancellation);
        return await receive(query, bytes.ToArray(), cancellation);
    });
}
