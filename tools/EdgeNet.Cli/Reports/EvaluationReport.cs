using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Workflows;
using Spectre.Console;

namespace EdgeNet.Cli.Reports;

/// <summary>How good a model file is on data.</summary>
internal static class EvaluationReport
{
    /// <summary>Prints a score.</summary>
    public static void Print(ModelEvaluation evaluation)
    {
        (ModelFile model, Score score) = (evaluation.Model, evaluation.Score);
        TaskKind task = (TaskKind)model.Output.Task;
        if (task == TaskKind.Anomaly)
        {
            AnomalyReport.Print(evaluation.Anomalies!, evaluation.AreLabelled);
            OriginText.Print(evaluation.Origin);
            return;
        }

        AnsiConsole.WriteLine(task switch
        {
            TaskKind.Regression => $"root mean square error {NumberText.Figure(score.Error)}, largest {NumberText.Figure(score.LargestError)}, R2 {TrainingReport.R2(score)}, {score.Samples:N0} samples",
            TaskKind.MultiLabel => $"accuracy (all outputs correct): {score.Accuracy:P2} of {score.Samples:N0} samples",
            _ => $"accuracy: {score.Accuracy:P2} of {score.Samples:N0} samples{(ScoreReport.Interval(score) is string interval ? $" (95 % interval {interval})" : "")}",
        });
        if (ScoreReport.OfRecordings(score) is string recordings)
        {
            AnsiConsole.WriteLine($"recordings by the majority of their windows: {recordings}");
        }

        ScoreReport.Print(task, score, model.Labels);
        if (evaluation.Anomalies is { } anomalies)
        {
            AnsiConsole.WriteLine($"unlike all training data: {anomalies.FalseAlarms:N0} of {anomalies.Normal:N0} samples, whose answers are unsure");
        }

        OriginText.Print(evaluation.Origin);
        OutsideText.Warn(evaluation.Outside, score.Samples);
    }
}
