using System;
using System.IO;
using EdgeNet.Link;

namespace EdgeNet.Device;

/// <summary>The key that an owner's boards share. A board that has it accepts only signed models.</summary>
internal static class FleetKey
{
    /// <summary>Reads the key.</summary>
    /// <returns>
    /// Its 16 to 64 bytes; null if there is no file. No bytes where the file is no key or cannot be read: taking that for "no key"
    /// would open the board to everybody, and stopping would leave it without its model.
    /// </returns>
    public static byte[] Read(string root)
    {
        try
        {
            string path = root + BoardFiles.FleetKey;
            if (!File.Exists(path))
            {
                return null;
            }

            byte[] key = File.ReadAllBytes(path);
            return key.Length < SignatureChain.MinKeyBytes || key.Length > SignatureChain.MaxKeyBytes ? new byte[0] : key;
        }
        catch (Exception)
        {
            return new byte[0];
        }
    }
}
