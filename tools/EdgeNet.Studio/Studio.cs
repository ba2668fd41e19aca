using EdgeNet.Studio.Boards;
using EdgeNet.Studio.Data;
using EdgeNet.Studio.Looking;
using EdgeNet.Studio.Pages;
using EdgeNet.Studio.Projects;
using EdgeNet.Studio.Training;
using EdgeNet.Studio.Trying;
using EdgeNet.Studio.Wekinator;

namespace EdgeNet.Studio;

/// <summary>A project that is open: its desks, and the pages that show it.</summary>
internal sealed class Studio : IAsyncDisposable
{
    private readonly JudgedModel _judged;
    private readonly IDesk[] _desks;

    private Studio(StudioProject project)
    {
        Project = project;
        TrainingDesk training = new(project, Pages);
        _judged = new JudgedModel(project, () => training.Trained);
        _desks =
        [
            new ProjectDesk(project, Pages),
            new DataDesk(project, Pages),
            training,
            new BoardDesk(project, Pages, _judged),
            new LookDesk(_judged),
            new TryDesk(_judged),
            new WekinatorDesk(project, Pages),
        ];
        foreach (IDesk desk in _desks)
        {
            desk.AddTo(Requests);
        }
    }

    /// <summary>The project.</summary>
    public StudioProject Project { get; }

    /// <summary>The pages that are open.</summary>
    public OpenPages Pages { get; } = new();

    /// <summary>What they can ask for.</summary>
    public Requests Requests { get; } = new();

    /// <summary>Opens a project.</summary>
    /// <param name="options">Its folder, and how to read its settings.</param>
    /// <returns>The studio.</returns>
    /// <exception cref="EdgeNet.Files.UserException">The folder is not one, or its studio.json is damaged.</exception>
    public static Studio Open(StudioOptions options) => new(StudioProject.Open(options.Folder, options.ReadTraining));

    /// <summary>Ends all work; what can be kept is.</summary>
    /// <returns>When it has ended.</returns>
    public async ValueTask DisposeAsync()
    {
        foreach (IDesk desk in _desks)
        {
            await desk.DisposeAsync();
        }

        _judged.Dispose();
    }
}
