using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
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
        Line("needs", $"{model.RamBytes:N0} bytes of RAM, {model.Macs:N0} multiply-adds per classification");
        Console.WriteLine($"written: {TerminalText.Of(output)} ({model.Length:N0} bytes, {model.Layers.Length} layers)");
    }

    private static void Line(string name, string text) => Console.WriteLine(TerminalText.Of($"{name,-10}{text}"));

    private static string Labels(ModelFile model)
    {
        const int Most = 12;
        return string.Join(", ", model.Labels.Take(Most)) + (model.Labels.Length > Most ? $" and {model.Labels.Length - Most:N0} more" : "");
    }
}
