using System.Runtime.InteropServices;
using EdgeNet.Files;
using Microsoft.Win32.SafeHandles;

namespace EdgeNet.Deployment.Serving;

/// <summary>Reads files in a folder that others write to: whatever takes a file's place meanwhile, nobody waits for it.</summary>
internal static partial class RegularFile
{
    /// <summary>Reads a whole file.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="maxBytes">A longer file is refused.</param>
    /// <returns>Its bytes.</returns>
    /// <exception cref="UserException">It is too long, is no regular file, or cannot be read.</exception>
    public static byte[] Read(string path, int maxBytes)
    {
        try
        {
            using SafeFileHandle handle = OperatingSystem.IsWindows() ? File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete) : OpenWithoutWaiting(path);
            using FileStream file = new(handle, FileAccess.Read, 0);
            if (!file.CanSeek)
            {
                throw new UserException($"{path}: is not a regular file");
            }

            if (file.Length > maxBytes)
            {
                throw new UserException($"{path}: {file.Length} bytes, but at most {maxBytes} can be read");
            }

            byte[] bytes = new byte[file.Length];
            file.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path}: cannot be read ({e.Message})", e);
        }
    }

    // Opening a FIFO waits until somebody writes to it, unless told not to.
    private static SafeFileHandle OpenWithoutWaiting(string path)
    {
        const int ReadOnly = 0;
        int withoutWaiting = OperatingSystem.IsMacOS() ? 0x4 | 0x1000000 : 0x800 | 0x80000; // and closed in programs that are started
        int file = OpenFile(path, ReadOnly | withoutWaiting);
        return file >= 0 ? new SafeFileHandle(file, ownsHandle: true) : throw new IOException(Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError()));
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int OpenFile(string path, int flags);
}
