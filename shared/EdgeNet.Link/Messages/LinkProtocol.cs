namespace EdgeNet.Link;

/// <summary>
/// Types of messages on the serial line. docs/updates.md has their bytes. A request is its type, a sequence number of 16 bits and a
/// body; the answer has the same number and the type plus <see cref="Answer"/>. A request may be sent again at any time.
/// </summary>
public static class LinkProtocol
{
    /// <summary>Who is there? See <see cref="HelloMessage"/>.</summary>
    public const int Hello = 1;

    /// <summary>Begins an update or goes on with one. See <see cref="UpdateMessage"/>.</summary>
    public const int Begin = 2;

    /// <summary>A part of the model. See <see cref="UpdateMessage"/>.</summary>
    public const int Chunk = 3;

    /// <summary>Ends an update: verify and select. See <see cref="UpdateMessage"/>.</summary>
    public const int Commit = 4;

    /// <summary>Send readings. See <see cref="CaptureMessage"/>.</summary>
    public const int Capture = 5;

    /// <summary>A reading, sent without being asked for each; the sequence number counts readings. See <see cref="ReadingMessage"/>.</summary>
    public const int Reading = 6;

    /// <summary>Classify a sample, or a part of one. See <see cref="ClassifyMessage"/> and <see cref="ClassifiedMessage"/>.</summary>
    public const int Classify = 7;

    /// <summary>Send labels. See <see cref="WatchMessage"/>.</summary>
    public const int Watch = 8;

    /// <summary>A label, sent after a classification, without a request for each; the sequence number counts labels. See <see cref="LabelMessage"/>.</summary>
    public const int Label = 9;

    /// <summary>How the board keeps up with the stream that it listens to, sent before a label, with the same number. See <see cref="PaceMessage"/>.</summary>
    public const int Pace = 10;

    /// <summary>The newest request. A board reports the newest one that it knows, so that nobody waits for an answer that will not come.</summary>
    public const int NewestRequest = Watch;

    /// <summary>Added to a request's type in its answer.</summary>
    public const int Answer = 0x80;

    /// <summary>Version of the protocol.</summary>
    public const int ProtocolVersion = 2;
}
