using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Pictures;

namespace EdgeNet.Workflows;

/// <summary>
/// A folder of pictures that grows example by example, as --data reads it: a sub-folder per label. Every picture is on the disk, whole, before the next one comes.
/// What is removed goes to another folder, so that it can be brought back.
/// </summary>
/// <param name="folder">The folder; made with the first picture.</param>
/// <param name="trash">Where removed pictures go, on the same disk.</param>
public sealed class PictureStore(string folder, string trash)
{
    /// <summary>The longest picture that is kept, in bytes.</summary>
    public const int MaxBytes = 16 << 20;

    /// <summary>The most pictures of a label.</summary>
    public const int MaxPictures = 20_000;

    private readonly Lock _lock = new();

    // Each with the pictures that it moved: where they are now, and where they were; null for one that is new.
    private readonly Stack<(string Now, string? Was)[]> _changes = [];

    /// <summary>Whether anything can be taken back.</summary>
    public bool CanUndo
    {
        get
        {
            lock (_lock)
            {
                return _changes.Count > 0;
            }
        }
    }

    /// <summary>Adds a picture, as it is.</summary>
    /// <param name="label">What it shows, which names its folder.</param>
    /// <param name="picture">A file of a kind that is read: <see cref="PictureFile.Kinds"/>.</param>
    /// <returns>Its path in the folder, such as cat/0001.png; where the folder has a training and a test part, it is for training.</returns>
    /// <exception cref="UserException">It is no picture, the label cannot name a folder, or it cannot be written.</exception>
    public string Add(string label, byte[] picture)
    {
        if (picture.Length > MaxBytes)
        {
            throw new UserException($"the picture has {picture.Length:N0} bytes; at most {MaxBytes:N0} are kept");
        }

        PictureFile.Read(picture, "the picture");
        string place = FolderOf(TrainPart, label), ending = EndingOf(picture);
        lock (_lock)
        {
            int there = Directory.Exists(place) ? Directory.EnumerateFiles(place).Count() : 0;
            if (there >= MaxPictures)
            {
                throw new UserException($"there are {there:N0} pictures of \"{UserException.Quote(label)}\" already; at most {MaxPictures:N0} are kept");
            }

            string path = Into(place, () => OutputFile.WriteUnderFree(Enumerable.Range(there + 1, MaxPictures).Select(n => Path.Combine(place, $"{n:D4}{ending}")), picture));
            _changes.Push([(path, null)]);
            return IdOf(path);
        }
    }

    /// <summary>Gives pictures another label.</summary>
    /// <param name="ids">Their paths in the folder.</param>
    /// <param name="label">The label.</param>
    /// <returns>Their paths from now on.</returns>
    /// <exception cref="UserException">There is no such picture, the label cannot name a folder, or one cannot be moved; those before it are.</exception>
    public IReadOnlyList<string> Relabel(IReadOnlyList<string> ids, string label) =>
        Move([.. ids.Select(PathOf).Select(p => (p, FolderOf(Path.GetDirectoryName(Path.GetDirectoryName(IdOf(p))) ?? "", label)))]);

    /// <summary>Removes pictures.</summary>
    /// <param name="ids">Their paths in the folder.</param>
    /// <exception cref="UserException">There is no such picture, or one cannot be moved; those before it are.</exception>
    public void Remove(IReadOnlyList<string> ids) => Move([.. ids.Select(PathOf).Select(p => (p, trash))]);

    /// <summary>Takes the last change of this store back.</summary>
    /// <exception cref="UserException">There is none, or a picture is gone.</exception>
    public void Undo()
    {
        lock (_lock)
        {
            if (!_changes.TryPop(out (string Now, string? Was)[]? last))
            {
                throw new UserException("there is nothing to take back");
            }

            foreach ((string now, string? was) in last)
            {
                string back = was ?? Path.Combine(trash, Path.GetFileName(now));
                Into(Path.GetDirectoryName(back)!, () => OutputFile.MoveUnderFree(now, Names(back)));
                DropIfEmpty(now);
            }
        }
    }

    /// <summary>The labels and their pictures, whether or not there are enough for a training.</summary>
    /// <returns>Of each sub-folder its pictures, as paths in the folder.</returns>
    public IReadOnlyList<(string Label, IReadOnlyList<string> Ids)> List() => !Directory.Exists(folder) ? [] :
    [
        .. new DirectoryInfo(folder).GetDirectories().Where(d => IsPlainFolder(d)).OrderBy(d => d.Name, StringComparer.Ordinal)
            .Select(d => (d.Name, (IReadOnlyList<string>)[.. d.GetFiles().Where(f => f.Name[0] != '.' && PictureFile.IsPicture(f.FullName)).Select(f => IdOf(f.FullName)).Order(StringComparer.Ordinal)])),
    ];

    /// <summary>Finds a picture.</summary>
    /// <param name="id">Its path in the folder.</param>
    /// <returns>Its full path.</returns>
    /// <exception cref="UserException">There is none, or it leads out of the folder.</exception>
    public string PathOf(string id)
    {
        string path = Path.Combine(folder, id);
        return id.Split('/', '\\').All(p => p.Length > 0 && p[0] != '.') && File.Exists(path) && IsInside(path) ? Path.GetFullPath(path)
            : throw new UserException($"there is no picture {UserException.Quote(id)}");
    }

    private List<string> Move((string Path, string Place)[] pictures)
    {
        List<(string Now, string Was)> moved = [];
        lock (_lock)
        {
            try
            {
                foreach ((string path, string place) in pictures)
                {
                    moved.Add((Into(place, () => OutputFile.MoveUnderFree(path, Names(Path.Combine(place, Path.GetFileName(path))))), path));
                    DropIfEmpty(path);
                }
            }
            finally
            {
                if (moved.Count > 0)
                {
                    _changes.Push([.. moved]);
                }
            }
        }

        return [.. moved.Select(m => IdOf(m.Now))];
    }

    private string FolderOf(string part, string label)
    {
        if (label.Length > ModelFormat.MaxLabelLength || !PlainName.Is(label))
        {
            throw new UserException($"the label \"{UserException.Quote(label)}\" cannot be the name of a folder; choose another");
        }

        string place = Path.Combine(folder, part, label);
        return IsInside(place) ? place : throw new UserException($"the folder of \"{UserException.Quote(label)}\" is a link out of the data; choose another label");
    }

    // Of a folder that has both parts, only these are read.
    private string TrainPart => Directory.Exists(Path.Combine(folder, "train")) && Directory.Exists(Path.Combine(folder, "test")) ? "train" : "";

    // Links would lead anywhere.
    private bool IsInside(string path) => InFolder.Is(folder, path);

    // A label without pictures would be refused by every training.
    private void DropIfEmpty(string moved)
    {
        string place = Path.GetDirectoryName(moved)!;
        if (IsInside(place) && !Directory.EnumerateFileSystemEntries(place).Any())
        {
            Directory.Delete(place);
        }
    }

    private string IdOf(string path) => Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');

    private static bool IsPlainFolder(DirectoryInfo directory) => directory.Name[0] != '.' && directory.LinkTarget is null;

    // A folder that was made for what then cannot be written, on a full disk for instance, goes again.
    private static string Into(string place, Func<string> write)
    {
        bool isNew = !Directory.Exists(place);
        try
        {
            Directory.CreateDirectory(place);
            return write();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserException($"{place}: cannot be made ({e.Message})", e);
        }
        finally
        {
            if (isNew && Directory.Exists(place) && !Directory.EnumerateFileSystemEntries(place).Any())
            {
                Directory.Delete(place);
            }
        }
    }

    // Its own name, and others where that is taken.
    private static IEnumerable<string> Names(string path) =>
        Enumerable.Range(1, MaxPictures).Select(n => n == 1 ? path : $"{Path.ChangeExtension(path, null)}-{n}{Path.GetExtension(path)}");

    private static string EndingOf(byte[] picture) => picture[0] switch
    {
        0x89 => ".png",
        0xFF => ".jpg",
        (byte)'B' => ".bmp",
        _ => picture[1] == '5' ? ".pgm" : ".ppm",
    };
}
