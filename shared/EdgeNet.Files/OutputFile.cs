using System.Text;

namespace EdgeNet.Files;

/// <summary>
/// A file that a command writes completely or not at all. It replaces only a file of the same kind or an empty one, unless
/// forced; a link is kept and its target is written; devices, pipes and the command's own input are never written.
/// </summary>
public sealed class OutputFile
{
    // More than this is a circle.
    private const int MaxLinks = 40;
    private const int MaxNumber = 1000;
    private const int MaxNameBytes = 255;

    private static readonly Lock Commits = new();
    private static bool _committed;
    private static readonly StringComparison PathComparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;

    private readonly OutputKind _kind;
    private readonly bool _force;
    private readonly string[] _inputs;

    private OutputFile(string path, OutputKind kind, bool force, string[] inputs)
    {
        Name = path;
        _kind = kind;
        _force = force;
        _inputs = inputs;
    }

    /// <summary>The path as the user gave it.</summary>
    public string Name { get; }

    /// <summary>Whether there is a file now that would be replaced.</summary>
    public bool Exists => File.Exists(Name);

    /// <summary>Checks that a file can be written, before long work is done for it. Leaves nothing on the disk.</summary>
    /// <param name="path">Where it should be.</param>
    /// <param name="kind">What it will be.</param>
    /// <param name="force">Whether a file of another kind may be replaced.</param>
    /// <param name="inputs">Files and folders that the command reads.</param>
    /// <returns>The file, to be committed.</returns>
    /// <exception cref="UserException">It cannot be written there, or what is there would be lost.</exception>
    public static OutputFile Create(string path, OutputKind kind, bool force = false, params string[] inputs)
    {
        OutputFile file = new(path, kind, force, inputs);
        string target = file.Check();
        try
        {
            string temporary = TemporaryBeside(target);
            lock (Commits)
            {
                new FileStream(temporary, FileMode.CreateNew).Dispose();
                File.Delete(temporary);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, target, e);
        }

        return file;
    }

    /// <summary>Finds the file that a path leads to.</summary>
    /// <param name="path">Its path; there need not be such a file yet.</param>
    /// <returns>Its full path without links.</returns>
    /// <exception cref="UserException">It names a folder, a device or a pipe, or its links form a circle.</exception>
    public static string Resolve(string path)
    {
        if (path.Length == 0)
        {
            throw new UserException("the name of the file to write is empty");
        }

        if (Path.EndsInDirectorySeparator(path) || Directory.Exists(path))
        {
            throw new UserException($"{path}: {(Directory.Exists(path) ? "is" : "names")} a folder; give the name of a file");
        }

        if (SpecialFile.Exists(path))
        {
            throw new UserException($"{path}: is a device or a pipe; give the name of a file");
        }

        if (Encoding.UTF8.GetByteCount(Path.GetFileName(path)) > MaxNameBytes)
        {
            throw new UserException($"{path}: the name is longer than a file name can be ({MaxNameBytes} bytes)");
        }

        try
        {
            return WithoutLinks(path, 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw CannotWrite(path, path, e);
        }
    }

    /// <summary>Writes the bytes to a file beside the target, which then takes its name.</summary>
    /// <param name="bytes">All of them.</param>
    /// <exception cref="UserException">The disk is full, or the file cannot be replaced. A file that was there before is unchanged.
    /// Where it has been replaced meanwhile by one that must not be lost, the message says where the bytes are.</exception>
    public void Commit(byte[] bytes)
    {
        string target;
        try
        {
            target = Check();
        }
        catch (UserException e)
        {
            throw new UserException($"{e.Message}. The output was written to {CommitBeside(bytes, ".new" + Path.GetExtension(Name))}", e);
        }

        Write(target, bytes);
    }

    /// <summary>Writes the bytes to a file of another name, and leaves the target alone.</summary>
    /// <param name="bytes">All of them.</param>
    /// <param name="ending">What the name has instead of its extension, such as ".interrupted.edgenet"; numbered where that is taken by a file of another kind.</param>
    /// <returns>The path that was written.</returns>
    /// <exception cref="UserException">It cannot be written.</exception>
    public string CommitBeside(byte[] bytes, string ending)
    {
        for (int number = 1; number < MaxNumber; number++)
        {
            OutputFile beside = new(Path.ChangeExtension(Name, null) + (number > 1 ? $".{number}" : "") + ending, _kind, force: false, _inputs);
            string target;
            try
            {
                target = beside.Check();
            }
            catch (UserException)
            {
                continue;
            }

            Write(target, bytes);
            return beside.Name;
        }

        throw new UserException($"{Name}: there is no free name beside it that ends in {ending}");
    }

    /// <summary>Waits until a commit under way is whole, and lets no other begin: for a process that is about to end, so that it leaves no temporary file.</summary>
    /// <returns>Whether this process has committed a file.</returns>
    public static bool NoMoreCommits()
    {
        Commits.Enter();
        return _committed;
    }

    /// <summary>Replaces a file by one that is written beside it, with the same permissions, and keeps the new one open: whoever has locked the file goes on holding it.</summary>
    /// <param name="target">The file, without links.</param>
    /// <param name="share">What others may do with the new file from its first byte on.</param>
    /// <param name="write">Writes it. On Windows, the old one must be closed after that.</param>
    /// <returns>The new file, for writing, without a buffer.</returns>
    /// <exception cref="IOException">It cannot be written or take the other's place. The file that was there before is unchanged.</exception>
    /// <exception cref="UnauthorizedAccessException">No file can be created in the folder, or the old one is write-protected.</exception>
    public static FileStream Replace(string target, FileShare share, Action<FileStream> write)
    {
        string temporary = TemporaryBeside(target);
        lock (Commits)
        {
            FileStream? stream = null;
            try
            {
                stream = CreateLike(temporary, target, share);
                write(stream);
                stream.Flush(flushToDisk: true);
                File.Move(temporary, target, overwrite: true);
                _committed = true;
                return stream;
            }
            catch
            {
                stream?.Dispose();
                File.Delete(temporary);
                throw;
            }
        }
    }

    /// <summary>Writes a new file under the first of some names that is free, completely or not at all.</summary>
    /// <param name="names">Full paths in one folder, which there is; taken as they are needed.</param>
    /// <param name="bytes">All bytes of the file.</param>
    /// <returns>The path that it has.</returns>
    /// <exception cref="UserException">The disk is full, no file can be created there, or no name is free.</exception>
    public static string WriteUnderFree(IEnumerable<string> names, byte[] bytes)
    {
        string first = names.First(), temporary = TemporaryBeside(first);
        lock (Commits)
        {
            try
            {
                using (FileStream stream = CreateLike(temporary, temporary, FileShare.Read))
                {
                    stream.Write(bytes);
                    stream.Flush(flushToDisk: true);
                }

                return MoveUnderFree(temporary, names);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw CannotWrite(first, first, e);
            }
            finally
            {
                File.Delete(temporary);
            }
        }
    }

    /// <summary>Gives a file the first of some names that is free.</summary>
    /// <param name="path">The file.</param>
    /// <param name="names">Full paths on the same disk, in folders that there are; taken as they are needed.</param>
    /// <returns>The path that it has now.</returns>
    /// <exception cref="UserException">It cannot be moved, or no name is free; it is where it was.</exception>
    public static string MoveUnderFree(string path, IEnumerable<string> names)
    {
        foreach (string name in names)
        {
            try
            {
                File.Move(path, name, overwrite: false);
                _committed = true;
                return name;
            }
            catch (IOException) when (Path.Exists(name) && File.Exists(path))
            {
                // Somebody was faster.
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw CannotWrite(name, name, e);
            }
        }

        throw new UserException($"{path}: no name is free for it");
    }

    private static string WithoutLinks(string path, int depth)
    {
        string full = Path.GetFullPath(path), real = Path.GetPathRoot(full)!;
        foreach (string part in full[real.Length..].Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries))
        {
            real = Path.Combine(real, part);
            if (new FileInfo(real).LinkTarget is string target)
            {
                real = depth == MaxLinks ? throw new IOException("its links form a circle")
                    : WithoutLinks(Path.Combine(Path.GetDirectoryName(real)!, target), depth + 1);
            }
        }

        return real;
    }

    /// <summary>Finds where a path leads.</summary>
    /// <param name="path">Its path; there need not be such a file or folder yet.</param>
    /// <returns>Its full path without links.</returns>
    /// <exception cref="UserException">Its links form a circle, or a folder cannot be read.</exception>
    public static string ResolveLinks(string path)
    {
        try
        {
            return WithoutLinks(path, 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{path}: cannot be read ({e.Message})", e);
        }
    }

    // Gives the full path of the target without links.
    private string Check()
    {
        string target = Resolve(Name);
        bool own = !File.Exists(target) || IsOfKind(target);
        foreach (string input in _inputs.Where(Path.Exists).Select(ResolveLinks))
        {
            if (target.Equals(input, PathComparison) || (!own && target.StartsWith(input + Path.DirectorySeparatorChar, PathComparison)))
            {
                throw new UserException($"{Name}: is an input of this command; choose another file to write");
            }
        }

        string? reason = !own ? $"is not {_kind.Name} and would be lost"
            : File.Exists(target) && File.GetAttributes(target).HasFlag(FileAttributes.ReadOnly) ? "is write-protected" : null;
        return reason is null || _force ? target : throw new UserException($"{Name}: {reason}; choose another name, or overwrite it with --force");
    }

    private bool IsOfKind(string target)
    {
        try
        {
            using FileStream file = new(target, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            byte[] head = new byte[(int)Math.Min(file.Length, OutputKind.HeadBytes)];
            file.ReadExactly(head);
            return head.Length == 0 || _kind.Recognises(head);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What cannot be read may be anything.
            return false;
        }
    }

    private void Write(string target, byte[] bytes)
    {
        string temporary = TemporaryBeside(target);
        lock (Commits)
        {
            try
            {
                using (FileStream stream = CreateLike(temporary, target, FileShare.Read))
                {
                    stream.Write(bytes);
                    stream.Flush(flushToDisk: true);
                }

                File.Move(temporary, target, overwrite: true);
                _committed = true;
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                bool written = File.Exists(temporary);
                if (written)
                {
                    File.Delete(temporary);
                }

                // Windows does not replace a file that another program has open.
                throw written && e is UnauthorizedAccessException
                    ? new UserException($"{Name}: cannot be replaced; is it open in another program, or write-protected?", e)
                    : CannotWrite(Name, target, e);
            }
        }
    }

    // A name that nobody has prepared a link under, and short enough where the target's is as long as a name may be.
    private static string TemporaryBeside(string target) =>
        Path.Combine(Path.GetDirectoryName(target)!, $".edgenet-{Path.GetRandomFileName()}.tmp");

    // A key that only its owner may read stays one.
    private static FileStream CreateLike(string temporary, string target, FileShare share)
    {
        FileStreamOptions options = new() { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = share, BufferSize = 0 };
        if (OperatingSystem.IsWindows() || !File.Exists(target))
        {
            return new FileStream(temporary, options);
        }

        UnixFileMode mode = File.GetUnixFileMode(target);
        options.UnixCreateMode = mode;
        FileStream stream = new(temporary, options);
        File.SetUnixFileMode(stream.SafeFileHandle, mode);
        return stream;
    }

    private static UserException CannotWrite(string path, string target, Exception e) => new($"{path}: cannot be written ({e switch
    {
        DirectoryNotFoundException => $"there is no folder {Path.GetDirectoryName(target)}",
        UnauthorizedAccessException => $"no file can be created in the folder {Path.GetDirectoryName(target)}",
        _ => e.Message,
    }})", e);
}
