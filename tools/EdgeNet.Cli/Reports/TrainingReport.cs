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
            table.AddRow("R2", Determination(built.FloatScore), Determination(built.Score));
        }
        else
        {
            table.AddRow("test accuracy", $"{built.FloatScore.Accuracy:P2}", $"[bold]{built.Score.Accuracy:P2}[/]");
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

        AnsiConsole.WriteLine($"{built.Training.Epochs} epochs in {built.Training.Seconds:F2} s, {built.Training.SamplesPerSecond:N0} samples/s");

        // A path is not broken into lines.
        Console.WriteLine($"written: {trained.Path}");
    }

    /// <summary>R2, or a dash if the targets do not vary.</summary>
    public static string Determination(Score score) => double.IsNaN(score.Determination) ? "-" : $"{score.Determination:F4}";
}
