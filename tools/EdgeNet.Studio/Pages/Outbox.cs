namespace EdgeNet.Studio.Pages;

/// <summary>What is waiting to be sent to one page: all answers, and of every topic the latest.</summary>
internal sealed class Outbox
{
    private readonly Lock _lock = new();
    private readonly Queue<Frame> _answers = new();
    private readonly Dictionary<string, Frame> _topics = new(StringComparer.Ordinal);

    // Topics that wait, the one that waits longest first.
    private readonly Queue<string> _order = new();
    private TaskCompletionSource _arrived = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Puts an answer in.</summary>
    /// <param name="answer">The answer.</param>
    public void Put(Frame answer)
    {
        lock (_lock)
        {
            _answers.Enqueue(answer);
            _arrived.TrySetResult();
        }
    }

    /// <summary>Puts news of a topic in, in place of older news that have not been sent.</summary>
    /// <param name="topic">The topic.</param>
    /// <param name="news">The news.</param>
    public void Put(string topic, Frame news)
    {
        lock (_lock)
        {
            if (!_topics.ContainsKey(topic))
            {
                _order.Enqueue(topic);
            }

            _topics[topic] = news;
            _arrived.TrySetResult();
        }
    }

    /// <summary>Takes the next message out, answers first.</summary>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <returns>The message.</returns>
    public async Task<Frame> TakeAsync(CancellationToken cancellation)
    {
        while (true)
        {
            Task arrived;
            lock (_lock)
            {
                if (_answers.TryDequeue(out Frame? answer))
                {
                    return answer;
                }

                if (_order.TryDequeue(out string? topic))
                {
                    _topics.Remove(topic, out Frame? news);
                    return news!;
                }

                if (_arrived.Task.IsCompleted)
                {
                    _arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                }

                arrived = _arrived.Task;
            }

            await arrived.WaitAsync(cancellation);
        }
    }
}
