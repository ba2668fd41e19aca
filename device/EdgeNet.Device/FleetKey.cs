using System.IO;
using EdgeNet.Updates;

namespace EdgeNet.Device;

/// <summary>The key that an owner's boards share. Where it lies on a board, the board takes signed models only.</summary>
internal static class FleetKey
{
    private const string FileName = "fleet.key";

    /// <summary>Reads the key.</summary>
    /// <returns>Its 16 to 64 bytes; null where there is no file.</returns>
    /// <exception cref="IOException">There is a file and it is no key: taking that for "no key" would open the board.</exception>
    public static byte[] Read(string root)
    {
        string path = root + FileName;
        if (!File.Exists(path))
        {
            return null;
        }

        byte[] key = File.ReadAllBytes(path);
        if (key.Length < SignatureChain.MinKeyBytes || key.Length > SignatureChain.MaxKeyBytes)
        {
            throw new IOException(path + ": a key has " + SignatureChain.MinKeyBytes + " to " + SignatureChain.MaxKeyBytes + " bytes, not " + key.Length);
        }

        return key;
    }
}
