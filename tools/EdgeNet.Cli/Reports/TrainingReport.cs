using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
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

    private const int VeryFewSamples = 100;

    // With fewer, the parts of a calibration error have a handful of samples each.
    private const int EnoughForCalibration = 200;

    private const double NoticeableLoss = 0.02;

    /// <summary>Prints the report of a training, class by class.</summary>
    /// <param name="trained">What came out.</param>
    /// <param name="heap">What the app needs on the board.</param>
    /// <param name="microseconds">What a classification takes there; null if it cannot hold the model.</param>
    public static void Print(TrainedModel trained, HeapForecast heap, double? microseconds)
    {
        ModelFile model = trained.Model.Model;
        ScoreReport.Print((TaskKind)model.Output.Task, trained.Model.Score, model.Labels);
        PrintSummary(trained, heap, microseconds);
    }

    /// <summary>Prints accuracy, sizes and speed.</summary>
    public static void PrintSummary(TrainedModel trained, HeapForecast heap, double? microseconds = null)
    {
        BuiltModel built = trained.Model;
        TaskKind task = (TaskKind)built.Model.Output.Task;
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("", "floating point", "integers, as on a board");
        if (task == TaskKind.Regression)
        {
            table.AddRow("root mean square error", NumberText.Figure(built.FloatScore.Error), NumberText.Figure(built.Score.Error));
            table.AddRow("largest error", NumberText.Figure(built.FloatScore.LargestError), NumberText.Figure(built.Score.LargestError));
            table.AddRow("R2", R2(built.FloatScore), R2(built.Score));
        }
        else
        {
            table.AddRow("test accuracy", $"{built.FloatScore.Accuracy:P2}", $"[bold]{built.Score.Accuracy:P2}[/]");
            if (ScoreReport.Interval(built.Score) is string interval)
            {
                table.AddRow("95 % interval", "", interval);
            }

            if (task == TaskKind.Classification)
            {
                table.AddRow("most frequent class", "", $"{(double)built.Score.Confusion.Max(row => row.Sum()) / built.Score.Samples:P2}");
            }

            if (built is { FloatScore.CalibrationError: double before, Score.CalibrationError: double after } && built.Score.Samples >= EnoughForCalibration)
            {
                table.AddRow("calibration error", $"{before:P1}", $"{after:P1}");
            }
        }

        if (ScoreReport.OfRecordings(built.FloatScore) is string wholeBefore && ScoreReport.OfRecordings(built.Score) is string whole)
        {
            table.AddRow("test recordings", wholeBefore, whole);
        }

        table.AddRow("test samples", $"{built.FloatScore.Samples:N0}", $"{built.Score.Samples:N0}");
        table.AddRow("weights, model file", $"{built.Training.Network.Parameters * sizeof(float):N0} bytes", $"{built.File.Length:N0} bytes");
        table.AddRow("RAM of the network", "", $"{built.Model.RamBytes:N0} bytes");
        table.AddRow("peak heap with the app", "", $"{heap.Needed} of {heap.Board.HeapBytes:N0} bytes ({heap.Board.Name})");
        if (microseconds is double time)
        {
            table.AddRow("one classification", "", $"{time / 1000:F1} ms predicted ({heap.Board.Name})");
        }

        AnsiConsole.Write(table);
        foreach (LayerLoss loss in built.Quantization.Layers)
        {
            AnsiConsole.WriteLine($"layer {loss.Layer}: {(loss.SignalToNoiseDecibels is double d ? $"signal to noise {d:F1} dB" : "no signal")}, {loss.Saturated:N0} of {loss.Values:N0} outputs saturated");
        }

        if (built.Training.Choice is { } choice)
        {
            string hidden = choice.Hidden is null ? "" : choice.Hidden.Length == 0 ? "no hidden layer, " : $"{string.Join(',', choice.Hidden)} hidden units, ";
            AnsiConsole.WriteLine($"chosen by cross-validation in {choice.Seconds:F1} s: {hidden}weight decay {choice.WeightDecay}, {choice.Epochs:N0} epochs");
        }

        if (trained.Teacher is { } teacher)
        {
            AnsiConsole.WriteLine(TerminalText.Of($"learned from the labels and from a teacher with a test accuracy of {teacher.Accuracy:P2}: {teacher.Name}"));
        }

        if (built.Training.HeldOut > 0)
        {
            AnsiConsole.WriteLine($"the best network for {built.Training.HeldOut:N0} held-out training samples was kept");
        }

        // A moment is too short to measure a speed in.
        string speed = built.Training.Seconds >= MeasurableSeconds ? $", {built.Training.SamplesPerSecond:N0} samples/s" : "";
        AnsiConsole.WriteLine($"{built.Training.Epochs:N0} {(built.Training.Epochs == 1 ? "epoch" : "epochs")} in {built.Training.Seconds:F2} s{speed}");
        if (trained.Folds is { } folds)
        {
            AnsiConsole.WriteLine(folds.R2.Length == 0 ? $"{folds.Scores.Length} folds of the training data: mean accuracy {folds.Mean:P1}, standard deviation {folds.Spread:P1} (in integers)"
                : $"{folds.Scores.Length} folds of the training data: root mean square error {NumberText.Figure(folds.Mean)}, standard deviation {NumberText.Figure(folds.Spread)};"
                    + $" R2 {folds.R2.Average():F3}, standard deviation {FoldScores.SpreadOf(folds.R2):F3} (in integers)");
        }

        if (trained.Folds is { Recordings: { } tested } all)
        {
            AnsiConsole.WriteLine($"together, {all.SampleAccuracy:P1} of all windows in these folds are right (folds with more of them count more), and by the majority of their windows {tested.Right:N0} of {tested.Recordings:N0} recordings");
        }

        Hint(built, trained.Folds is null);

        // A path is not broken into lines.
        Console.WriteLine($"written: {trained.Path}");
    }

    private static void Hint(BuiltModel built, bool mayFold)
    {
        if (mayFold && built.Score.Samples < VeryFewSamples)
        {
            AnsiConsole.WriteLine($"{built.Score.Samples:N0} test samples say little: --folds 5 tests with all training samples in turn");
        }

        double loss = built.FloatScore.Accuracy - built.Score.Accuracy;
        if (loss > NoticeableLoss)
        {
            AnsiConsole.WriteLine($"quantisation costs {loss * 100:F1} points of accuracy; a larger --weight-decay or more --input-bits may cost less");
        }
    }

    /// <summary>R2, or a dash if the targets do not vary.</summary>
    public static string R2(Score score) => double.IsNaN(score.R2) ? "-" : $"{score.R2:F4}";
}
