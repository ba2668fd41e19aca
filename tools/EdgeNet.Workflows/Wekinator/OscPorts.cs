using System.Net;
using EdgeNet.Deployment.Osc;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>Where Open Sound Control comes in and goes out. The usual ports are Wekinator's.</summary>
/// <param name="Address">Address of this machine to listen on.</param>
/// <param name="In">UDP port to listen on; 0 for any free one.</param>
/// <param name="Host">Machine to send to.</param>
/// <param name="Out">Its UDP port.</param>
public sealed record OscPorts(IPAddress Address, int In, string Host, int Out)
{
    /// <summary>The port that Wekinator listens on.</summary>
    public const int UsualIn = 6448;

    /// <summary>The port that Wekinator sends to.</summary>
    public const int UsualOut = 12000;

    /// <summary>Wekinator's, on this machine alone.</summary>
    public static OscPorts Usual { get; } = new(IPAddress.Loopback, UsualIn, "127.0.0.1", UsualOut);

    /// <summary>Opens them.</summary>
    /// <returns>The open port.</returns>
    /// <exception cref="UserException">The port is in use, or there is no such address or host.</exception>
    public OscPort Open() => OscPort.Open(Address, In, Host, Out);
}
