using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Studio.Projects;
using EdgeNet.Workflows;

namespace EdgeNet.Studio.Data;

/// <summary>The data of a project: pictures that grow in a folder of it, or data that stay as they are and are corrected beside. Nothing outside of the project's folder is changed.</summary>
/// <param name="project">The project.</param>
internal sealed class ProjectData(StudioProject project)
{
    /// <summary>The folder for pictures of a project that has none yet.</summary>
    public const string StoreName = "data";

    private const string CorrectionsName = "corrections.csv", CorrectionsOption = "--corrections";

    private readonly Lock _lock = new();

    // How many corrections each change made, the last one on top; none of those from before the studio began.
    private readonly Stack<int> _corrected = [];
    private PictureStore? _store;
    private string _storeFolder = "";
    private Choice? _choice;
    private Lazy<DataView>? _view;

    /// <summary>What the project trains; null if that has not been chosen, or is wrong.</summary>
    public TrainingRequest? Training => Chosen.Training;

    /// <summary>Whether the project learns from pictures that are added and moved; other data are corrected.</summary>
    public bool LearnsFromStore => Chosen.Store is not null;

    /// <summary>Where new pictures go, as --data has it.</summary>
    public string StoreFolder => Chosen.Store ?? StoreName;

    /// <summary>Whether the test samples are from other data, whose samples may have the same names.</summary>
    public bool HasOwnTest => Training?.Test is not null;

    /// <summary>Whether the last change can be taken back.</summary>
    public bool CanUndo => LearnsFromStore || Training is null ? Store.CanUndo : Training.Source.Corrections is { } path && new CorrectionLog(path).CanTakeBack;

    /// <summary>The samples, read when they are first asked for after a change.</summary>
    public DataView View
    {
        get
        {
            // Reading may take seconds, in which others may change the project.
            Lazy<DataView> view;
            lock (_lock)
            {
                view = _view ??= new(() => DataView.Read(Training, LearnsFromStore || Training is null ? Store : null));
            }

            return view.Value;
        }
    }

    private Choice Chosen
    {
        get
        {
            lock (_lock)
            {
                return _choice ??= Choose();
            }
        }
    }

    private PictureStore Store
    {
        get
        {
            lock (_lock)
            {
                if (_store is null || _storeFolder != StoreFolder)
                {
                    _storeFolder = StoreFolder;
                    _store = new PictureStore(Path.Combine(project.Folder, _storeFolder), Trash);
                }

                return _store;
            }
        }
    }

    private string Trash => Path.Combine(project.Folder, ".trash");

    // Links may have come since it was last used.
    private PictureStore StoreInside
    {
        get
        {
            Inside(Path.Combine(project.Folder, StoreFolder));
            Inside(Trash);
            return Store;
        }
    }

    /// <summary>Reads the samples again when they are next asked for.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            (_choice, _view) = (null, null);
        }
    }

    /// <summary>Adds a picture. A project without data learns from such pictures from then on.</summary>
    /// <param name="label">What it shows.</param>
    /// <param name="picture">A file.</param>
    /// <returns>Its name.</returns>
    public string Add(string label, byte[] picture)
    {
        string id = StoreInside.Add(label, picture);
        LearnIfNothingElse(StoreFolder);
        Forget();
        return id;
    }

    /// <summary>Lets the project learn from other data, and forgets what was said of those before.</summary>
    /// <param name="data">A path in the folder of the project.</param>
    /// <exception cref="UserException">It is no such path.</exception>
    public void LearnFrom(string data)
    {
        if (!data.Split('/').All(PlainName.Is))
        {
            throw new UserException("the data have to be a file or a folder of the project");
        }

        project.Change(old => old with { Train = ["--data", data] });
    }

    /// <summary>The same for a project that has no data yet.</summary>
    /// <param name="data">A path in the folder of the project.</param>
    public void LearnIfNothingElse(string data)
    {
        if (!project.HasTraining)
        {
            LearnFrom(data);
        }
    }

    /// <summary>Gives samples another label, or removes them.</summary>
    /// <param name="samples">Their names.</param>
    /// <param name="part">The part they are in, which matters for test data of their own.</param>
    /// <param name="label">The label; null to remove them.</param>
    public void Change(IReadOnlyList<string> samples, string? part, string? label)
    {
        TrainingRequest training = project.Training();
        bool ofTest = training.Test is not null && part == ListedSample.Test;
        if (!ofTest && LearnsFromStore)
        {
            if (label is null)
            {
                StoreInside.Remove(samples);
            }
            else
            {
                StoreInside.Relabel(samples, label);
            }
        }
        else
        {
            Correct(training, ofTest ? training.Test! : training.Data, samples, label);
        }

        Forget();
    }

    /// <summary>Takes the last change back.</summary>
    public void Undo()
    {
        if (LearnsFromStore || Training is null)
        {
            StoreInside.Undo();
        }
        else
        {
            new CorrectionLog(Inside(project.Training().Source.Corrections ?? throw new UserException("there is nothing to take back"))).TakeBack(Math.Max(1, LastCorrected()));
        }

        Forget();
    }

    // A training without the file would not know of it, and one with it needs it.
    private void Correct(TrainingRequest training, string data, IReadOnlyList<string> samples, string? label)
    {
        string path = Inside(training.Source.Corrections ?? Path.Combine(project.Folder, CorrectionsName));
        int added = new CorrectionLog(path).Add(training.Source, data, training.Options.Seed, samples, label).Count;
        lock (_lock)
        {
            _corrected.Push(added);
        }

        // Another page may have made the first correction meanwhile.
        if (training.Source.Corrections is null)
        {
            project.Change(old => project.Training(old.Train).Source.Corrections is null ? old with { Train = [.. old.Train, CorrectionsOption, CorrectionsName] } : old);
        }
    }

    private int LastCorrected()
    {
        lock (_lock)
        {
            return _corrected.TryPop(out int count) ? count : 0;
        }
    }

    private Choice Choose()
    {
        try
        {
            TrainingRequest? training = project.HasTraining ? project.Training() : null;
            return new Choice(training, training is null ? null : StoreOf(training));
        }
        catch (UserException)
        {
            // The project says what is wrong with it.
            return new Choice(null, null);
        }
    }

    // A folder of the project that has pictures, or nothing yet. Where something else says what labels are, pictures are not moved.
    private string? StoreOf(TrainingRequest training) => !DataSource.IsBuiltIn(training.Data) && training.Source.Corrections is null && training.Source.Split.FileNames is null
        && InFolder.Is(project.Folder, training.Data) && (Path.Exists(training.Data) ? training.Source.ArePictures(training.Data) : Path.GetExtension(training.Data).Length == 0)
            ? Path.GetRelativePath(project.Folder, Path.TrimEndingDirectorySeparator(training.Data)).Replace('\\', '/') : null;

    private string Inside(string path) => InFolder.Check(project.Folder, path);

    // What is trained, and the folder of pictures that it learns from; null for other data.
    private sealed record Choice(TrainingRequest? Training, string? Store);
}
