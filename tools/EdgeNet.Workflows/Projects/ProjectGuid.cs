using System.Security.Cryptography;
using System.Text;

namespace EdgeNet.Workflows;

/// <summary>The GUID that identifies a project in Visual Studio: the same for the same name, so that the same command writes the same bytes.</summary>
internal static class ProjectGuid
{
    /// <summary>The GUID of a project in a solution, or of the solution.</summary>
    public static string Of(string solution, string part) =>
        new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"EdgeNet/{solution}/{part}")).AsSpan(0, 16)).ToString("D").ToUpperInvariant();
}
