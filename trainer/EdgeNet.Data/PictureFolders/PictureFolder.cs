using EdgeNet.Files;
using EdgeNet.Pictures;

namespace EdgeNet.Data;

/// <summary>
/// Folders of pictures: one sub-folder per class, its name the label. May instead hold "train" and "test", each with such sub-folders. In memory
/// are one picture as it is in its file, and of the others 5 bytes per pixel of the size they are brought to; of those in colour, 15.
/// </summary>
public static class PictureFolder
{
    private static readonly Picture Unread = new(1, 1, [0]);

    /// <summary>Reads a folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="size">Rows and columns to bring every picture to. Where null: the size they all have, if that is at most 64x64, else 28x28.</param>
    /// <param name="colour">Whether pixels have three values, red, green and blue, or one. Where null: three if <see cref="Picture.IsColoured"/> is true of any of the resized training pictures.</param>
    /// <param name="names">What the names of the files say; if that is the label, the pictures may be in the folder itself. Null for nothing.</param>
    /// <returns>The training part and, where there is one, the test part. Both say which files their samples are from and which files were skipped.</returns>
    /// <exception cref="UserException">There are fewer than two classes, a class is empty, or a picture cannot be read.</exception>
    public static (Dataset Train, Dataset? Test) Read(string folder, (int Height, int Width)? size, bool? colour = null, FileNamePattern? names = null) => Read(folder, size, colour, names, review: null);

    /// <summary>The same, where labels may be put right, and where pictures need not be opened.</summary>
    internal static (Dataset Train, Dataset? Test) Read(string folder, (int Height, int Width)? size, bool? colour, FileNamePattern? names, ISampleReview? review, bool namesOnly = false)
    {
        size = namesOnly ? null : size;
        if (names?.Fields.Contains(FileNamePattern.Label) == true)
        {
            return (Read(folder, PictureList.ByName(folder, names).Reviewed(folder, folder, review), folder, size, colour, namesOnly), null);
        }

        string train = Path.Combine(folder, "train");
        string test = Path.Combine(folder, "test");
        if (!Directory.Exists(train) || !Directory.Exists(test) || FolderLink.Is(train) || FolderLink.Is(test))
        {
            return (Read(folder, PictureList.Of(folder, folder).Reviewed(folder, folder, review), folder, size, colour, namesOnly), null);
        }

        Dataset first = Read(train, PictureList.Of(train, folder).Reviewed(train, folder, review), folder, size, colour, namesOnly);
        Dataset second = Read(test, PictureList.Of(test, folder).Reviewed(test, folder, review), folder, (first.Shape.Height, first.Shape.Width), first.Shape.Channels == 3, namesOnly);
        return first.Labels.SequenceEqual(second.Labels) ? (first, second) : throw new UserException(
            $"{folder}: train has the classes {string.Join(", ", first.Labels)} and test has {string.Join(", ", second.Labels)}");
    }

    private static Dataset Read(string folder, PictureList list, string root, (int Height, int Width)? size, bool? colour, bool namesOnly)
    {
        PictureStack pictures = new(size, colour);
        List<float> targets = [];
        List<string> files = [];
        for (int c = 0; c < list.Classes.Count; c++)
        {
            foreach (string file in list.Classes[c].Files)
            {
                pictures.Add(namesOnly ? Unread : PictureFile.Read(file), file);
                targets.Add(c);
                files.Add(PictureList.Relative(root, file));
            }
        }

        string name = Path.GetFileName(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar));
        return new Dataset(name, TaskKind.Classification, pictures.Shape, FeatureKind.Pixels, pictures.ToFeatures(), [.. targets], [.. list.Classes.Select(c => c.Label)])
        {
            Files = [.. files],
            Skipped = list.Skipped,
        };
    }
}
