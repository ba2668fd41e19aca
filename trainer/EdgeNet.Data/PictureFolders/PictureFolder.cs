using EdgeNet.Files;
using EdgeNet.Pictures;

namespace EdgeNet.Data;

/// <summary>
/// Folders of pictures: one sub-folder per class, its name the label. May instead hold "train" and "test", each with such sub-folders. In memory
/// are one picture as it is in its file, and of the others 5 bytes per pixel of the size they are brought to.
/// </summary>
public static class PictureFolder
{
    /// <summary>Reads a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="size">Rows and columns to bring every picture to. Where null: the size they all have, if that is at most 64x64, else 28x28.</param>
    /// <returns>The training part and, where there is one, the test part.</returns>
    /// <exception cref="UserException">There are no pictures, a class is empty, or a picture cannot be read.</exception>
    public static (Dataset Train, Dataset? Test) Read(string folder, (int Height, int Width)? size) => Read(folder, size, null);

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="size">Rows and columns to bring every picture to. Where null: the size they all have, if that is at most 64x64, else 28x28.</param>
    /// <param name="names">What the names of the files say; where that is the label, the pictures may be in the folder itself. Null for nothing.</param>
    /// <returns>The training part and, where there is one, the test part.</returns>
    /// <exception cref="UserException">There are no pictures, a class is empty, or a picture cannot be read.</exception>
    public static (Dataset Train, Dataset? Test) Read(string folder, (int Height, int Width)? size, FileNamePattern? names)
    {
        if (names?.Fields.Contains(FileNamePattern.Label) == true)
        {
            return (ReadByName(folder, size, names), null);
        }

        string train = Path.Combine(folder, "train");
        string test = Path.Combine(folder, "test");
        if (!Directory.Exists(train) || !Directory.Exists(test))
        {
            return (ReadClasses(folder, size), null);
        }

        Dataset first = ReadClasses(train, size);
        Dataset second = ReadClasses(test, (first.Shape.Height, first.Shape.Width));
        return first.Labels.SequenceEqual(second.Labels) ? (first, second) : throw new UserException(
            $"{folder}: train has the classes {string.Join(", ", first.Labels)} and test has {string.Join(", ", second.Labels)}");
    }

    private static Dataset ReadClasses(string folder, (int Height, int Width)? size)
    {
        string[] classes = [.. Directory.GetDirectories(folder).Order(StringComparer.Ordinal)];
        if (classes.Length == 0)
        {
            throw new UserException($"{folder}: neither IDX files nor sub-folders of pictures (one sub-folder per class)");
        }

        if (classes.Length == 1)
        {
            throw new UserException($"{folder}: only one class ({Path.GetFileName(classes[0])}); a network needs at least two classes");
        }

        PictureStack pictures = new(size);
        List<float> targets = [];
        List<string> names = [];
        for (int c = 0; c < classes.Length; c++)
        {
            string[] files = [.. Directory.GetFiles(classes[c]).Where(PictureFile.IsPicture).Order(StringComparer.Ordinal)];
            if (files.Length == 0)
            {
                throw new UserException($"{classes[c]}: no pictures (.png or .pgm) in this class");
            }

            foreach (string file in files)
            {
                pictures.Add(PictureFile.Read(file), file);
                targets.Add(c);
                names.Add($"{Path.GetFileName(classes[c])}/{Path.GetFileName(file)}");
            }
        }

        string name = Path.GetFileName(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar));
        return new Dataset(name, TaskKind.Classification, Shape.Grey(pictures.Height, pictures.Width), FeatureKind.Pixels, pictures.ToFeatures(),
            [.. targets], [.. classes.Select(c => Path.GetFileName(c))]) { Files = [.. names] };
    }

    private static Dataset ReadByName(string folder, (int Height, int Width)? size, FileNamePattern names)
    {
        string[] files = [.. new[] { folder }.Concat(Directory.GetDirectories(folder)).SelectMany(Directory.GetFiles).Where(f => PictureFile.IsPicture(f) && !Path.GetFileName(f).StartsWith('.')).Order(StringComparer.Ordinal)];
        if (files.Length == 0)
        {
            throw new UserException($"{folder}: no pictures (.png or .pgm) in this folder");
        }

        string[] labels = [.. files.Select(f => names.Match(f, FileNamePattern.Label))], classes = [.. labels.Distinct().Order(StringComparer.Ordinal)];
        PictureStack pictures = new(size);
        foreach (string file in files)
        {
            pictures.Add(PictureFile.Read(file), file);
        }

        string name = Path.GetFileName(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar));
        return new Dataset(name, TaskKind.Classification, Shape.Grey(pictures.Height, pictures.Width), FeatureKind.Pixels, pictures.ToFeatures(),
            [.. labels.Select(l => (float)Array.BinarySearch(classes, l, StringComparer.Ordinal))], classes)
        {
            Files = [.. files.Select(f => Path.GetRelativePath(folder, f).Replace('\\', '/'))],
        };
    }
}
