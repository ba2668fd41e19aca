using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>Writes a new project: all of its files or none.</summary>
internal static class ProjectWriter
{
    /// <summary>Makes sure that a folder is free.</summary>
    /// <param name="folder">The folder, which may be missing or empty.</param>
    /// <exception cref="UserException">There is something.</exception>
    public static void CheckFree(string folder)
    {
        try
        {
            bool isFolder = Directory.Exists(folder);
            string? problem = !isFolder && (Path.Exists(folder) || new FileInfo(folder).LinkTarget is not null) ? "is not a folder"
                : isFolder && Directory.EnumerateFileSystemEntries(folder).Any() ? "is not empty" : null;
            if (problem is not null)
            {
                throw new UserException($"{folder}: {problem}; name a folder that does not exist yet, or an empty one");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{folder}: cannot be looked into ({e.Message})", e);
        }
    }

    /// <summary>Writes the files. What has been written is taken away again where one cannot be, or the user has had enough.</summary>
    /// <param name="folder">A free folder.</param>
    /// <param name="files">Paths with slashes, and bytes.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="UserException">A file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The user has had enough.</exception>
    public static void Write(string folder, IEnumerable<KeyValuePair<string, byte[]>> files, CancellationToken cancellation)
    {
        CheckFree(folder);
        Stack<string> made = [];
        try
        {
            foreach ((string path, byte[] bytes) in files)
            {
                cancellation.ThrowIfCancellationRequested();
                string target = Path.GetFullPath(Path.Combine(folder, path));
                MakeFolder(Path.GetDirectoryName(target)!, made);
                using FileStream file = new(target, FileMode.CreateNew, FileAccess.Write);
                made.Push(target);
                file.Write(bytes);
            }
        }
        catch (OperationCanceledException)
        {
            TakeAway(made);
            throw new OperationCanceledException("interrupted; nothing was written");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            TakeAway(made);
            throw new UserException($"{folder}: the project cannot be written there ({e.Message}); nothing was left", e);
        }
    }

    private static void MakeFolder(string folder, Stack<string> made)
    {
        if (!Directory.Exists(folder))
        {
            MakeFolder(Path.GetDirectoryName(folder)!, made);
            Directory.CreateDirectory(folder);
            made.Push(folder);
        }
    }

    private static void TakeAway(Stack<string> made)
    {
        foreach (string path in made)
        {
            try
            {
                if (Directory.Exists(path))
                {
                    Directory.Delete(path);
                }
                else
                {
                    File.Delete(path);
                }
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // What cannot be taken away stays.
            }
        }
    }
}
