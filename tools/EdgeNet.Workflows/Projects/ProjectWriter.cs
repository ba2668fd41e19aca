using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>Writes a new project: all of its files or none.</summary>
internal static class ProjectWriter
{
    /// <summary>Checks that a folder is free.</summary>
    /// <param name="folder">The folder, which may be missing or empty.</param>
    /// <exception cref="UserException">It is not a folder, or not empty.</exception>
    public static void CheckFree(string folder)
    {
        try
        {
            bool isFolder = Directory.Exists(folder);
            string? problem = !isFolder && (Path.Exists(folder) || new FileInfo(folder).LinkTarget is not null) ? "is not a folder"
                : isFolder && Directory.EnumerateFileSystemEntries(folder).Any() ? "is not empty" : null;
            if (problem is not null)
            {
                throw new UserException($"{folder}: {problem}; give a folder that is empty or does not exist yet");
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{folder}: cannot be read ({e.Message})", e);
        }
    }

    /// <summary>Writes the files. If one cannot be written, or the user cancels, all are removed again.</summary>
    /// <param name="folder">A free folder.</param>
    /// <param name="files">Contents by path, with slashes.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <exception cref="UserException">A file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The user has cancelled.</exception>
    public static void Write(string folder, IEnumerable<KeyValuePair<string, byte[]>> files, CancellationToken cancellation)
    {
        CheckFree(folder);
        Stack<string> made = [];
        Lock writing = new();
        bool isExiting = false, isWhole = false;
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        try
        {
            foreach ((string path, byte[] bytes) in files)
            {
                lock (writing)
                {
                    if (isExiting || cancellation.IsCancellationRequested)
                    {
                        throw new OperationCanceledException();
                    }

                    string target = Path.GetFullPath(Path.Combine(folder, path));
                    MakeFolder(Path.GetDirectoryName(target)!, made);
                    using FileStream file = new(target, FileMode.CreateNew, FileAccess.Write);
                    made.Push(target);
                    file.Write(bytes);
                }
            }

            lock (writing)
            {
                isWhole = !isExiting;
            }

            if (!isWhole)
            {
                throw new OperationCanceledException();
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
            throw new UserException($"{folder}: the project cannot be written there ({e.Message}); nothing was left behind", e);
        }
        finally
        {
            AppDomain.CurrentDomain.ProcessExit -= OnExit;
        }

        // Another signal than Ctrl-C ends the program without waiting for this thread.
        void OnExit(object? sender, EventArgs e)
        {
            Volatile.Write(ref isExiting, true);
            lock (writing)
            {
                if (!isWhole)
                {
                    TakeAway(made);
                }
            }
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
                // What cannot be removed is left.
            }
        }
    }
}
