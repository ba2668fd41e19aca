using System.IO.Enumeration;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Studio.Projects;
using EdgeNet.Workflows;

namespace EdgeNet.Studio.Training;

/// <summary>What the project trains with, read once for all who look at it, and again when files or words that are about data have changed.</summary>
internal sealed class TrainedData(StudioProject project)
{
    // Changes of these do not change what is read.
    private static readonly string[] AboutLearning =
    [
        "--model", "--hidden", "--activation", "--lr", "--weight-decay", "--epochs", "--batch", "--optimizer", "--schedule", "--dropout", "--loss", "--init", "--validation", "--patience",
        "--weight-bits", "--activation-bits", "--quantise-from", "--threads", "--name", "--class-weights", "--input-bits", "--starts",
    ];

    private static readonly EnumerationOptions WholeFolder = new() { RecurseSubdirectories = true, IgnoreInaccessible = true };

    private readonly Lock _lock = new();
    private string? _key;
    private volatile DatasetSplit? _known;

    /// <summary>What was read last; null if nothing was.</summary>
    public DatasetSplit? Known => _known;

    /// <summary>Reads the data, unless they are those that were read last.</summary>
    /// <param name="train">The words of the training.</param>
    /// <param name="gone">Cancelled when nobody waits for them any more.</param>
    /// <returns>The data, split.</returns>
    /// <exception cref="UserException">The words are wrong, or the data cannot be read.</exception>
    public DatasetSplit Read(IReadOnlyList<string> train, CancellationToken gone)
    {
        TrainingRequest request = project.Training(train);
        string key = string.Join('\n', [.. AboutLearning.Aggregate(train, (words, option) => TrainWords.With(words, option, null)), .. Stamps(request, gone)]);
        lock (_lock)
        {
            if (key != _key)
            {
                (_known, _key) = (null, null);
                _known = LiveTraining.Read(request);
                _key = key;
            }

            return _known!;
        }
    }

    private static IEnumerable<string> Stamps(TrainingRequest request, CancellationToken gone) => new[] { request.Data, request.Test, request.Source.Corrections }.OfType<string>().Select(path =>
    {
        if (!Directory.Exists(path))
        {
            return $"{(File.Exists(path) ? File.GetLastWriteTimeUtc(path).Ticks : 0)}";
        }

        (long count, long newest) = (0, 0);
        foreach (long written in new FileSystemEnumerable<long>(path, (ref FileSystemEntry file) => file.LastWriteTimeUtc.UtcTicks, WholeFolder) { ShouldRecursePredicate = IsNoLink })
        {
            gone.ThrowIfCancellationRequested();
            (count, newest) = (count + 1, Math.Max(newest, written));
        }

        return $"{count} {newest}";
    });

    // Links are not data (a folder may be linked into itself), and would be followed without end.
    private static bool IsNoLink(ref FileSystemEntry folder) => !folder.Attributes.HasFlag(FileAttributes.ReparsePoint);
}
