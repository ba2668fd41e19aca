using EdgeNet.Data;
using EdgeNet.Trainer.Training;
using EdgeNet.Workflows;

namespace EdgeNet.Studio.Training;

/// <summary>What the words of a training come to, before anything is trained.</summary>
/// <param name="Budget">The layers, and what they cost.</param>
/// <param name="Input">The shape of a sample.</param>
/// <param name="Inputs">Values of a sample.</param>
/// <param name="Labels">What the outputs mean.</param>
/// <param name="Task">What is learned.</param>
/// <param name="Learned">Samples to learn from.</param>
/// <param name="Tested">Samples to test with.</param>
/// <param name="LearningRate">The learning rate that is used.</param>
/// <param name="WeightDecay">The weight decay that is used.</param>
/// <param name="Epochs">Epochs that are learned.</param>
/// <param name="Batch">Samples per step.</param>
internal sealed record TrainingPlan(ModelBudget Budget, string Input, int Inputs, IReadOnlyList<string> Labels, TaskKind Task, int Learned, int Tested, float LearningRate, float WeightDecay, int Epochs, int Batch)
{
    /// <summary>Finds out what a request comes to.</summary>
    /// <param name="data">The data.</param>
    /// <param name="request">The request.</param>
    /// <returns>The plan.</returns>
    /// <exception cref="EdgeNet.Files.UserException">The layers do not fit the data.</exception>
    public static TrainingPlan Of(DatasetSplit data, TrainingRequest request)
    {
        TrainingOptions options = OptionsOf(data, request);
        ModelBudget budget = ModelBudget.Of(data.Train, options);
        TrainingOptions start = NetworkTrainer.Start(data.Train, options).Options;
        return new TrainingPlan(budget, data.Train.Shape.ToString()!, data.Train.Shape.Count, data.Train.Labels, data.Train.Task, data.Train.Count, data.Test.Count,
            start.LearningRate!.First, start.WeightDecay!.First, start.Epochs!.Value, start.Batch!.Value);
    }

    /// <summary>The options, with the layers that the data decide.</summary>
    /// <param name="data">The data.</param>
    /// <param name="request">The request.</param>
    /// <returns>The options.</returns>
    public static TrainingOptions OptionsOf(DatasetSplit data, TrainingRequest request) =>
        request.Options with { Model = request.Model?.For(data.Train) ?? request.Options.Model, WideInputs = request.Anomaly is not null };
}
