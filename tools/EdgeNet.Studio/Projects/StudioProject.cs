using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Workflows;

namespace EdgeNet.Studio.Projects;

/// <summary>A project: a plain folder, whose files the command line reads and writes too.</summary>
internal sealed class StudioProject
{
    /// <summary>The name of the model file.</summary>
    public const string ModelName = "model.edgenet";

    private readonly Func<IReadOnlyList<string>, TrainingRequest> _readTraining;
    private readonly Lock _lock = new();
    private volatile StudioSettings _settings;

    private StudioProject(string folder, StudioSettings settings, Func<IReadOnlyList<string>, TrainingRequest> readTraining)
    {
        Folder = folder;
        _settings = settings;
        _readTraining = readTraining;
    }

    /// <summary>Raised when the settings have changed, on the thread that changed them.</summary>
    public event Action? Changed;

    /// <summary>The full path of the folder.</summary>
    public string Folder { get; }

    /// <summary>The full path of the model file, which need not exist.</summary>
    public string ModelPath => Path.Combine(Folder, ModelName);

    /// <summary>The settings.</summary>
    public StudioSettings Settings => _settings;

    /// <summary>The board that the model is for.</summary>
    /// <exception cref="UserException">Its profile is missing or damaged.</exception>
    public BoardProfile Board => FindBoard(_settings.Board);

    /// <summary>Whether there is something to train with.</summary>
    public bool HasTraining => _settings.Train.Count > 0;

    /// <summary>The command line that trains as the studio does, in the project's folder.</summary>
    public string CommandLine => CommandText.Of(["edgenet", "train", .. _settings.Train, "--out", ModelName]);

    /// <summary>Opens a project, and makes its folder if there is none.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="readTraining">Reads what is behind "edgenet train" on a command line.</param>
    /// <returns>The project.</returns>
    /// <exception cref="UserException">The folder cannot be made, or its settings are damaged.</exception>
    public static StudioProject Open(string folder, Func<IReadOnlyList<string>, TrainingRequest> readTraining)
    {
        try
        {
            string full = Directory.CreateDirectory(folder).FullName;
            return new StudioProject(full, StudioSettings.Read(Path.Combine(full, StudioSettings.FileName)), readTraining);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new UserException($"{folder}: cannot be the folder of a project ({e.Message})", e);
        }
    }

    /// <summary>What the settings say to train.</summary>
    /// <returns>The request, with full paths.</returns>
    /// <exception cref="UserException">Nothing has been chosen yet, or the settings are wrong.</exception>
    public TrainingRequest Training() => Training(_settings.Train);

    /// <summary>What other words say to train.</summary>
    /// <param name="train">The words behind "edgenet train", without --out.</param>
    /// <returns>The request, with full paths.</returns>
    /// <exception cref="UserException">There are none, or they are wrong.</exception>
    public TrainingRequest Training(IReadOnlyList<string> train) => train.Count > 0 ? Read(train) : throw new UserException("choose data first");

    /// <summary>Changes the settings, and saves them before anybody is told. What somebody has written into the file meanwhile is kept.</summary>
    /// <param name="change">Makes the new ones from those in the file.</param>
    /// <exception cref="UserException">They or those in the file are wrong, or cannot be saved; the old ones stay.</exception>
    public void Change(Func<StudioSettings, StudioSettings> change)
    {
        lock (_lock)
        {
            string path = InFolder.Check(Folder, Path.Combine(Folder, StudioSettings.FileName));
            StudioSettings settings = change(Path.Exists(path) ? StudioSettings.Read(path) : _settings);
            settings.Check();
            FindBoard(settings.Board);
            if (settings.Train.Count > 0)
            {
                Read(settings.Train);
            }

            OutputFile.Create(path, StudioSettings.Kind).Commit(settings.Write());
            _settings = settings;
        }

        Changed?.Invoke();
    }

    // Pages may ask about words that no settings have yet.
    private TrainingRequest Read(IReadOnlyList<string> train)
    {
        (_settings with { Train = train }).Check();
        return _readTraining([.. train, "--out", ModelName]).In(Folder);
    }

    private BoardProfile FindBoard(string board) =>
        BoardCatalog.Find(board.EndsWith(".json", StringComparison.OrdinalIgnoreCase) ? Path.Combine(Folder, board) : board);
}
