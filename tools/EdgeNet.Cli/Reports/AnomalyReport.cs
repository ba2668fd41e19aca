using System.Globalization;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Anomaly;
using EdgeNet.Workflows;
using Spectre.Console;

namespace EdgeNet.Cli.Reports;

/// <summary>How a model finds anomalies, and how well.</summary>
internal static class AnomalyReport
{
    /// <summary>Prints what came of learning what is normal.</summary>
    /// <param name="built">The model.</param>
    /// <param name="path">The file that was written.</param>
    /// <param name="labelled">Whether the test samples are labelled.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="heap">What the app needs on the board.</param>
    /// <param name="microseconds">What an answer takes there; null if it cannot hold the model.</param>
    public static void Print(BuiltAnomaly built, string path, bool labelled, AnomalyOptions options, HeapForecast heap, double? microseconds)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("", "integers, as on a board");
        table.AddRow("method", Markup.Escape(built.Choice.Description));
        AddScore(table, built.Score, labelled);
        table.AddRow("model file", $"{built.File.Length:N0} bytes");
        table.AddRow("RAM of the network", $"{built.Model.RamBytes:N0} bytes");
        table.AddRow("peak heap with the app", $"{heap.Needed} of {heap.Board.HeapBytes:N0} bytes ({heap.Board.Name})");
        if (microseconds is double time)
        {
            table.AddRow("one answer", $"{time / 1000:F1} ms predicted ({heap.Board.Name})");
        }

        AnsiConsole.Write(table);
        PrintMissed(built.Score);
        PrintChoice(built.Choice, options);
        Console.WriteLine($"written: {path}");
    }

    /// <summary>Prints how the method and the threshold were chosen.</summary>
    public static void PrintChoice(AnomalyChoice choice, AnomalyOptions options)
    {
        if (choice.Tried.Count > 0)
        {
            Console.WriteLine($"chosen on {choice.Threshold.HeldOut:N0} normal samples held out, against artificial anomalies made of them (AUC): {string.Join(", ", choice.Tried.Select(t => $"{t.Description} {t.Auc.ToString("F3", CultureInfo.InvariantCulture)}"))}");
        }

        Console.WriteLine($"threshold: {Describe(choice.Threshold, options)}");
    }

    /// <summary>Prints the score of an evaluation.</summary>
    public static void Print(AnomalyScore score, bool labelled)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns("", "integers, as on a board");
        AddScore(table, score, labelled);
        AnsiConsole.Write(table);
        PrintMissed(score);
    }

    /// <summary>Says how the threshold follows from what was asked for.</summary>
    public static string Describe(Threshold threshold, AnomalyOptions options)
    {
        (double low, double high) = threshold.Interval();
        return threshold.IsExtrapolated
            ? $"{threshold.HeldOut:N0} held-out samples are too few to show {Share(threshold.Wanted)} of false alarms{PerTime(threshold.Wanted, options)}; that needs {threshold.NeededSamples:N0}. The threshold continues the slope of the largest scores; "
                + $"that no held-out sample is above it only shows that fewer than {Share(high)} are (95 %)"
            : $"{Share(threshold.Wanted)} of false alarms wanted{PerTime(threshold.Wanted, options)}; {threshold.Above:N0} of {threshold.HeldOut:N0} held-out samples are above it, so on data like these the rate is {Share(low)} to {Share(high)} (95 %)";
    }

    private static void AddScore(Table table, AnomalyScore score, bool labelled)
    {
        string alarms = score.Normal == 0 ? "-" : $"{score.FalseAlarms:N0} of {score.Normal:N0} ({(double)score.FalseAlarms / score.Normal:P2})";
        table.AddRow(labelled ? "false alarms" : "anomalies (false alarms if all is normal)", alarms);
        if (labelled)
        {
            table.AddRow("anomalies found", score.Anomalies == 0 ? "no anomalies to test with" : $"{score.Found:N0} of {score.Anomalies:N0} ({(double)score.Found / score.Anomalies:P2})");
            table.AddRow("AUC", double.IsNaN(score.Auc) ? "-" : score.Auc.ToString("F4", CultureInfo.InvariantCulture));
        }
    }

    // A threshold for very few false alarms may find next to nothing where the anomalies are well told apart.
    private static void PrintMissed(AnomalyScore score)
    {
        if (score.FoundAtUsual is int usual && usual > 2 * score.Found)
        {
            Console.WriteLine($"of the anomalies, {usual:N0} of {score.Anomalies:N0} ({(double)usual / score.Anomalies:P2}) would be found if {Share(AnomalyOptions.UsualFalseAlarms)} of these normal samples were false alarms (--false-alarms)");
        }
    }

    private static string PerTime(double share, AnomalyOptions options) =>
        options.SecondsPerInput is double every ? $" (one in {Duration(every / share)})" : "";

    private static string Duration(double seconds) => seconds switch
    {
        < 120 => $"{seconds:0.#} seconds",
        < 2 * 3600 => $"{seconds / 60:0.#} minutes",
        < 2 * 86400 => $"{seconds / 3600:0.#} hours",
        _ => $"{seconds / 86400:0.#} days",
    };

    private static string Share(double share) => share >= 1e-4 ? $"{share * 100:0.###} %" : $"{share * 100:0.##e+0} %";
}
