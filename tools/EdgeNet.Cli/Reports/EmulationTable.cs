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
        Table table = new Table().Border(TableBorder.Rounded).AddColumns($"virtual board {board.Name}", "");
        table.AddRow("same logits as the desktop", $"{report.Agreement:P1} of {report.Samples:N0} samples");
        if (model.Output.Task == ModelFormat.Regression)
        {
            table.AddRow("root mean square error", NumberText.Of(report.Accuracy, "G4"));
        }
        else
        {
            table.AddRow("accuracy", $"{report.Accuracy:P1}");
        }

        table.AddRow("one classification", $"{report.PredictedMicroseconds / 1000:F1} ms predicted, {report.InstructionsPerClassification:N0} instructions");
        table.AddRow("loading", $"{report.LoadMicroseconds / 1000:F0} ms predicted");
        table.AddRow("peak heap", $"{report.HeapPeakBytes:N0} of {report.HeapSizeBytes:N0} bytes");
        AnsiConsole.Write(table);
        foreach (MethodCost method in report.HotMethods)
        {
            AnsiConsole.WriteLine($"{method.Microseconds / report.Samples,10:N0} us  {method.Method}");
        }
    }
}
