using System.Net;
using EdgeNet.Workflows;

namespace EdgeNet.Studio;

/// <summary>What a studio works on, and where it is found.</summary>
/// <param name="Folder">The folder of the project; it is made if there is none.</param>
/// <param name="ReadTraining">Reads what is behind "edgenet train" on a command line, as <see cref="EdgeNet.Files.UserException"/> if it is wrong.</param>
public sealed record StudioOptions(string Folder, Func<IReadOnlyList<string>, TrainingRequest> ReadTraining)
{
    /// <summary>Address of this machine to listen on.</summary>
    public IPAddress Address { get; init; } = IPAddress.Loopback;

    /// <summary>Port to listen on, 0 for any that is free.</summary>
    public int Port { get; init; }
}
