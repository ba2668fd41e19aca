namespace EdgeNet.Deployment.Osc;

/// <summary>What a datagram of Open Sound Control 1.0 holds: a message, or a bundle of messages.</summary>
public abstract record OscPacket
{
    /// <summary>Its messages in their order, however deep they lie in bundles.</summary>
    public abstract IEnumerable<OscMessage> Messages { get; }
}

/// <summary>A message: where it goes, and its arguments.</summary>
/// <param name="Address">The address, such as /wek/inputs.</param>
/// <param name="Arguments">Of the types int, float, string, byte[], long, double, bool and <see cref="OscTimeTag"/> (tags i f s b h d T/F t), <see cref="OscImpulse"/> (I), or null (N).</param>
public sealed record OscMessage(string Address, params IReadOnlyList<object?> Arguments) : OscPacket
{
    /// <inheritdoc/>
    public override IEnumerable<OscMessage> Messages => [this];
}

/// <summary>Packets that belong together.</summary>
/// <param name="Time">When they are meant to take effect.</param>
/// <param name="Elements">Messages and further bundles.</param>
public sealed record OscBundle(OscTimeTag Time, IReadOnlyList<OscPacket> Elements) : OscPacket
{
    /// <inheritdoc/>
    public override IEnumerable<OscMessage> Messages => Elements.SelectMany(e => e.Messages);
}

/// <summary>A time as NTP has it: seconds since 1900 in the upper 32 bits, fractions of a second in the lower.</summary>
/// <param name="Value">The 64 bits; 1 means at once.</param>
public readonly record struct OscTimeTag(ulong Value)
{
    /// <summary>At once.</summary>
    public static OscTimeTag Immediately { get; } = new(1);
}

/// <summary>An argument that is nothing but a trigger, as Max's bang is.</summary>
public sealed record OscImpulse
{
    private OscImpulse()
    {
    }

    /// <summary>The only one there is.</summary>
    public static OscImpulse Instance { get; } = new();
}
