namespace EdgeNet.Link;

/// <summary>
/// Messages of the serial line. docs/updates.md has their bytes. A request is its type, a sequence number of 16 bits and a body;
/// the answer has the same number and the type plus <see cref="Answer"/>. A request may be sent again at any time.
/// </summary>
public static class LinkProtocol
{
    /// <summary>Who is there? Body: version of the protocol.</summary>
    public const int Hello = 1;

    /// <summary>Begins or goes on with an update. Body: the model file's header, then its signature or nothing.</summary>
    public const int Begin = 2;

    /// <summary>A part of the model. Body: CRC of the model's header (4 bytes), offset (4 bytes), up to 512 bytes.</summary>
    public const int Chunk = 3;

    /// <summary>Ends an update: verify and select. Body: CRC of the model's header (4 bytes).</summary>
    public const int Commit = 4;

    /// <summary>Send readings. Body: how many (2 bytes), 0 to stop.</summary>
    public const int Capture = 5;

    /// <summary>A reading, sent without being asked for each. Body: the values as 32-bit floats. The sequence number counts readings.</summary>
    public const int Reading = 6;

    /// <summary>Added to a request's type in its answer.</summary>
    public const int Answer = 0x80;

    /// <summary>Version of the protocol.</summary>
    public const int ProtocolVersion = 2;

    /// <summary>The slot that stands for none.</summary>
    public const int NoSlot = 255;

    /// <summary>Bit of the flags in the answer to Hello: the active model is on probation.</summary>
    public const int OnProbationFlag = 1;

    /// <summary>Bit of the flags in the answer to Hello: the board has a fleet key and takes signed models only.</summary>
    public const int SignedOnlyFlag = 2;

    /// <summary>Bit of the flags in the answer to Hello: no other model is taken before the one on probation has been confirmed or has given way.</summary>
    public const int WaitsFlag = 4;

    /// <summary>Bytes of the answer to Hello before its text.</summary>
    public const int HelloBytes = 48;

    /// <summary>Largest number of readings a request can ask for.</summary>
    public const int MaxReadings = 1000;
}
