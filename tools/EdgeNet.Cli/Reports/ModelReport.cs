using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Layers;
using EdgeNet.Trainer.Quantization;
using EdgeNet.Workflows;
using Spectre.Console;

namespace EdgeNet.Cli.Reports;

/// <summary>What a model is and how good it is, as tables.</summary>
internal static class ModelReport
{
    private const double MeasurableSeconds = 0.1;

    /// <summary>Prints the report of a training.</summary>
    public static void Print(TrainedModel trained, HeapForecast heap)
    {
        BuiltModel built = trained.Model;
        bool regression = built.Model.Output.Task == ModelFormat.Regression;
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("", "floating point", "int8, as on a board");
        if (regression)
        {
            table.AddRow("root mean square error", $"{NumberText.Of(built.FloatScore.Error, "G4")}", $"{NumberText.Of(built.Score.Error, "G4")}");
            table.AddRow("largest error", $"{NumberText.Of(built.FloatScore.LargestError, "G4")}", $"{NumberText.Of(built.Score.LargestError, "G4")}");
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

    /// <summary>Prints a score, with the confusions of up to 30 classes.</summary>
    public static void Print(ModelEvaluation evaluation)
    {
        (ModelFile model, Score score) = evaluation;
        switch ((TaskKind)model.Output.Task)
        {
            case TaskKind.Regression:
                AnsiConsole.WriteLine($"root mean square error {NumberText.Of(score.Error, "G4")}, largest {NumberText.Of(score.LargestError, "G4")}, {score.Samples:N0} samples");
                return;
            case TaskKind.MultiLabel:
                AnsiConsole.WriteLine($"accuracy (all outputs correct): {score.Accuracy:P2} of {score.Samples:N0} samples");
                PrintOutputs(score, model.Labels);
                return;
            default:
                AnsiConsole.WriteLine($"accuracy: {score.Accuracy:P2} of {score.Samples:N0} samples");
                if (model.Labels.Length <= 30)
                {
                    PrintConfusion(score, model.Labels);
                }

                return;
        }
    }

    /// <summary>Prints what a model file holds.</summary>
    public static void Print(ModelFile model, int optionalBytes, HeapForecast heap)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("layer", "inputs", "outputs", "activation", "weights");
        for (int i = 0; i < model.Layers.Length; i++)
        {
            LayerInfo layer = model.Layers[i];
            table.AddRow($"{i + 1} {layer.KindName}", $"{layer.Inputs:N0}", $"{layer.Outputs:N0}", ActivationName(model, i),
                layer.Matrix is { } matrix ? $"{matrix.WeightBytes:N0} bytes, int{matrix.WeightBits}" : "none");
        }

        AnsiConsole.Write(table);
        if (model.Meta("name").Length > 0)
        {
            AnsiConsole.WriteLine(TerminalText.Of($"name      {model.Meta("name")}"));
        }

        if (model.Meta("dataset").Length > 0)
        {
            AnsiConsole.WriteLine(TerminalText.Of($"dataset   {model.Meta("dataset")}, test accuracy before quantisation {model.Meta("accuracy")}"));
        }

        AnsiConsole.WriteLine($"input     {Evaluator.ShapeOf(model)}, {model.Input.Bits} bits per value");
        AnsiConsole.WriteLine(TerminalText.Of($"task      {(TaskKind)model.Output.Task}: {string.Join(", ", model.Labels)}"));
        AnsiConsole.WriteLine($"file      {model.Length:N0} bytes, {optionalBytes:N0} of them in optional sections; CRCs correct, {model.GoldenCount} golden vectors");
        AnsiConsole.WriteLine($"network   uses {model.RamBytes:N0} bytes of RAM, {model.Macs:N0} multiply-adds per classification");
        AnsiConsole.WriteLine($"on {heap.Board.Name,-6} {heap.Needed} of {heap.Board.HeapBytes:N0} bytes of heap while the app loads the file");
    }

    /// <summary>Warns on stderr if a board cannot hold a model.</summary>
    public static void Warn(HeapForecast heap)
    {
        if (!heap.Fits)
        {
            Console.Error.WriteLine($"warning: {heap.Problem}: choose a smaller network or a board with more heap (--board)");
        }
    }

    /// <summary>Name of a layer's activation; of the last layer, the output function.</summary>
    public static string ActivationName(ModelFile model, int layer) =>
        ((Activation)(layer == model.Layers.Length - 1 ? model.Output.Function : model.Layers[layer].Activation.Function)).ToString().ToLowerInvariant();

    private static void PrintConfusion(Score score, string[] labels)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumn("actual \\ predicted");
        foreach (string label in labels)
        {
            table.AddColumn(new TableColumn(Cell(label)).RightAligned());
        }

        for (int actual = 0; actual < labels.Length; actual++)
        {
            table.AddRow([Cell(labels[actual]), .. score.Confusion[actual].Select((n, answer) =>
                answer == actual ? $"[green]{n}[/]" : n == 0 ? "[grey].[/]" : $"[red]{n}[/]")]);
        }

        AnsiConsole.Write(table);
    }

    private static string Cell(string label) => Markup.Escape(TerminalText.Of(label));

    private static void PrintOutputs(Score score, string[] labels)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("output", "true no", "false yes", "false no", "true yes");
        for (int o = 0; o < labels.Length; o++)
        {
            table.AddRow([Cell(labels[o]), .. score.Confusion[o].Select(n => n.ToString())]);
        }

        AnsiConsole.Write(table);
    }
}
