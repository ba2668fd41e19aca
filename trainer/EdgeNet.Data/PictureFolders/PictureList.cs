using EdgeNet.Files;
using EdgeNet.Pictures;

namespace EdgeNet.Data;

/// <summary>The classes of a folder of pictures and their files, before any of them is read.</summary>
/// <param name="Classes">The sub-folders, by their names: of each, its pictures.</param>
/// <param name="Skipped">Everything else.</param>
internal sealed record PictureList(IReadOnlyList<PictureList.Class> Classes, IReadOnlyList<SkippedFile> Skipped)
{
    // What systems put into folders and zip files, with names that do not begin with a dot.
    private static readonly string[] SystemNames = ["__MACOSX", "Thumbs.db", "desktop.ini"];

    /// <summary>A class.</summary>
    /// <param name="Label">Its name.</param>
    /// <param name="Files">Paths of its pictures, at least one.</param>
    internal sealed record Class(string Label, string[] Files);

    /// <summary>Lists a folder.</summary>
    /// <param name="folder">The folder of which every sub-folder is a class.</param>
    /// <param name="root">The folder that paths are relative to: the same, or the one above.</param>
    /// <returns>At least two classes.</returns>
    /// <exception cref="UserException">There are fewer classes, or one has no pictures.</exception>
    public static PictureList Of(string folder, string root)
    {
        List<SkippedFile> skipped = [];
        List<Class> classes = [];
        foreach (string path in Entries(folder, root, skipped))
        {
            if (FolderLink.Is(path))
            {
                skipped.Add(new SkippedFile(Relative(root, path), SkippedFile.FolderLink));
            }
            else if (Directory.Exists(path))
            {
                classes.Add(new Class(Path.GetFileName(path), Pictures(path, root, skipped)));
            }
            else
            {
                skipped.Add(new SkippedFile(Relative(root, path), "not in the folder of a class"));
            }
        }

        return classes.Count switch
        {
            0 => throw new UserException($"{folder}: neither IDX files nor sub-folders of pictures (one sub-folder per class){Links(skipped)}"),
            1 => throw OneClass(folder, classes[0].Label, skipped),
            _ => new PictureList(classes, skipped),
        };
    }

    /// <summary>Lists a folder and its sub-folders, where the label is in the names of the files.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="names">What the names say.</param>
    /// <returns>At least two classes, by their names.</returns>
    /// <exception cref="UserException">There are fewer classes, or a name is not like the pattern.</exception>
    public static PictureList ByName(string folder, FileNamePattern names)
    {
        List<SkippedFile> skipped = [];
        List<string> pictures = [];
        foreach (string path in Entries(folder, folder, skipped))
        {
            AddPictures(Directory.Exists(path) && !FolderLink.Is(path) ? Entries(path, folder, skipped) : [path], folder, pictures, skipped);
        }

        Class[] classes = [.. pictures.GroupBy(p => names.Match(p, FileNamePattern.Label)).OrderBy(g => g.Key, StringComparer.Ordinal).Select(g => new Class(g.Key, [.. g]))];
        return classes.Length switch
        {
            0 => throw new UserException($"{folder}: no pictures ({PictureFile.Kinds}) in this folder{(skipped.Count > 0 ? $", only {SkippedFile.Describe(skipped)}" : "")}"),
            1 => throw OneClass(folder, classes[0].Label, skipped),
            _ => new PictureList(classes, skipped),
        };
    }

    /// <summary>The list with labels put right.</summary>
    /// <param name="folder">The folder of the classes.</param>
    /// <param name="root">The folder that paths are relative to.</param>
    /// <param name="review">Has a say in the labels; null for nobody.</param>
    /// <returns>At least two classes, each with its files by their names: as if they had been moved.</returns>
    /// <exception cref="UserException">Fewer are left.</exception>
    public PictureList Reviewed(string folder, string root, ISampleReview? review)
    {
        if (review is null)
        {
            return this;
        }

        Dictionary<string, List<string>> kept = Classes.ToDictionary(c => c.Label, _ => new List<string>(), StringComparer.Ordinal);
        List<(string Label, string File)> moved = [];
        foreach (Class c in Classes)
        {
            foreach (string file in c.Files)
            {
                string id = Relative(root, file);
                string? label = review.Concerns(id) ? review.LabelOf(id, c.Label, SampleFingerprint.OfFile(file)) : c.Label;
                if (label == c.Label)
                {
                    kept[label].Add(file);
                }
                else if (label is not null)
                {
                    moved.Add((label, file));
                }
            }
        }

        foreach (IGrouping<string, string> gain in moved.GroupBy(m => m.Label, m => m.File))
        {
            kept[gain.Key] = [.. kept.GetValueOrDefault(gain.Key, []).Concat(gain).OrderBy(Path.GetFileName, StringComparer.Ordinal)];
        }

        Class[] classes = [.. kept.Where(k => k.Value.Count > 0).OrderBy(k => k.Key, StringComparer.Ordinal).Select(k => new Class(k.Key, [.. k.Value]))];
        return classes.Length > 1 ? this with { Classes = classes } : throw new UserException($"{folder}: the corrections leave {(classes.Length == 0 ? "no picture" : $"one class only ({UserException.Quote(classes[0].Label)})")}; a network needs at least two classes");
    }

    /// <summary>A path as people see it in any system.</summary>
    public static string Relative(string root, string path) => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');

    private static string[] Pictures(string folder, string root, List<SkippedFile> skipped)
    {
        List<string> pictures = [];
        int before = skipped.Count;
        AddPictures(Entries(folder, root, skipped), root, pictures, skipped);
        return pictures.Count > 0 ? [.. pictures] : throw new UserException($"{folder}: no pictures ({PictureFile.Kinds}) in this class"
            + (skipped.Count > before ? $", only {SkippedFile.Describe(skipped[before..])}" : ""));
    }

    private static void AddPictures(IEnumerable<string> paths, string root, List<string> pictures, List<SkippedFile> skipped)
    {
        foreach (string path in paths)
        {
            if (Directory.Exists(path))
            {
                skipped.Add(new SkippedFile(Relative(root, path), FolderLink.Is(path) ? SkippedFile.FolderLink : "a folder in a class"));
            }
            else if (PictureFile.IsPicture(path))
            {
                pictures.Add(path);
            }
            else
            {
                skipped.Add(new SkippedFile(Relative(root, path), $"not {PictureFile.Kinds}"));
            }
        }
    }

    private static UserException OneClass(string folder, string label, List<SkippedFile> skipped) =>
        new($"{folder}: only one class ({UserException.Quote(label)}); a network needs at least two classes{Links(skipped)}");

    // Those that were meant to be classes.
    private static string Links(List<SkippedFile> skipped)
    {
        SkippedFile[] links = [.. skipped.Where(s => s.Reason == SkippedFile.FolderLink)];
        return links.Length == 0 ? "" : $"; skipped were {SkippedFile.Describe(links)}";
    }

    // Without what is hidden.
    private static IEnumerable<string> Entries(string folder, string root, List<SkippedFile> skipped)
    {
        foreach (string path in Directory.GetFileSystemEntries(folder).Order(StringComparer.Ordinal))
        {
            if (IsHidden(path))
            {
                skipped.Add(new SkippedFile(Relative(root, path), SkippedFile.Hidden));
            }
            else
            {
                yield return path;
            }
        }
    }

    private static bool IsHidden(string path)
    {
        string name = Path.GetFileName(path);
        return name.StartsWith('.') || SystemNames.Contains(name, StringComparer.OrdinalIgnoreCase) || File.GetAttributes(path).HasFlag(FileAttributes.Hidden);
    }
}
