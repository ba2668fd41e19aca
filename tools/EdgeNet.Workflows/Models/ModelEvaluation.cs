using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Evaluation;

namespace EdgeNet.Workflows;

/// <summary>How good a model file is on data.</summary>
/// <param name="Model">The model.</param>
/// <param name="Score">Its score, computed by the code that runs on a board.</param>
public sealed record ModelEvaluation(ModelFile Model, Score Score)
{
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
        return new ModelEvaluation(model.Model, Evaluator.Evaluate(model.Model, model.ReadData(source, data, seed)));
    }
}
