using EdgeNet.Data.BuiltIn;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Studio.Pages;

namespace EdgeNet.Studio.Projects;

/// <summary>What the project is about: its data, its board, and what it may start from.</summary>
internal sealed class ProjectDesk : IDesk
{
    private const string Topic = "project";

    private readonly StudioProject _project;
    private readonly OpenPages _pages;

    /// <summary>Opens the desk.</summary>
    /// <param name="project">The project.</param>
    /// <param name="pages">The pages to tell.</param>
    public ProjectDesk(StudioProject project, OpenPages pages)
    {
        _project = project;
        _pages = pages;
        project.Changed += Tell;
        Tell();
    }

    /// <inheritdoc/>
    public void AddTo(Requests requests)
    {
        requests.Add("project.change", (ProjectChange change) =>
        {
            _project.Change(old => new StudioSettings(change.Train ?? old.Train, change.Board ?? old.Board));
            return null;
        });
        requests.Add("project.beginnings", () => new
        {
            examples = Example.All.Select(e => new { e.Name, e.Title, e.About, missing = e.IsReadyIn(_project) ? null : e.Fetching }),
            builtIn = BuiltInDatasets.All.Select(d => new { d.Name, d.Description }),
            files = ProjectFiles.DataIn(_project.Folder),
        });
        requests.Add("project.example", (ExampleChoice choice) =>
        {
            Example.Find(choice.Name).CopyTo(_project);
            return null;
        });
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        _project.Changed -= Tell;
        return ValueTask.CompletedTask;
    }

    private void Tell() => _pages.Push(Topic, new
    {
        folder = _project.Folder,
        name = Path.GetFileName(_project.Folder),
        train = _project.Settings.Train,
        board = _project.Settings.Board,
        boards = BoardProfile.Names,
        command = _project.CommandLine,
        problem = Problem(),
    });

    // People edit studio.json, and move data.
    private string? Problem()
    {
        try
        {
            _ = _project.HasTraining ? _project.Training() : null;
            return null;
        }
        catch (UserException e)
        {
            return e.Message;
        }
    }

    private sealed record ProjectChange(IReadOnlyList<string>? Train = null, string? Board = null);

    private sealed record ExampleChoice(string Name);
}
