using System.Globalization;
using EdgeNet.Core;
using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>
/// Pictures and labels in a pair of IDX files, as MNIST and its relatives come. In memory are 5 bytes a pixel while they are read and
/// 4 afterwards, and nothing before the two headers and the lengths of the files agree.
/// </summary>
public static class IdxDataset
{
    /// <summary>Reads a pair.</summary>
    /// <param name="imagesPath">The file of pictures.</param>
    /// <param name="labelsPath">The file of labels.</param>
    /// <param name="name">Name of the dataset.</param>
    /// <returns>The dataset; its labels are the numbers from 0 to the largest.</returns>
    /// <exception cref="UserException">A file is missing or damaged, or the two do not belong together.</exception>
    public static Dataset Read(string imagesPath, string labelsPath, string name) => Read(imagesPath, labelsPath, name, part: null, review: null);

    /// <summary>The same, where labels may be put right.</summary>
    /// <param name="imagesPath">The file of pictures.</param>
    /// <param name="labelsPath">The file of labels.</param>
    /// <param name="name">Name of the dataset.</param>
    /// <param name="part">"train" or "test" where there are both; else null.</param>
    /// <param name="review">Has a say in the labels; null for nobody.</param>
    internal static Dataset Read(string imagesPath, string labelsPath, string name, string? part, ISampleReview? review)
    {
        (_, byte[] classes) = IdxReader.Read(labelsPath, 1);
        (int[] sizes, byte[] pixels) = IdxReader.Read(imagesPath, 3, Check);
        int[]? kept = review is null ? null : Review(pixels, classes, part, review);

        float[] features = new float[pixels.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            features[i] = pixels[i];
        }

        float[] targets = Array.ConvertAll(classes, c => (float)c);
        string[] labels = [.. Enumerable.Range(0, classes.Max() + 1).Select(c => c.ToString())];
        Dataset all = new(name, TaskKind.Classification, Shape.Grey(sizes[1], sizes[2]), FeatureKind.Pixels, features, targets, labels) { Part = part };
        return kept is null || kept.Length == all.Count ? all : kept.Length > 0 ? all.Subset(kept) : throw new UserException($"{imagesPath}: the corrections leave no picture");

        void Check(int[] sizes)
        {
            if (sizes[0] != classes.Length)
            {
                throw new UserException($"{imagesPath} has {sizes[0]} pictures and {labelsPath} has {classes.Length} labels");
            }

            if ((long)sizes[1] * sizes[2] > ModelFormat.MaxTensor)
            {
                throw new UserException($"{imagesPath}: pictures of {sizes[1]}x{sizes[2]}; a model has at most {ModelFormat.MaxTensor:N0} inputs");
            }
        }
    }

    // Changes classes, and gives the pictures that are not left out.
    private static int[] Review(byte[] pixels, byte[] classes, string? part, ISampleReview review)
    {
        List<int> kept = [];
        int length = pixels.Length / classes.Length;
        for (int i = 0; i < classes.Length; i++)
        {
            string sample = Dataset.IdAt(part, i + 1);
            if (!review.Concerns(sample))
            {
                kept.Add(i);
            }
            else if (review.LabelOf(sample, $"{classes[i]}", SampleFingerprint.Of(pixels.AsSpan(i * length, length))) is string label)
            {
                kept.Add(i);
                classes[i] = byte.TryParse(label, NumberStyles.None, CultureInfo.InvariantCulture, out byte c) ? c
                    : throw new UserException($"sample {sample} cannot be \"{UserException.Quote(label)}\": labels of IDX files are whole numbers from 0 to 255");
            }
        }

        return [.. kept];
    }

    /// <summary>Reads a folder that holds one pair, or two of which one's names start with "train" and the other's with "t10k" or "test".</summary>
    /// <param name="folder">The folder.</param>
    /// <returns>The training part and, where there is one, the test part; null if the folder has no IDX files at all.</returns>
    /// <exception cref="UserException">A file is missing or damaged.</exception>
    public static (Dataset Train, Dataset? Test)? ReadFolder(string folder) => ReadFolder(folder, review: null);

    /// <summary>The same, where labels may be put right.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="review">Has a say in the labels; null for nobody.</param>
    internal static (Dataset Train, Dataset? Test)? ReadFolder(string folder, ISampleReview? review)
    {
        string[] images = [.. Directory.GetFiles(folder).Where(IsImages).Order(StringComparer.Ordinal)];
        if (images.Length == 0)
        {
            return null;
        }

        string name = Path.GetFileName(Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar));
        string? test = images.FirstOrDefault(p => Path.GetFileName(p).StartsWith("t10k", StringComparison.Ordinal)
            || Path.GetFileName(p).StartsWith("test", StringComparison.Ordinal));
        string[] others = [.. images.Where(p => p != test)];
        return others.Length switch
        {
            0 => (Read(test!, LabelsOf(test!), name, null, review), null),
            1 => (Read(others[0], LabelsOf(others[0]), name, test is null ? null : "train", review), test is null ? null : Read(test, LabelsOf(test), name, "test", review)),
            _ => throw new UserException($"{folder}: more than one file of training pictures ({Path.GetFileName(others[0])}, {Path.GetFileName(others[1])}); name one of them"),
        };
    }

    /// <summary>Whether a path looks like an IDX file of pictures: "…images-idx3-ubyte" or "…images.idx3-ubyte", or .gz of it.</summary>
    /// <param name="path">The path.</param>
    /// <returns>True if so.</returns>
    public static bool IsImages(string path)
    {
        string file = Path.GetFileName(path);
        return file.Contains("images", StringComparison.Ordinal) && file.Contains("idx3", StringComparison.Ordinal);
    }

    /// <summary>The file of labels that belongs to a file of pictures.</summary>
    /// <param name="imagesPath">The file of pictures.</param>
    /// <returns>Its neighbour, zipped or not.</returns>
    /// <exception cref="UserException">There is none.</exception>
    public static string LabelsOf(string imagesPath)
    {
        string file = Path.GetFileName(imagesPath).Replace("images", "labels", StringComparison.Ordinal).Replace("idx3", "idx1", StringComparison.Ordinal);
        string path = Path.Combine(Path.GetDirectoryName(imagesPath) ?? "", file);
        string other = path.EndsWith(".gz", StringComparison.Ordinal) ? path[..^3] : path + ".gz";
        return File.Exists(path) ? path : File.Exists(other) ? other
            : throw new UserException($"{imagesPath}: its labels are missing ({path})");
    }
}
