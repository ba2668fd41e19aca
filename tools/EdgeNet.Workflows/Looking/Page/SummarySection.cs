using EdgeNet.Core;
using EdgeNet.Data;

namespace EdgeNet.Workflows;

/// <summary>What the model is, and its main figures.</summary>
internal static class SummarySection
{
    /// <summary>Writes the head of the page.</summary>
    public static void Write(HtmlWriter html, ModelLook look)
    {
        ModelFile model = look.File.Model;
        html.Add($"<header><h1>{TitleOf(model)}</h1>\n<p>{(TaskKind)model.Output.Task switch { TaskKind.Classification => "Tells classes apart", TaskKind.MultiLabel => "Says yes or no per output", TaskKind.Regression => "Estimates numbers", _ => "Finds anomalies" }}: {string.Join(", ", model.Labels.Take(20))}{(model.Labels.Length > 20 ? $" and {model.Labels.Length - 20:N0} more" : "")}. Judged by {look.Score.Samples:N0} samples of {look.Samples.Name}, {OriginText(look.Evaluation.Origin)}. All answers are of the integers that a board computes.</p></header>\n<dl class=\"tiles\">\n");
        switch (look.Samples.Task)
        {
            case TaskKind.Regression:
                Tile(html, "root mean square error", NumberText.Figure(look.Score.Error), "");
                Tile(html, "largest error", NumberText.Figure(look.Score.LargestError), "");
                Tile(html, "R2", NumberText.Of(look.Score.R2, "F4"), "share of the variance that is explained");
                break;
            case TaskKind.Anomaly:
                AnomalyTiles(html, look);
                break;
            default:
                (double low, double high) = look.Score.AccuracyInterval();
                Tile(html, "accuracy", $"{look.Score.Accuracy:P2}", $"95 % interval {low:P1} to {high:P1}");
                Tile(html, "mean F1", NumberText.Percent(look.Score.MacroF1(look.Samples.Task)), "each class counted alike");
                break;
        }

        if (look.Samples.Task == TaskKind.Classification && look.Score.Samples > 0)
        {
            Tile(html, "most frequent class", $"{(double)look.Classes.Max(c => c.Samples) / look.Score.Samples:P2}", "right without a model");
        }

        if (look.Score.Recordings is { } recordings)
        {
            Tile(html, "recordings", NumberText.Percent(recordings.Accuracy), $"{recordings.Right:N0} of {recordings.Recordings:N0} by the majority of their windows");
        }

        HeapForecast heap = look.Board.Heap;
        Tile(html, "model file", $"{model.Length:N0} bytes", $"{model.Macs:N0} multiply-adds");
        Tile(html, "RAM of the network", $"{model.RamBytes:N0} bytes", $"{heap.Needed} of {heap.Board.HeapBytes:N0} bytes of heap with the app{(heap.Fits ? "" : ": too many")}");
        Tile(html, "one classification", look.Board.Emulation is { } emulation ? $"{emulation.PredictedMicroseconds / 1000:N1} ms" : "-", $"predicted for {heap.Board.Name}");
        html.Add($"</dl>\n");
    }

    /// <summary>Name of a model, or what to call one without.</summary>
    public static string TitleOf(ModelFile model) => model.Meta("name") is { Length: > 0 } name ? name : "A model without a name";

    private static void AnomalyTiles(HtmlWriter html, ModelLook look)
    {
        if (look.Evaluation.Anomalies is { } score)
        {
            Tile(html, "false alarms", $"{score.FalseAlarms:N0} of {score.Normal:N0}", "normal samples above the threshold");
            Tile(html, "anomalies found", $"{score.Found:N0} of {score.Anomalies:N0}", "");
            Tile(html, "AUC", NumberText.Percent(score.Auc), "how often an anomaly has the larger score");
        }
    }

    private static string OriginText(TestOrigin origin) => origin switch
    {
        TestOrigin.TestPart => "their test part",
        TestOrigin.RepeatedSplit => "which were set aside in the training",
        TestOrigin.TrainingData => "on which the model was trained: the figures flatter",
        _ => "of which it is not known whether the model has learned from some",
    };

    private static void Tile(HtmlWriter html, string name, string value, string note) => html.Add($"<div><dt>{name}</dt><dd><b>{value}</b><small>{note}</small></dd></div>\n");
}
