using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Workflows;

/// <summary>
/// The training of one output. The command that does the same is edgenet train --data output-1.csv --test output-1.csv --task regression --weight-decay 0.03 --allow-loss --out output-1.edgenet;
/// of classes, --task classification.
/// </summary>
internal sealed class OutputTraining
{
    // Who plays does not wait. Choosing by cross-validation takes twenty times as long; this keeps what is between the examples smooth.
    private static readonly TrainingOptions Quick = new() { WeightDecay = 0.03f };

    private readonly TrainingJob _job;

    private OutputTraining(int output, TrainingJob job)
    {
        Output = output;
        _job = job;
    }

    /// <summary>The output, 0 for the first.</summary>
    public int Output { get; }

    /// <summary>Reads the examples, so that they may change from now on.</summary>
    /// <param name="folder">The project.</param>
    /// <param name="output">The output, 0 for the first.</param>
    /// <param name="kind">What it is.</param>
    /// <returns>The training.</returns>
    /// <exception cref="UserException">There is nothing to learn from them, or the model cannot be written.</exception>
    public static OutputTraining Prepare(WekinatorFolder folder, int output, WekinatorOutput kind)
    {
        string data = folder.Examples(output);
        TaskKind task = kind.Classes is null ? TaskKind.Regression : TaskKind.Classification;
        return new(output, TrainingJob.Prepare(new TrainingRequest(data, folder.Model(output)) { Test = data, Source = new DataSource(new CsvOptions(Task: task)), Options = Quick, AllowLoss = true }));
    }

    /// <summary>Trains, and writes the model.</summary>
    /// <param name="cancellation">Ends it; the model stays as it was.</param>
    /// <returns>The model; null if it was ended.</returns>
    /// <exception cref="UserException">The training failed, or the model cannot be written.</exception>
    public AnsweringModel? Run(CancellationToken cancellation)
    {
        try
        {
            TrainedModel trained = _job.Run(null, cancellation);
            if (!trained.Interrupted)
            {
                return AnsweringModel.Read(trained.Path);
            }

            // Half trained, and perhaps the only one: not what was asked for.
            File.Delete(trained.Path);
            return null;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
