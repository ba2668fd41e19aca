using System.Collections.Concurrent;
using System.Text;
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
    private readonly ConcurrentDictionary<string, Frame> _latest = new(StringComparer.Ordinal);

    /// <summary>Tells all pages; one that is slow gets only the latest of a topic.</summary>
    /// <param name="topic">The topic, such as training.</param>
    /// <param name="body">What is new, written as JSON.</param>
    public void Push(string topic, object body) => Push(topic, new Frame(PageJson.Write(new { topic, body }), IsText: true));

    /// <summary>Sends bytes to all pages: a byte with the length of the topic, the topic, the bytes.</summary>
    /// <param name="topic">The topic, at most 255 ASCII characters.</param>
    /// <param name="bytes">The bytes.</param>
    public void Push(string topic, ReadOnlySpan<byte> bytes) => Push(topic, new Frame([(byte)topic.Length, .. Encoding.ASCII.GetBytes(topic), .. bytes], IsText: false));

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

    /// <summary>Forgets what was said of a topic, so that later pages are not told.</summary>
    /// <param name="topic">The topic.</param>
    public void Forget(string topic) => _latest.TryRemove(topic, out _);

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

    private void Push(string topic, Frame frame)
    {
        lock (_lock)
        {
            _latest[topic] = frame;
            foreach (Outbox outbox in _outboxes)
            {
                outbox.Put(topic, frame);
            }
        }
    }
}
