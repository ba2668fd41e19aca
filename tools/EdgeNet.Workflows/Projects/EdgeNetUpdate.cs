using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>
/// Updates the folder EdgeNet/ of a generated project, and touches nothing else. The new folder is written beside it and takes its
/// place by a rename. The next update repairs one that was interrupted.
/// </summary>
public static class EdgeNetUpdate
{
    private const string Workshop = ".edgenet-update", LockFile = ".edgenet-update.lock", New = "new", Old = "old";
    private const int Named = 4, MaxFileBytes = 64 << 20;

    /// <summary>Updates a project.</summary>
    /// <param name="folder">A project created by "edgenet new".</param>
    /// <param name="force">Whether files that were changed since are overwritten.</param>
    /// <returns>The version before and after.</returns>
    /// <exception cref="UserException">The folder is no such project, files were changed, or it cannot be replaced. It is then unchanged.</exception>
    public static UpdatedProject Run(string folder, bool force) => Run(folder, force, _ => { });

    /// <summary>The same; reports each change on disk before making it.</summary>
    internal static UpdatedProject Run(string folder, bool force, Action<string> step)
    {
        string current = Path.Combine(folder, EdgeNetFolder.Name), workshop = Path.Combine(folder, Workshop);
        try
        {
            using FileStream alone = Lock(folder);
            PutRight(current, workshop, step);
            if (!Directory.Exists(current) || IsLink(current))
            {
                throw NoProject(folder);
            }

            EdgeNetManifest before = EdgeNetManifest.Read(current);
            (SortedDictionary<string, byte[]> files, EdgeNetManifest after) = EdgeNetFolder.Build(before.Project, before.Parts);
            (string[] changed, string[] added) = Compare(current, before);
            string[] lost = [.. changed, .. added.Where(a => files.ContainsKey(a) || IsLink(Path.Combine(current, a)))];
            if (!force && lost.Length > 0)
            {
                throw new UserException($"{folder}: {List(lost)} changed here, and the changes would be lost; copy what you need elsewhere, then overwrite with --force");
            }

            if (changed.Length == 0 && before.Text == after.Text)
            {
                return new UpdatedProject(before.Text, after.Text, 0);
            }

            step("make the workshop");
            Directory.CreateDirectory(workshop);
            string fresh = Path.Combine(workshop, New);
            foreach ((string path, byte[] bytes) in files.Append(new(EdgeNetManifest.FileName, after.Write())))
            {
                step($"write {path}");
                WriteDurably(Path.Combine(fresh, path), bytes);
            }

            // Files that the user has added are kept.
            foreach (string path in added.Where(a => !files.ContainsKey(a) && !IsLink(Path.Combine(current, a))))
            {
                step($"keep {path}");
                WriteDurably(Path.Combine(fresh, path), DataFile.ReadAllBytes(Path.Combine(current, path), MaxFileBytes));
            }

            step("put the old folder aside");
            Directory.Move(current, Path.Combine(workshop, Old));
            step("put the new folder in its place");
            Directory.Move(fresh, current);
            TakeAway(workshop, step);
            return new UpdatedProject(before.Text, after.Text, files.Count(f => !before.Files.TryGetValue(f.Key, out string? hash) || hash != after.Files[f.Key]) + changed.Length);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            try
            {
                PutRight(current, workshop, step);
            }
            catch (Exception again) when (again is IOException or UnauthorizedAccessException)
            {
                // The next update tries again.
            }

            throw new UserException($"{current}: cannot be replaced ({e.Message}); is a file in it open in another program, or is the disk full?", e);
        }
    }

    private static UserException NoProject(string folder) => new($"{folder}: has no folder {EdgeNetFolder.Name}; give a folder that edgenet new has created");

    // One update at a time.
    private static FileStream Lock(string folder)
    {
        if (!Directory.Exists(folder))
        {
            throw NoProject(folder);
        }

        try
        {
            return new FileStream(Path.Combine(folder, LockFile), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (IOException e) when (File.Exists(Path.Combine(folder, LockFile)))
        {
            throw new UserException($"{folder}: another update is running there", e);
        }
    }

    // Cleans up after an interrupted update: the old folder is valid until the new one is in its place.
    private static void PutRight(string current, string workshop, Action<string> step)
    {
        if (!Directory.Exists(workshop))
        {
            return;
        }

        if (IsLink(workshop) || Directory.EnumerateFileSystemEntries(workshop).Any(e => Path.GetFileName(e) is not (New or Old)))
        {
            throw new UserException($"{workshop}: was not left by an update; move it elsewhere");
        }

        string old = Path.Combine(workshop, Old);
        if (Directory.Exists(old) && !Path.Exists(current))
        {
            step("put the old folder back");
            Directory.Move(old, current);
        }

        step("take the workshop away");
        Directory.Delete(workshop, recursive: true);
    }

    // The new folder is in place. The next update removes what cannot be removed now.
    private static void TakeAway(string workshop, Action<string> step)
    {
        try
        {
            step("take the old folder away");
            Directory.Delete(workshop, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
        }
    }

    private static (string[] Changed, string[] Added) Compare(string folder, EdgeNetManifest manifest)
    {
        HashSet<string> there = [.. Walk(folder, "")];
        string[] changed = [.. manifest.Files.Where(f => !there.Contains(f.Key) || IsLink(Path.Combine(folder, f.Key)) || EdgeNetManifest.Hash(f.Key, DataFile.ReadAllBytes(Path.Combine(folder, f.Key), MaxFileBytes)) != f.Value).Select(f => f.Key)];
        return (changed, [.. there.Where(p => p != EdgeNetManifest.FileName && !manifest.Files.ContainsKey(p)).Order(StringComparer.Ordinal)]);
    }

    // Files and links; links are not followed. Build output is ignored.
    private static IEnumerable<string> Walk(string folder, string path)
    {
        foreach (FileSystemInfo entry in new DirectoryInfo(folder).EnumerateFileSystemInfos())
        {
            string name = path + entry.Name;
            if (entry is DirectoryInfo && entry.LinkTarget is null)
            {
                foreach (string inner in entry.Name is "bin" or "obj" ? [] : Walk(entry.FullName, name + "/"))
                {
                    yield return inner;
                }
            }
            else
            {
                yield return name;
            }
        }
    }

    private static bool IsLink(string path) => new FileInfo(path).LinkTarget is not null;

    private static void WriteDurably(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using FileStream file = new(path, FileMode.CreateNew, FileAccess.Write);
        file.Write(bytes);
        file.Flush(flushToDisk: true);
    }

    private static string List(string[] paths) =>
        $"{string.Join(", ", paths.Take(Named).Select(p => $"{EdgeNetFolder.Name}/{p}"))}{(paths.Length > Named ? $" and {paths.Length - Named} more" : "")} {(paths.Length == 1 ? "was" : "were")}";
}

/// <summary>What an update did.</summary>
/// <param name="Before">The version before.</param>
/// <param name="After">The version now.</param>
/// <param name="Files">Number of files that differ from before.</param>
public sealed record UpdatedProject(string Before, string After, int Files);
