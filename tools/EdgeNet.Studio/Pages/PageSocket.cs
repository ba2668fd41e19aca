using System.Net.WebSockets;
using System.Text.Json;
using EdgeNet.Core;
using EdgeNet.Files;

namespace EdgeNet.Studio.Pages;

/// <summary>One page's connection: reads its requests, lets them be answered beside each other, and sends answers and news.</summary>
/// <param name="socket">The connection.</param>
/// <param name="requests">What can be asked.</param>
/// <param name="outbox">What the page is to be told.</param>
internal sealed class PageSocket(WebSocket socket, Requests requests, Outbox outbox) : IDisposable
{
    /// <summary>The longest request: a picture that was drawn, as numbers, is far shorter.</summary>
    public const int MaxRequestBytes = 1 << 18;

    // A page asks for little at a time; one that floods waits.
    private const int AnsweredAtATime = 8;

    private readonly SemaphoreSlim _turns = new(AnsweredAtATime);

    /// <summary>Serves the page until it goes away.</summary>
    /// <param name="cancellation">Ends the connection.</param>
    public async Task ServeAsync(CancellationToken cancellation)
    {
        using CancellationTokenSource gone = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task sending = SendAsync(gone.Token);
        try
        {
            await ReceiveAsync(gone.Token);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
            // The page is gone, or the studio ends.
        }

        await gone.CancelAsync();
        await sending;
        for (int turn = 0; turn < AnsweredAtATime; turn++)
        {
            await _turns.WaitAsync(CancellationToken.None);
        }
    }

    /// <summary>Nothing is answered any more.</summary>
    public void Dispose() => _turns.Dispose();

    private async Task ReceiveAsync(CancellationToken gone)
    {
        byte[] buffer = new byte[MaxRequestBytes];
        while (true)
        {
            int length = 0;
            ValueWebSocketReceiveResult received;
            do
            {
                received = await socket.ReceiveAsync(buffer.AsMemory(length), gone);
                length += received.Count;
                if (received.MessageType == WebSocketMessageType.Close)
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, gone);
                    return;
                }

                if (received.MessageType != WebSocketMessageType.Text || (!received.EndOfMessage && length == buffer.Length))
                {
                    await socket.CloseOutputAsync(WebSocketCloseStatus.PolicyViolation, "a request is JSON text of at most 256 KB", gone);
                    return;
                }
            }
            while (!received.EndOfMessage);

            if (Request.Read(buffer.AsMemory(0, length)) is not { } request)
            {
                await socket.CloseOutputAsync(WebSocketCloseStatus.PolicyViolation, "not a request", gone);
                return;
            }

            await _turns.WaitAsync(gone);
            _ = Task.Run(() => AnswerAsync(request, gone), CancellationToken.None);
        }
    }

    private async Task AnswerAsync(Request request, CancellationToken gone)
    {
        try
        {
            // A page that does not read gets no more turns: its answers would fill the memory.
            TaskCompletionSource sent = new(TaskCreationOptions.RunContinuationsAsynchronously);
            outbox.Put(new Frame(await AnswerOfAsync(request, gone), sent));
            await sent.Task.WaitAsync(gone);
        }
        catch (OperationCanceledException)
        {
            // The page is gone.
        }
        finally
        {
            _turns.Release();
        }
    }

    private async Task<byte[]> AnswerOfAsync(Request request, CancellationToken gone)
    {
        try
        {
            return PageJson.Write(new { id = request.Id, ok = await requests.AnswerAsync(request.Do, request.With, gone) });
        }
        catch (Exception e) when (e is UserException or ModelException or OperationCanceledException or IOException or UnauthorizedAccessException or OutOfMemoryException)
        {
            return PageJson.Write(new { id = request.Id, error = e.Message });
        }
        catch (Exception e)
        {
            // Our fault, and one request's: the studio goes on.
            return PageJson.Write(new { id = request.Id, error = InternalError.TextOf(e) });
        }
    }

    private async Task SendAsync(CancellationToken gone)
    {
        try
        {
            while (true)
            {
                Frame frame = await outbox.TakeAsync(gone);
                await socket.SendAsync(frame.Json, WebSocketMessageType.Text, endOfMessage: true, gone);
                frame.Sent?.SetResult();
            }
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException or ObjectDisposedException)
        {
            socket.Abort();
        }
    }

    /// <summary>A request as a page writes it: {"id": 1, "do": "project.open", "with": {...}}.</summary>
    private sealed record Request(int Id, string Do, JsonElement With = default)
    {
        public static Request? Read(ReadOnlyMemory<byte> utf8)
        {
            try
            {
                return JsonSerializer.Deserialize<Request>(utf8.Span, PageJson.Options);
            }
            catch (JsonException)
            {
                return null;
            }
        }
    }
}
