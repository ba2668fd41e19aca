namespace EdgeNet.Files;

/// <summary>Opens files for reading, unzipping .gz, with errors a user can act on.</summary>
public static class DataFile
{
    /// <summary>Opens a file.</summary>
    /// <param name="path">Its path; a name that ends in .gz is unzipped while it is read, up to 50 times its length or 16 MB.</param>
    /// <returns>The stream of its contents.</returns>
    /// <exception cref="UserException">The file is missing or cannot be read, or the path names no file: a folder, a device, a pipe.</exception>
    public static Stream Open(string path)
    {
        FileStream file = OpenAsItIs(path);
        return path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new WholeGzipStream(file, path) : file;
    }

    /// <summary>Opens a file and does not unzip it, whatever its name is.</summary>
    /// <param name="path">Its path.</param>
    /// <returns>The stream of its bytes, which can tell its length.</returns>
    /// <exception cref="UserException">The file is missing or cannot be read, or the path names no file: a folder, a device, a pipe.</exception>
    public static FileStream OpenAsItIs(string path)
    {
        CheckIsFile(path);
        try
        {
            // On Windows, a table that a spreadsheet has open can only be read by those who let others write.
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete, 1 << 16);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserException($"{path}: no such file", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path}: cannot be read ({e.Message})", e);
        }
    }

    /// <summary>Reads as many bytes as there are room for.</summary>
    /// <param name="stream">What <see cref="Open"/> gives.</param>
    /// <param name="bytes">Receives them.</param>
    /// <param name="path">What to call the file in an error.</param>
    /// <returns>How many; fewer only at the end.</returns>
    /// <exception cref="UserException">The file is damaged.</exception>
    public static int Fill(Stream stream, Span<byte> bytes, string path)
    {
        try
        {
            return stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        }
        catch (Exception e) when (e is InvalidDataException or IOException)
        {
            throw new UserException($"{path}: damaged or cut off ({e.Message})", e);
        }
    }

    /// <summary>Reads a whole file as it is.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="maxBytes">A longer file is refused.</param>
    /// <returns>Its bytes.</returns>
    /// <exception cref="UserException">The file is missing, cannot be read, or is too long.</exception>
    public static byte[] ReadAllBytes(string path, int maxBytes)
    {
        using FileStream stream = OpenAsItIs(path);
        try
        {
            if (stream.Length > maxBytes)
            {
                throw new UserException($"{path}: {stream.Length} bytes, but at most {maxBytes} can be read");
            }

            byte[] bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return bytes;
        }
        catch (IOException e)
        {
            throw new UserException($"{path}: cannot be read ({e.Message})", e);
        }
    }

    // Opening a pipe waits until somebody writes to it, which may be never.
    private static void CheckIsFile(string path)
    {
        if (path.Length == 0)
        {
            throw new UserException("the name of the file to read is empty");
        }

        if (Directory.Exists(path))
        {
            throw new UserException($"{path}: is a folder; give the name of a file");
        }

        if (SpecialFile.Exists(path))
        {
            throw new UserException($"{path}: is a device or a pipe; give the name of a file");
        }
    }
}
