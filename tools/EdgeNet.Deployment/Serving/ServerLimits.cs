namespace EdgeNet.Deployment.Serving;

/// <summary>How much of the server one client, or all of them, may have and for how long.</summary>
internal sealed record ServerLimits
{
    /// <summary>Connections of all clients together.</summary>
    public int Connections { get; init; } = 4096;

    /// <summary>Connections of one address: a fleet may be behind one, and no address can take all.</summary>
    public int ConnectionsPerAddress { get; init; } = 1024;

    /// <summary>For the headers of a request to arrive.</summary>
    public TimeSpan Headers { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>For a connection without a request.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>For a whole request, from its headers to the last byte that the client takes.</summary>
    public TimeSpan Request { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Bytes per second that a client must take of an answer.</summary>
    public double BytesPerSecond { get; init; } = 1024;

    /// <summary>How long it may take fewer.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>Bytes of an answer that are kept for a client that takes them slowly.</summary>
    public long BufferedBytes { get; init; } = 16 * 1024;
}
