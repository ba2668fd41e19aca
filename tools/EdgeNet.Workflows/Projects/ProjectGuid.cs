using System.Security.Cryptography;
using System.Text;

namespace EdgeNet.Workflows;

/// <summary>The number that Visual Studio knows a project by: the same for the same name, so that the same command writes the same bytes.</summary>
internal static class ProjectGuid
{
    /// <summary>The number of one of a solution's projects, or of the solution.</summary>
    public static string Of(string solution, string part) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"EdgeNet/{solution}/{part}")).AsSpan(0, 16)).ToString("D").ToUpperInvariant();
}
