using Microsoft.AspNetCore.Http;

namespace EdgeNet.Studio.Pages;

/// <summary>Receives bytes from a page.</summary>
/// <param name="MaxBytes">More are refused.</param>
/// <param name="Receive">Reads the stream, whose name and purpose are behind the ? of the address, and answers, to be written as JSON.</param>
internal sealed record Upload(long MaxBytes, Func<IQueryCollection, Stream, CancellationToken, Task<object?>> Receive);
