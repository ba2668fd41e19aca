using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Reports;

/// <summary>What an import has made, as lines.</summary>
internal static class ImportReport
{
    /// <summary>Prints it.</summary>
    public static void Print(ImportedModel imported, string output)
    {
        ModelFile model = imported.Model;
        ForeignNetwork network = imported.Network;
        Line("network", $"{network.Format}, {network.Graph.Nodes.Count:N0} operators, {network.Bytes:N0} bytes{(network.RoundsTwice ? "; computes as LiteRT's reference kernels do, byte for byte" : "")}");
        Line("input", imported.Mapping.Text(network.Graph.Input));
        Line("task", $"{(TaskKind)model.Output.Task}: {Labels(model)}");
        PrintCalibration(imported.Calibration);
        foreach (string remark in network.Graph.Notes.Remarks.Concat(imported.Calibration?.Remarks ?? []))
        {
            Line("note", remark);
        }

        Line("needs", $"{model.RamBytes:N0} bytes of RAM, {model.Macs:N0} multiply-adds per classification");
        Console.WriteLine($"written: {TerminalText.Of(output)} ({model.Length:N0} bytes, {model.Layers.Length} layers)");
    }

    private static void PrintCalibration(ImportCalibration? calibration)
    {
        if (calibration is null)
        {
            return;
        }

        (Score? before, Score? after) = (calibration.FloatScore, calibration.Score);
        Line("ranges", $"measured with {calibration.Samples:N0} samples of {calibration.Data}");
        if (before is not null && after is not null && after.Confusion.Length > 0)
        {
            Line("accuracy", $"{before.Accuracy:P2} in floating point, {after.Accuracy:P2} in integers ({after.Samples:N0} test samples)");
        }
        else if (before is not null && after is not null)
        {
            Line("error", $"root mean square {NumberText.Figure(before.Error)} in floating point, {NumberText.Figure(after.Error)} in integers ({after.Samples:N0} test samples)");
        }

        Line("alike", $"the largest output is the same for {calibration.Comparison.Agreement:P1} of {calibration.Comparison.Samples:N0} samples; outputs differ by {NumberText.Figure(calibration.Comparison.Error)} (root mean square; they spread by {NumberText.Figure(calibration.Comparison.Spread)})");
    }

    private static void Line(string name, string text) => Console.WriteLine(TerminalText.Of($"{name,-10}{text}"));

    private static string Labels(ModelFile model)
    {
        const int Most = 12;
        return string.Join(", ", model.Labels.Take(Most)) + (model.Labels.Length > Most ? $" and {model.Labels.Length - Most:N0} more" : "");
    }
}
