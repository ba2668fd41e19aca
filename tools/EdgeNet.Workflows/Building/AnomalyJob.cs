using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Anomaly;
using EdgeNet.Trainer.Signals;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Workflows;

/// <summary>The making of a model that finds anomalies, from normal data to a file.</summary>
public sealed class AnomalyJob
{
    private readonly TrainingRequest _request;
    private readonly OutputFile _file;

    private AnomalyJob(TrainingRequest request, OutputFile file, DatasetSplit data) => (_request, _file, Data, Options) = (request, file, data, (request.Anomaly ?? new AnomalyOptions()).For(data.Train));

    /// <summary>What it learns from, all of it normal, and is tested with.</summary>
    public DatasetSplit Data { get; }

    /// <summary>How it learns.</summary>
    public AnomalyOptions Options { get; }

    /// <summary>Reads the data, and checks before the work that the result can be written.</summary>
    /// <param name="request">What to learn.</param>
    /// <returns>The job.</returns>
    /// <exception cref="UserException">The data are missing, damaged or do not fit together, or the file cannot be written.</exception>
    public static AnomalyJob Prepare(TrainingRequest request)
    {
        OutputFile file = OutputFile.Create(request.Output, BuiltModel.FileKind, request.Force, [.. new[] { request.Data, request.Test }.OfType<string>()]);
        return new AnomalyJob(request, file, request.Source.LoadSplit(request.Data, request.Test, request.Options.Seed));
    }

    /// <summary>Learns what is normal, and writes the model.</summary>
    /// <param name="progress">Called after every epoch of a training; may be null.</param>
    /// <param name="cancellation">Ends the work.</param>
    /// <returns>The model, and the file that was written.</returns>
    /// <exception cref="UserException">There are too few samples, or the file cannot be written.</exception>
    /// <exception cref="OperationCanceledException">It was ended; nothing was written.</exception>
    public (BuiltAnomaly Model, string Path) Run(Action<TrainingProgress>? progress, CancellationToken cancellation)
    {
        ModelNotes notes = new() { Strip = _request.Strip, More = TrainingData.Notes(Data), Pipeline = FeaturePipeline.Of(Data.Train), Sensor = TrainedSensor.Of(Data.Train.Windows, _request.Source.Windows.FullScale) };
        BuiltAnomaly built;
        try
        {
            built = AnomalyBuilder.Build(Data, Options, _request.Options, _request.Name ?? Path.GetFileNameWithoutExtension(_request.Output), notes, progress, cancellation);
        }
        catch (OperationCanceledException e)
        {
            throw new OperationCanceledException("interrupted; nothing was written", e, cancellation);
        }

        _file.Commit(built.File);
        return (built, _file.Name);
    }
}
