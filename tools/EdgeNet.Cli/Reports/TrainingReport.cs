using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Quantization;
using EdgeNet.Workflows;
using Spectre.Console;

namespace EdgeNet.Cli.Reports;

/// <summary>What a training gave, as tables.</summary>
internal static class TrainingReport
{
    private const double MeasurableSeconds = 0.1;

    /// <summary>Prints the report of a training, class by class.</summary>
    public static void Print(TrainedModel trained, HeapForecast heap)
    {
        ModelFile model = trained.Model.Model;
        ScoreReport.Print((TaskKind)model.Output.Task, trained.Model.Score, model.Labels);
        PrintSummary(trained, heap);
    }

    /// <summary>Prints accuracy, sizes and speed.</summary>
    public static void PrintSummary(TrainedModel trained, HeapForecast heap)
    {
        BuiltModel built = trained.Model;
        TaskKind task = (TaskKind)built.Model.Output.Task;
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("", "floating point", "int8, as on a board");
        if (task == TaskKind.Regression)
        {
            table.AddRow("root mean square error", NumberText.Of(built.FloatScore.Error, "G4"), NumberText.Of(built.Score.Error, "G4"));
            table.AddRow("largest error", NumberText.Of(built.FloatScore.LargestError, "G4"), NumberText.Of(built.Score.LargestError, "G4"));
            table.AddRow("R2", R2(built.FloatScore), R2(built.Score));
        }
        else
        {
            table.AddRow("test accuracy", $"{built.FloatScore.Accuracy:P2}", $"[bold]{built.Score.Accuracy:P2}[/]");
            if (built is { FloatScore.CalibrationError: double before, Score.CalibrationError: double after })
            {
                table.AddRow("calibration error", $"{before:P2}", $"{after:P2}");
            }
        }

        table.AddRow("test samples", $"{built.FloatScore.Samples:N0}", $"{built.Score.Samples:N0}");
        table.AddRow("size", $"{built.Training.Network.Parameters * sizeof(float):N0} bytes", $"{built.File.Length:N0} bytes");
        table.AddRow("RAM of the network", "", $"{built.Model.RamBytes:N0} bytes");
        table.AddRow("peak heap with the app", "", $"{heap.Needed} of {heap.Board.HeapBytes:N0} bytes ({heap.Board.Name})");
        AnsiConsole.Write(table);
        foreach (LayerLoss loss in built.Quantization.Layers)
        {
            AnsiConsole.WriteLine($"layer {loss.Layer}: {(loss.SignalToNoiseDecibels is double d ? $"signal to noise {d:F1} dB" : "no signal")}, {loss.Saturated:N0} of {loss.Values:N0} outputs saturated");
        }

        if (built.Training.Choice is { } choice)
        {
            string hidden = choice.Hidden is null ? "" : choice.Hidden.Length == 0 ? "no hidden layer, " : $"{string.Join(',', choice.Hidden)} hidden units, ";
            AnsiConsole.WriteLine($"chosen by cross-validation: {hidden}weight decay {choice.WeightDecay}, {choice.Epochs:N0} epochs");
        }

        // A moment is too short to measure a speed in.
        string speed = built.Training.Seconds >= MeasurableSeconds ? $", {built.Training.SamplesPerSecond:N0} samples/s" : "";
        AnsiConsole.WriteLine($"{built.Training.Epochs:N0} epochs in {built.Training.Seconds:F2} s{speed}");
        if (trained.Folds is { } folds)
        {
            AnsiConsole.WriteLine(folds.R2.Length == 0 ? $"{folds.Scores.Length} folds of the training data: accuracy {folds.Mean:P1}, standard deviation {folds.Spread:P1} (int8)"
                : $"{folds.Scores.Length} folds of the training data: root mean square error {NumberText.Of(folds.Mean, "G4")}, standard deviation {NumberText.Of(folds.Spread, "G3")};"
                    + $" R2 {folds.R2.Average():F3}, standard deviation {FoldScores.SpreadOf(folds.R2):F3} (int8)");
        }

        // A path is not broken into lines.
        Console.WriteLine($"written: {trained.Path}");
    }

    /// <summary>R2, or a dash if the targets do not vary.</summary>
    public static string R2(Score score) => double.IsNaN(score.R2) ? "-" : $"{score.R2:F4}";
}
