using EdgeNet.Files;

namespace EdgeNet.Studio.Pages;

/// <summary>The pages that are open, and what they have been told: a page that is opened or loaded again is told the latest of every topic.</summary>
internal sealed class OpenPages
{
    /// <summary>More tabs than people have.</summary>
    public const int Max = 64;

    /// <summary>The topic of what is our fault and nobody has asked for.</summary>
    public const string FaultTopic = "fault";

    private readonly Lock _lock = new();
    private readonly HashSet<Outbox> _outboxes = [];
    private readonly Dictionary<string, Frame> _latest = new(StringComparer.Ordinal);

    /// <summary>Tells all pages; one that is slow gets only the latest of a topic. What has not changed is not said again.</summary>
    /// <param name="topic">The topic, such as training.</param>
    /// <param name="body">What is new, written as JSON.</param>
    public void Push(string topic, object body)
    {
        Frame frame = new(PageJson.Write(new { topic, body }));
        lock (_lock)
        {
            if (_latest.TryGetValue(topic, out Frame? said) && said.Json.AsSpan().SequenceEqual(frame.Json))
            {
                return;
            }

            _latest[topic] = frame;
            foreach (Outbox outbox in _outboxes)
            {
                outbox.Put(topic, frame);
            }
        }
    }

    /// <summary>Tells something that is told again and again: whatever fails, the next time comes.</summary>
    /// <param name="tell">Tells it. What cannot be told just now is left out; what is our fault is said on all pages.</param>
    public void Try(Action tell)
    {
        try
        {
            tell();
        }
        catch (Exception e) when (e is UserException or ObjectDisposedException)
        {
            // What it is about has just been replaced, or cannot be shown: the next moment is another.
        }
        catch (Exception e)
        {
            Push(FaultTopic, new { text = InternalError.TextOf(e) });
        }
    }

    /// <summary>Adds a page.</summary>
    /// <returns>What it is to be told; null if there are enough pages.</returns>
    public Outbox? Open()
    {
        lock (_lock)
        {
            if (_outboxes.Count == Max)
            {
                return null;
            }

            Outbox outbox = new();
            _outboxes.Add(outbox);
            foreach ((string topic, Frame frame) in _latest)
            {
                outbox.Put(topic, frame);
            }

            return outbox;
        }
    }

    /// <summary>Removes a page.</summary>
    /// <param name="outbox">What <see cref="Open"/> gave for it.</param>
    public void Close(Outbox outbox)
    {
        lock (_lock)
        {
            _outboxes.Remove(outbox);
        }
    }
}
