using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Format;
using EdgeNet.Trainer.Signals;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Workflows;

/// <summary>A training whose data have been read and whose output files can be written.</summary>
public sealed class TrainingJob
{
    private const string InterruptedEnding = ".interrupted.edgenet";

    private readonly string _name;
    private readonly bool _allowLoss;
    private readonly ModelNotes _notes;
    private readonly int? _folds;
    private readonly OutputFile _file;
    private readonly CheckpointFile? _checkpoint;
    private readonly TeacherChoice? _teacher;
    private readonly ForeignStart? _start;

    internal TrainingJob(DatasetSplit data, TrainingOptions options, string name, bool allowLoss, OutputFile file, CheckpointFile? checkpoint = null, ModelNotes? notes = null, int? folds = null, TeacherChoice? teacher = null, ForeignStart? start = null)
    {
        Data = data;
        Options = options;
        _name = name;
        _allowLoss = allowLoss;
        _notes = notes ?? new ModelNotes();
        _folds = folds;
        _teacher = teacher;
        _start = start;
        _file = file;
        _checkpoint = checkpoint;
    }

    /// <summary>What it learns from and is tested with.</summary>
    public DatasetSplit Data { get; }

    /// <summary>How it trains.</summary>
    public TrainingOptions Options { get; }

    /// <summary>Reads the data, and checks before the long work that the result can be written.</summary>
    /// <param name="request">What to train.</param>
    /// <returns>The job.</returns>
    /// <exception cref="UserException">The data are missing, damaged or do not fit together, or a file cannot be written.</exception>
    public static TrainingJob Prepare(TrainingRequest request) => Prepare(request, null);

    /// <summary>The same, with data that may have been read already.</summary>
    internal static TrainingJob Prepare(TrainingRequest request, DatasetSplit? known)
    {
        string[] inputs = [.. new[] { request.Data, request.Test, request.From }.OfType<string>()];
        OutputFile file = OutputFile.Create(request.Output, BuiltModel.FileKind, request.Force, inputs);
        ForeignNetwork? foreign = ForeignStart.Read(request);
        CheckpointFile? checkpoint = CheckpointFile.Open(foreign is null ? request : request with { From = null });
        DatasetSplit data = known ?? request.Source.LoadSplit(request.Data, request.Test, request.Options.Seed);
        if (request.UnsureOutside && !TableNotes.HasRanges(data.Train))
        {
            throw new UserException($"{request.Data}: --unsure-outside is for tables; pictures have no trained range");
        }

        if (request.Drift)
        {
            DriftNotes.Check(request.Data, data);
        }

        TrainingOptions options = request.Model is null ? request.Options : request.Options with { Model = request.Model.For(data.Train) };
        ForeignStart? start = foreign is null ? null : ForeignStart.Of(foreign, request, data.Train);
        if (start is not null)
        {
            options = start.Adapt(options);
            data = data with { Warnings = [.. data.Warnings, .. start.Remarks] };
        }

        if (request.Board is not null)
        {
            BoardRoom.Check(request.Board, data, options);
            BoardRoom.CheckTime(request.Board, data);
        }

        if (request is { Teacher: not null, Folds: not null })
        {
            throw new UserException("--folds tests with samples that the teacher knows; omit --folds or --teacher");
        }

        TeacherChoice? teacher = request.Teacher is null ? null : TeacherChoice.Of(request.Teacher, data);
        return new TrainingJob(data, options, request.Name ?? Path.GetFileNameWithoutExtension(request.Output), request.AllowLoss, file, checkpoint, new ModelNotes { Strip = request.Strip, UnsureOutside = request.UnsureOutside, Drift = request.Drift, Anomaly = request.Anomaly?.For(data.Train), More = TrainingData.Notes(data), Pipeline = FeaturePipeline.Of(data.Train), Sensor = TrainedSensor.Of(data.Train.Windows, request.Source.Windows.FullScale) }, request.Folds, teacher, start);
    }

    /// <summary>Finds out before the long work whether a board can hold the model.</summary>
    /// <param name="board">The board.</param>
    /// <returns>The heap that it takes; null if the model is so small that there is room for certain.</returns>
    /// <exception cref="UserException">The layers do not fit the data.</exception>
    public HeapForecast? Foresee(BoardProfile board) => BoardRoom.Ask(board, Data, Options);

    /// <summary>Brings the teacher, and trains it if it is none yet; null without one.</summary>
    internal Teacher? BringTeacher(TrainingOptions options, CancellationToken cancellation) => _teacher?.Bring(Data, options, null, cancellation);

    /// <summary>Makes a model of a training that has come to its end, and writes it.</summary>
    internal TrainedModel Finish(TrainingOptions options, Teacher? teacher, Continuation end)
    {
        BuiltModel built = ModelBuilder.Build(Data, options with { Teacher = teacher }, _name, _allowLoss, null, CancellationToken.None, end, _notes);
        _file.Commit(built.File);
        return new TrainedModel(built, _file.Name, false, null) { Teacher = teacher };
    }

    /// <summary>Trains a model and writes it. If it is ended early, an existing file is kept, and the best network so far is written beside it.</summary>
    /// <param name="progress">Called after every epoch; may be null.</param>
    /// <param name="cancellation">Ends the training early.</param>
    /// <param name="warn">Called for problems that do not end the training; may be null.</param>
    /// <returns>The model.</returns>
    /// <exception cref="UserException">The training failed, or the file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was ended before its first epoch was complete; nothing was written.</exception>
    public TrainedModel Run(Action<TrainingProgress>? progress, CancellationToken cancellation, Action<string>? warn = null)
    {
        BuiltModel built;
        FoldScores? folds;
        Teacher? teacher;
        try
        {
            folds = _folds is { } count ? FoldScores.Measure(Data.Train, count, Options, progress, cancellation) : null;
            teacher = _teacher?.Bring(Data, Options, progress, cancellation);
            built = ModelBuilder.Build(Data, Options with { Teacher = teacher }, _name, _allowLoss, progress, cancellation, _start is null ? _checkpoint?.Continue(warn) : _start.In(_checkpoint?.Continue(warn)), _notes);
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException($"{e.Message}; nothing was written", e, cancellation);
        }

        bool interrupted = cancellation.IsCancellationRequested;
        if (interrupted && _file.Exists)
        {
            return new TrainedModel(built, _file.CommitBeside(built.File, InterruptedEnding), interrupted, _file.Name, _checkpoint?.Failure) { Folds = folds, Teacher = teacher };
        }

        _file.Commit(built.File);
        return new TrainedModel(built, _file.Name, interrupted, null, _checkpoint?.Failure) { Folds = folds, Teacher = teacher };
    }
}
