using System.Security.Cryptography;
using EdgeNet.Files;
using EdgeNet.Link;

namespace EdgeNet.Deployment.Signing;

/// <summary>The file with the key that an owner's boards share.</summary>
public static class FleetKeyFile
{
    private const int NewKeyBytes = 32;

    /// <summary>Creates a key of 32 random bytes, unless there is a file of that name.</summary>
    /// <param name="path">The file to write.</param>
    /// <exception cref="UserException">There is such a file already, or it cannot be written.</exception>
    public static void Create(string path)
    {
        // Made new, never through a link, and closed to others from its first moment on.
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        bool created = false;
        try
        {
            using FileStream file = new(path, options);
            created = true;
            file.Write(RandomNumberGenerator.GetBytes(NewKeyBytes));
            file.Flush(flushToDisk: true);
        }
        catch (IOException e) when (!created && (File.Exists(path) || new FileInfo(path).LinkTarget is not null))
        {
            throw new UserException($"{path}: this file already exists and is not overwritten, because boards may use the key in it; choose another name", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            if (created)
            {
                File.Delete(path);
            }

            throw new UserException($"{path}: cannot be written ({e.Message})", e);
        }
    }

    /// <summary>Reads a key.</summary>
    /// <param name="path">Its file.</param>
    /// <returns>16 to 64 bytes.</returns>
    /// <exception cref="UserException">There is no such file, or it is no key.</exception>
    public static byte[] Read(string path)
    {
        byte[] key = DataFile.ReadAllBytes(path, SignatureChain.MaxKeyBytes + 1);
        return key.Length is >= SignatureChain.MinKeyBytes and <= SignatureChain.MaxKeyBytes ? key
            : throw new UserException($"{path}: a fleet key must have {SignatureChain.MinKeyBytes} to {SignatureChain.MaxKeyBytes} bytes; create one with edgenet sign --new-key");
    }
}
