using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Networks;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Workflows;

/// <summary>Who teaches a network: a model file, or a network in floating point that is trained first.</summary>
internal sealed class TeacherChoice
{
    private readonly Teacher? _ready;
    private readonly Architecture? _layers;

    private TeacherChoice(Teacher? ready, Architecture? layers) => (_ready, _layers) = (ready, layers);

    /// <summary>Finds out what a user means, before any long work.</summary>
    /// <param name="text">A file, layers, or how large the network is to be.</param>
    /// <param name="data">What is to be learned.</param>
    /// <returns>The choice.</returns>
    /// <exception cref="UserException">The layers are not understood, or the file cannot be read or does not fit the data.</exception>
    public static TeacherChoice Of(string text, DatasetSplit data)
    {
        if (data.Train.Task != TaskKind.Classification)
        {
            throw new UserException($"{data.Train.Name}: --teacher is for data with classes, and these have none; omit it");
        }

        if (ModelChoice.IsMeantBy(text))
        {
            return new TeacherChoice(null, ModelChoice.Parse(text).For(data.Train));
        }

        return File.Exists(text) ? new TeacherChoice(Teacher.Of(LoadedModel.Read(text).Model, text, data.Test), null)
            : throw new UserException($"--teacher {UserException.Quote(text)}: no such model file; or name layers such as \"conv 16 3x3 stride 2, dense 10\", or tiny, small or accurate");
    }

    /// <summary>Brings the teacher, and trains it if it is none yet.</summary>
    /// <param name="data">What is to be learned.</param>
    /// <param name="options">How the network is trained that it is for.</param>
    /// <param name="progress">Called after every epoch; may be null.</param>
    /// <param name="cancellation">Ends the training.</param>
    /// <returns>The teacher.</returns>
    /// <exception cref="UserException">The layers do not fit, or the training failed.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public Teacher Bring(DatasetSplit data, TrainingOptions options, Action<TrainingProgress>? progress, CancellationToken cancellation)
    {
        if (_ready is not null)
        {
            return _ready;
        }

        // What changes or ends while the network learns is not about its teacher.
        TrainingOptions own = options with
        {
            Model = _layers,
            WeightBits = null,
            ActivationBits = null,
            QuantiseFrom = null,
            Starts = 1,
            StopAfter = null,
            LearningRate = options.LearningRate?.Until(0),
            WeightDecay = options.WeightDecay?.Until(0),
        };
        TrainingResult trained = NetworkTrainer.Train(data.Train, own, progress is null ? null : p => progress(p with { Phase = new TrainingPhase("teacher, epoch", p.Epoch, p.Epochs) }), cancellation);
        return cancellation.IsCancellationRequested ? throw new OperationCanceledException("interrupted while the teacher was trained", cancellation)
            : Teacher.Of(trained.Network, $"{_layers}", data.Test);
    }
}
