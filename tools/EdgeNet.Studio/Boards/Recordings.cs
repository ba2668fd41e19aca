using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Studio.Projects;
using EdgeNet.Workflows;

namespace EdgeNet.Studio.Boards;

/// <summary>The recordings of a project, to be played into a virtual sensor: those of its data, and others in its folder.</summary>
/// <param name="project">The project.</param>
internal sealed class Recordings(StudioProject project)
{
    private const int Most = 200, Depth = 4;

    private static readonly string[] Kinds = [".wav", ".csv", ".json"];

    /// <summary>Lists those that a model can listen to. Other tables, corrections for instance, are none.</summary>
    /// <param name="signal">What the model listens to.</param>
    /// <returns>Their paths from the folder on, those of the data first; of at most 200 files.</returns>
    public IReadOnlyList<string> For(SignalInfo signal) => [.. Files().AsParallel().AsOrdered().Where(f => CanBePlayed(f, signal))];

    /// <summary>Finds one of them.</summary>
    /// <param name="name">What a page asks for.</param>
    /// <returns>Its path.</returns>
    /// <exception cref="UserException">There is no such file.</exception>
    public string Find(string? name) =>
        Files().Contains(name) ? PathOf(name!) : throw new UserException($"{UserException.Quote(name ?? "")} is no recording in the project's folder");

    private string PathOf(string name) => Path.Combine(project.Folder, name);

    // The data may be behind a link, which is not followed elsewhere.
    private IReadOnlyList<string> Files() => [.. In(Data()).Concat(In(project.Folder)).Distinct().Take(Most)];

    private IEnumerable<string> In(string? folder)
    {
        EnumerationOptions visible = new() { AttributesToSkip = FileAttributes.Hidden | FileAttributes.System | FileAttributes.ReparsePoint, IgnoreInaccessible = true, RecurseSubdirectories = true, MaxRecursionDepth = Depth };
        return !Directory.Exists(folder) ? [] : Directory.EnumerateFiles(folder, "*", visible).Where(f => Kinds.Contains(Path.GetExtension(f).ToLowerInvariant()))
            .Take(Most).Select(f => Path.GetRelativePath(project.Folder, f).Replace('\\', '/')).Order(StringComparer.Ordinal);
    }

    private string? Data()
    {
        try
        {
            return project.HasTraining ? project.Training().Data : null;
        }
        catch (UserException)
        {
            // The project says what is wrong with it.
            return null;
        }
    }

    private bool CanBePlayed(string name, SignalInfo signal)
    {
        try
        {
            LiveRecording.Read(PathOf(name), signal);
            return true;
        }
        catch (Exception e) when (e is UserException or IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
