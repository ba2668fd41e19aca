using EdgeNet.Files;
using EdgeNet.Import.Graphs;
using EdgeNet.Import.Lowering;
using EdgeNet.Workflows;
using Spectre.Console;

namespace EdgeNet.Cli.Reports;

/// <summary>What a network of another program is and would need, as a table.</summary>
internal static class ForecastReport
{
    /// <summary>Prints it.</summary>
    public static void Print(NetworkForecast forecast)
    {
        ForeignNetwork network = forecast.Network;
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("operator", "outputs", "weights", "MACs");
        foreach (GraphNode node in network.Graph.Nodes)
        {
            table.AddRow(Markup.Escape(TerminalText.Of(node.Place)), ShapeText(node.Output), GraphSize.Weights(node) is { } weights ? $"{(long)weights.Outputs * weights.Terms:N0}, {(weights is RealWeights ? "real" : "int8")}" : "none", $"{GraphSize.Macs(node):N0}");
        }

        AnsiConsole.Write(table);
        Line("file", $"{network.Format}, {network.Bytes:N0} bytes; {(network.Graph.IsQuantized ? "int8" : "real numbers, to be quantised with calibration samples")}");
        Line("input", ShapeText(network.Graph.Input));
        if (forecast.Model is not { } model)
        {
            ErrorReport.Say(forecast.Problem);
            return;
        }

        Line("network", $"{model.Model.Macs:N0} multiply-adds per classification; as a model file {model.Model.Length:N0} bytes, and {model.Model.RamBytes:N0} bytes of RAM");
        Line($"on {forecast.Heap!.Board.Name}", $"{forecast.Heap.Needed} of {forecast.Heap.Board.HeapBytes:N0} bytes of heap{(forecast.Microseconds is double time ? $"; {time / 1000:N1} ms predicted per classification, of an input that is drawn at random" : "")}");
        foreach (string change in forecast.Changes())
        {
            Line("to fit", change);
        }
    }

    private static string ShapeText(GraphTensor tensor) => tensor.Shape is { Height: 1, Width: 1 } list ? $"{list.Channels}" : $"{tensor.Shape.Height}x{tensor.Shape.Width}x{tensor.Shape.Channels}";

    private static void Line(string name, string text) => Console.WriteLine(TerminalText.Of($"{name,-9} {text}"));
}
