using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Trainer.Anomaly;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Workflows;

/// <summary>What to train, and where the model goes.</summary>
/// <param name="Data">builtin:name, a folder or a file.</param>
/// <param name="Output">The model file to write.</param>
public sealed record TrainingRequest(string Data, string Output)
{
    /// <summary>Data to test with; null for the test part of the data, else a fifth of them.</summary>
    public string? Test { get; init; }

    /// <summary>Name of the model; null for that of the file.</summary>
    public string? Name { get; init; }

    /// <summary>How to read the data.</summary>
    public DataSource Source { get; init; } = new(new CsvOptions());

    /// <summary>How to train.</summary>
    public TrainingOptions Options { get; init; } = new();

    /// <summary>The layers, which may depend on the shape of the data; null to go by <see cref="Options"/>.</summary>
    public ModelChoice? Model { get; init; }

    /// <summary>A model file to learn from beside the labels, or the layers of a network that is trained first; null for none.</summary>
    public string? Teacher { get; init; }

    /// <summary>A board that must have room for the model, which is found out before the training; null if none must.</summary>
    public BoardProfile? Board { get; init; }

    /// <summary>Parts of the training data to cross-validate the training with before it; null for none.</summary>
    public int? Folds { get; init; }

    /// <summary>A file that keeps the training; null for none.</summary>
    public string? Checkpoint { get; init; }

    /// <summary>A checkpoint, or a network of another program, to continue from; null to begin anew.</summary>
    public string? From { get; init; }

    /// <summary>What is subtracted from raw values to give the input of that network: one number, or one per channel; null for what its file says.</summary>
    public float[]? Mean { get; init; }

    /// <summary>By what the difference is divided: one number, or one per channel; null for what its file says.</summary>
    public float[]? Deviation { get; init; }

    /// <summary>Whether the model file goes without what only people read.</summary>
    public bool Strip { get; init; }

    /// <summary>Whether the board is unsure of readings far outside of the trained range.</summary>
    public bool UnsureOutside { get; init; }

    /// <summary>Whether the model file has what a board that learns needs to notice drift.</summary>
    public bool Drift { get; init; }

    /// <summary>How to learn what is normal: for a model that finds anomalies, or beside another task. Null for neither.</summary>
    public AnomalyOptions? Anomaly { get; init; }

    /// <summary>Whether the model is written even if quantisation ruins it.</summary>
    public bool AllowLoss { get; init; }

    /// <summary>Whether files of another kind are replaced.</summary>
    public bool Force { get; init; }

    /// <summary>The same request of a project: names of files are relative to its folder, and nothing is written elsewhere.</summary>
    /// <param name="folder">The folder of the project.</param>
    /// <returns>The request with full paths.</returns>
    /// <exception cref="UserException">A file would be written outside of the folder, or the data are to be piped in.</exception>
    public TrainingRequest In(string folder)
    {
        return this with
        {
            Data = DataPath(Data),
            Test = Test is null ? null : DataPath(Test),
            Source = Source with { Corrections = Source.Corrections is null ? null : Full(Source.Corrections) },
            Output = Inside(Output, "--out"),
            Checkpoint = Checkpoint is null ? null : Inside(Checkpoint, "--checkpoint"),
            From = From is null ? null : Full(From),
            Teacher = Teacher is null || ModelChoice.IsMeantBy(Teacher) ? Teacher : Full(Teacher),
        };

        string Full(string path) => Path.GetFullPath(path, Path.GetFullPath(folder));

        string DataPath(string data) => data == DataSource.Piped ? throw new UserException("a project reads its data from files, not from a pipe; give a file or a folder")
            : DataSource.IsBuiltIn(data) ? data : Full(data);

        string Inside(string path, string option) => Full(path) is string full && full.StartsWith(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar, StringComparison.Ordinal)
            ? full : throw new UserException($"{option} {UserException.Quote(path)}: outside of the project's folder; choose a name in it");
    }
}
