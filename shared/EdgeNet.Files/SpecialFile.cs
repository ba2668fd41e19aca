using System.Runtime.InteropServices;

namespace EdgeNet.Files;

/// <summary>Tells devices, pipes and sockets from files without opening them: opening a pipe may wait for ever, and opening a device may move it.</summary>
internal static unsafe partial class SpecialFile
{
    private const int FileTypeMask = 0xF000, Regular = 0x8000, Folder = 0x4000;

    /// <summary>Whether a path names something that is neither a file nor a folder. Links are followed; where there is nothing, it does not.</summary>
    public static bool Exists(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            // The full path of NUL, COM1 and so on.
            return Path.GetFullPath(path).StartsWith(@"\\.\", StringComparison.Ordinal);
        }

        // .NET has no name for the type of a file. Its own native library, which is beside every runtime, puts flags and the mode before all else.
        int* status = stackalloc int[64];
        return Stat(path, status) == 0 && (status[1] & FileTypeMask) is not (Regular or Folder);
    }

    [LibraryImport("libSystem.Native", EntryPoint = "SystemNative_Stat", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Stat(string path, int* status);
}
