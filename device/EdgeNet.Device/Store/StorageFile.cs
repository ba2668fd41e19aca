using System;
using System.IO;

namespace EdgeNet.Device;

/// <summary>
/// Small files, read and written at once, and closed at once: the drive refuses to open a file twice. Nothing is thrown, because a
/// file that fails to close while an exception is under way would hide it: what is wrong is returned.
/// </summary>
internal static class StorageFile
{
    /// <summary>Reads the first bytes of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="bytes">Receives them, as many as it has room for.</param>
    /// <param name="all">Whether the file must have no more.</param>
    /// <returns>False if there is no such file, it has another length, or it cannot be read.</returns>
    public static bool Read(string path, byte[] bytes, bool all)
    {
        FileStream file = null;
        bool read = false;
        try
        {
            if (File.Exists(path))
            {
                file = new FileStream(path, FileMode.Open, FileAccess.Read);
                read = (!all || file.Length == bytes.Length) && file.Read(bytes, 0, bytes.Length) == bytes.Length;
            }
        }
        catch (Exception)
        {
            read = false;
        }

        Close(file);
        return read;
    }

    /// <summary>Writes a file.</summary>
    /// <returns>What is wrong; empty if the file has been written and closed, and so is durable.</returns>
    public static string Write(string path, byte[] bytes)
    {
        FileStream file = null;
        string problem = "";
        try
        {
            file = new FileStream(path, FileMode.Create, FileAccess.Write);
            file.Write(bytes, 0, bytes.Length);
        }
        catch (Exception e)
        {
            problem = ErrorText.Of(e);
        }

        string closing = Close(file);
        problem = problem.Length > 0 ? problem : closing;
        return problem.Length > 0 ? path + ": " + problem : "";
    }

    /// <summary>Deletes a file if there is one.</summary>
    public static void Delete(string path)
    {
        try
        {
            if (File.Exists(path))
            {
                File.Delete(path);
            }
        }
        catch (Exception)
        {
            // It stays, and whoever needs its room or its name is told then.
        }
    }

    /// <summary>Closes a file.</summary>
    /// <param name="file">The file, or null.</param>
    /// <returns>What is wrong; empty if it is closed.</returns>
    public static string Close(FileStream file)
    {
        try
        {
            if (file != null)
            {
                file.Dispose();
            }

            return "";
        }
        catch (Exception e)
        {
            return ErrorText.Of(e);
        }
    }
}
