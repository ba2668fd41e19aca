using EdgeNet.Core;
using EdgeNet.Emulator;
using EdgeNet.Workflows;
using Spectre.Console;

namespace EdgeNet.Cli.Reports;

/// <summary>What a virtual board did with a model, as a table.</summary>
internal static class EmulationTable
{
    /// <summary>Prints a report of at least one sample.</summary>
    public static void Print(EmulationReport report, ModelFile model, BoardProfile board)
    {
        RealReport? real = report.Real;
        Table table = new Table().Border(TableBorder.Rounded).AddColumns($"virtual board {board.Name}", "");
        if (real is not null)
        {
            table = new Table().Border(TableBorder.Rounded).AddColumns("", $"virtual board {board.Name}", Markup.Escape(real.Board));
        }

        Add("same logits as the desktop", $"{report.Agreement:P1} of {report.Samples:N0} samples", real is null ? "" : $"{(double)real.Equal / real.Samples:P1} of {real.Samples:N0} samples");
        if (model.Output.Task == ModelFormat.Regression)
        {
            Add("root mean square error", NumberText.Figure(report.Score.Error), "");
            Add("largest error", NumberText.Figure(report.Score.LargestError), "");
            Add("R2", TrainingReport.R2(report.Score), "");
        }
        else
        {
            Add("accuracy", $"{report.Accuracy:P1}", "");
        }

        Add("one classification", $"{report.PredictedMicroseconds / 1000:F1} ms predicted, {report.InstructionsPerClassification:N0} instructions",
            real is null ? "" : $"{real.MeasuredMicroseconds / 1000:F1} ms measured, {real.MeasuredMicroseconds / report.PredictedMicroseconds:F3} times the prediction");
        Add("loading", $"{report.LoadMicroseconds / 1000:F0} ms predicted", "");
        Add("peak heap", $"{report.HeapPeakBytes:N0} of {report.HeapSizeBytes:N0} bytes", "");
        AnsiConsole.Write(table);
        if (report.Signal is { } signal)
        {
            Print(signal);
        }

        if (real?.CountsMilliseconds == true)
        {
            Console.WriteLine("The real board's clock counts only milliseconds: set the Clock of its BoardApp for exact times.");
        }

        foreach (MethodCost method in report.HotMethods)
        {
            AnsiConsole.WriteLine($"{method.Microseconds / report.Samples,10:N0} us  {method.Method}");
        }

        void Add(string what, string there, string here) => table.AddRow(real is null ? [what, there] : [what, there, here]);
    }

    // Per window, and of the board's time if the sensor never rests.
    private static void Print(SignalReport signal)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("features", "ms per window", "of the board");
        foreach (StageCost stage in signal.Stages)
        {
            table.AddRow(Markup.Escape(stage.Stage), $"{stage.Microseconds / 1000:F2}", $"{signal.ShareOf(stage):P1}");
        }

        table.AddRow("classification", $"{signal.ClassificationMicroseconds / 1000:F2}", $"{signal.ClassificationMicroseconds * signal.WindowsPerSecond / 1_000_000:P1}");
        table.AddRow("sensor and loop", $"{signal.SensorMicroseconds / 1000:F2}", $"{signal.SensorMicroseconds * signal.WindowsPerSecond / 1_000_000:P1}");
        table.AddRow($"all, {signal.WindowsPerSecond:0.##} windows a second", $"{signal.Share / signal.WindowsPerSecond * 1000:F2}", $"{signal.Share:P1}");
        AnsiConsole.Write(table);
        AnsiConsole.WriteLine($"{signal.Equal:N0} of {signal.Windows:N0} windows have the same values as on the desktop; the pipeline takes {signal.RamBytes:N0} bytes of heap");
    }
}
