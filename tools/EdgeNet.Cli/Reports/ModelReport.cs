using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Signals;
using EdgeNet.Workflows;
using Spectre.Console;

namespace EdgeNet.Cli.Reports;

/// <summary>What a model file is, as a table.</summary>
internal static class ModelReport
{
    private const int MostColumns = 12;

    /// <summary>Prints what a model file holds.</summary>
    public static void Print(ModelFile model, int optionalBytes, HeapForecast heap, double? boardShare)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("layer", "outputs", "activation", "weights", "MACs", "slot");
        ActivationMemory memory = ActivationMemory.Of(model);
        for (int i = 0; i < model.Layers.Length; i++)
        {
            LayerInfo layer = model.Layers[i];
            table.AddRow($"{i + 1} {layer.KindName}", LayerLook.ShapeText(layer.Output), LayerLook.ActivationName(model, i),
                layer.Matrix is { } matrix ? $"{matrix.WeightBytes:N0} bytes, int{matrix.WeightBits}" : "none", $"{layer.Macs:N0}", memory.SlotOf[i] is int slot ? $"{slot + 1}" : "-");
        }

        AnsiConsole.Write(table);
        if (model.Meta("name").Length > 0)
        {
            AnsiConsole.WriteLine(TerminalText.Of($"name      {model.Meta("name")}"));
        }

        if (model.Meta("dataset").Length > 0)
        {
            AnsiConsole.WriteLine(TerminalText.Of($"dataset   {model.Meta("dataset")}, {(model.Anomaly is { StandsAlone: true } ? model.Meta("method") : $"test accuracy before quantisation {model.Meta("accuracy")}")}"));
        }

        AnsiConsole.WriteLine($"input     {Evaluator.ShapeOf(model)}, {model.Input.Bits} bits per value");
        if (SignalInfo.Of(model) is { } signal)
        {
            string features = model.Meta(FeaturePipeline.MetaKey);
            AnsiConsole.WriteLine(TerminalText.Of($"features  {(features.Length > 0 ? features : string.Join(", ", signal.Stages.Select(StageNames.Of)))}"));
            AnsiConsole.WriteLine($"stream    {signal.Channels} {(signal.Channels == 1 ? "channel" : "channels")}, {signal.Rate:0.###} readings a second; windows of {signal.WindowReadings:N0} readings ({signal.WindowReadings / signal.Rate:0.###} s), {signal.StrideReadings:N0} apart; readings = values x {signal.SampleScale:G6}; {signal.RamBytes:N0} bytes of RAM");
        }

        if (model.ReadColumns() is { Length: > 0 } columns)
        {
            AnsiConsole.WriteLine(TerminalText.Of($"columns   {string.Join(", ", columns.Take(MostColumns))}{(columns.Length > MostColumns ? $" and {columns.Length - MostColumns:N0} more" : "")}"));
        }

        if (model.Range is not null)
        {
            AnsiConsole.WriteLine("answers   unsure if a value is outside of the trained range");
        }

        if (model.Anomaly is not null)
        {
            AnsiConsole.WriteLine(TerminalText.Of($"anomalies {AnomalyMethod(model)}; above a score of {model.Anomaly.Threshold:N0}, which is shown as 1{(model.Anomaly.StandsAlone ? "" : "; the answer is unsure then")}"));
        }

        AnsiConsole.WriteLine(TerminalText.Of($"task      {(TaskKind)model.Output.Task}: {string.Join(", ", model.Labels)}"));
        AnsiConsole.WriteLine($"file      {model.Length:N0} bytes, {optionalBytes:N0} of them in optional sections; CRCs correct, {model.GoldenCount} golden vectors");
        AnsiConsole.WriteLine($"network   uses {model.RamBytes:N0} bytes of RAM, {model.Macs:N0} multiply-adds per classification");
        AnsiConsole.WriteLine($"slots     {string.Join(", ", memory.SlotBytes.Select((bytes, slot) => $"{slot + 1}: {bytes:N0} bytes{(slot == 0 ? " (holds the input first)" : "")}"))}");
        AnsiConsole.WriteLine($"on {heap.Board.Name,-6} {heap.Needed} of {heap.Board.HeapBytes:N0} bytes of heap while the app loads the file{(boardShare is double share ? $"; {ShareText(share, heap.Board)} for the stream" : "")}");
    }

    /// <summary>How much of a board's time a stream takes.</summary>
    public static string ShareText(double share, BoardProfile board) => $"{share:P0} of the time of {board.Name}";

    /// <summary>By what a model finds anomalies.</summary>
    public static string AnomalyMethod(ModelFile model) => model.Anomaly.Kind == ModelFormat.DistanceToReconstruction ? "distance to the network's reconstruction of the input"
        : model.Anomaly.Centres == 1 ? "distance to the mean, in standard deviations" : $"distance to the nearest of {model.Anomaly.Centres:N0} centres, in deviations of its cluster";

    /// <summary>Warns on stderr if a board cannot hold a model.</summary>
    public static void Warn(HeapForecast heap)
    {
        if (!heap.Fits)
        {
            Console.Error.WriteLine($"warning: {heap.Problem}: choose a smaller network or a board with more heap (--board)");
        }
    }

    /// <summary>Warns on stderr if a board cannot keep up with a stream, or only just.</summary>
    public static void Warn(SignalReport? signal)
    {
        if (signal is { IsTight: true })
        {
            Console.Error.WriteLine($"warning: {signal.Problem}");
        }
    }
}
