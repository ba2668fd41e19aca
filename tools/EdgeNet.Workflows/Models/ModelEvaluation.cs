using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Anomaly;
using EdgeNet.Trainer.Evaluation;

namespace EdgeNet.Workflows;

/// <summary>How good a model file is on data.</summary>
/// <param name="Model">The model.</param>
/// <param name="Score">Its score, computed by the code that runs on a board.</param>
/// <param name="Origin">Whether the model may have learned from the samples.</param>
/// <param name="Outside">How many samples have values far outside of the trained range, and the first such value; null for none.</param>
public sealed record ModelEvaluation(ModelFile Model, Score Score, TestOrigin Origin, (int Samples, OutsideValue First)? Outside)
{
    /// <summary>How well it tells anomalies, or, beside another task, how many samples it takes for one; null if it finds none.</summary>
    public AnomalyScore? Anomalies { get; init; }

    /// <summary>Whether the samples are labelled as normal or not; if they are not, all count as normal.</summary>
    public bool AreLabelled { get; init; }

    /// <summary>Tests a model file.</summary>
    /// <param name="path">The model file.</param>
    /// <param name="source">How to read the data.</param>
    /// <param name="data">builtin:name, a folder or a file.</param>
    /// <param name="seed">Seed of built-in data.</param>
    /// <returns>The score.</returns>
    /// <exception cref="UserException">One of the files is missing or damaged, or they do not fit together.</exception>
    public static ModelEvaluation Run(string path, DataSource source, string data, int seed)
    {
        LoadedModel model = LoadedModel.Read(path);
        return Of(model.Model, model.ReadData(source, data, seed));
    }

    /// <summary>Tests a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="test">What to judge it by.</param>
    /// <returns>The score.</returns>
    /// <exception cref="UserException">The data do not fit the model.</exception>
    public static ModelEvaluation Of(ModelFile model, TestData test) => new(model, Evaluator.Evaluate(model, test.Samples), test.Origin, TrainedTable.Of(model)?.Outside(test.Samples))
    {
        Anomalies = model.Anomaly is null ? null : AnomalyScore.Of(model, test.Samples),
        AreLabelled = test.Samples.NormalLabel is not null,
    };
}
