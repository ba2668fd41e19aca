using System.Text.Json;
using EdgeNet.Files;
using Microsoft.AspNetCore.Http;

namespace EdgeNet.Studio.Pages;

/// <summary>What pages can ask for, by name. Each desk adds its own.</summary>
internal sealed class Requests
{
    private readonly Dictionary<string, Func<JsonElement, CancellationToken, Task<object?>>> _answers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<IQueryCollection, CancellationToken, Task<PageBytes>>> _downloads = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Upload> _uploads = new(StringComparer.Ordinal);

    /// <summary>The names of all requests.</summary>
    public IReadOnlyCollection<string> Names => _answers.Keys;

    /// <summary>Adds a request that is answered at once.</summary>
    /// <typeparam name="TWith">What comes with it, a record; its properties are the fields of the JSON object.</typeparam>
    /// <param name="name">The name, such as project.open.</param>
    /// <param name="answer">Answers it; a <see cref="UserException"/> is told to the user.</param>
    public void Add<TWith>(string name, Func<TWith, object?> answer) => Add<TWith>(name, (with, _) => Task.FromResult(answer(with)));

    /// <summary>Adds a request that takes a while.</summary>
    /// <typeparam name="TWith">What comes with it, a record.</typeparam>
    /// <param name="name">The name.</param>
    /// <param name="answer">Answers it; its token is cancelled when the page is gone.</param>
    public void Add<TWith>(string name, Func<TWith, CancellationToken, Task<object?>> answer) =>
        _answers.Add(name, (with, cancellation) => answer(Read<TWith>(name, with), cancellation));

    /// <summary>Adds a request that nothing comes with.</summary>
    /// <param name="name">The name.</param>
    /// <param name="answer">Answers it.</param>
    public void Add(string name, Func<object?> answer) => _answers.Add(name, (_, _) => Task.FromResult(answer()));

    /// <summary>Adds a request that nothing comes with, and that takes a while.</summary>
    /// <param name="name">The name.</param>
    /// <param name="answer">Answers it; its token is cancelled when the page is gone.</param>
    public void Add(string name, Func<CancellationToken, Task<object?>> answer) => _answers.Add(name, (_, cancellation) => answer(cancellation));

    /// <summary>Adds bytes that pages fetch from /api/name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="answer">Finds them by what is behind the ? of the address.</param>
    public void AddDownload(string name, Func<IQueryCollection, CancellationToken, Task<PageBytes>> answer) => _downloads.Add(name, answer);

    /// <summary>Adds bytes that pages send to /api/name.</summary>
    /// <param name="name">The name.</param>
    /// <param name="upload">Receives them.</param>
    public void AddUpload(string name, Upload upload) => _uploads.Add(name, upload);

    /// <summary>Answers a request.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="with">What came with it.</param>
    /// <param name="cancellation">Cancelled when the page is gone.</param>
    /// <returns>The answer, to be written as JSON.</returns>
    /// <exception cref="UserException">There is no such request, what came with it is wrong, or it cannot be done.</exception>
    public Task<object?> AnswerAsync(string name, JsonElement with, CancellationToken cancellation) =>
        _answers.TryGetValue(name, out Func<JsonElement, CancellationToken, Task<object?>>? answer)
            ? answer(with, cancellation)
            : throw new UserException($"the studio knows no request {UserException.Quote(name)}");

    /// <summary>Finds a download.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>What finds its bytes; null if there is none.</returns>
    public Func<IQueryCollection, CancellationToken, Task<PageBytes>>? Download(string name) => _downloads.GetValueOrDefault(name);

    /// <summary>Finds an upload.</summary>
    /// <param name="name">Its name.</param>
    /// <returns>What receives its bytes; null if there is none.</returns>
    public Upload? UploadTo(string name) => _uploads.GetValueOrDefault(name);

    private static TWith Read<TWith>(string name, JsonElement with)
    {
        try
        {
            return with.Deserialize<TWith>(PageJson.Options) ?? throw new UserException($"{name}: nothing came with the request");
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            throw new UserException($"{name}: what came with the request is not what it needs", e);
        }
    }
}
