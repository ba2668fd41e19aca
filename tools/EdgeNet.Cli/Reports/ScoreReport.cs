using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Evaluation;
using Spectre.Console;

namespace EdgeNet.Cli.Reports;

/// <summary>How good a model is, class by class.</summary>
internal static class ScoreReport
{
    private const int MostClasses = 30;

    // With more, an accuracy is known to about three points.
    private const int FewSamples = 1000;

    /// <summary>Prints precision, recall and F1 of every class, and what was taken for what. Prints nothing for a regression.</summary>
    public static void Print(TaskKind task, Score score, string[] labels)
    {
        if (task == TaskKind.Regression || score.Samples == 0)
        {
            return;
        }

        PrintClasses(ClassScore.Of(task, score.Confusion), labels, task == TaskKind.MultiLabel ? "output" : "class");
        if (task == TaskKind.Classification)
        {
            foreach (string line in ConfusionText.Lines(score.Confusion, labels, AnsiConsole.Profile.Width))
            {
                AnsiConsole.MarkupLine(line);
            }
        }
    }

    /// <summary>The range in which the accuracy is with a probability of 95 %; null with so many samples that it is narrow.</summary>
    public static string? Interval(Score score)
    {
        (double low, double high) = score.AccuracyInterval();
        return score.Samples < FewSamples ? $"{low:P0} to {high:P0}" : null;
    }

    /// <summary>How many whole recordings are recognised, such as 23 of 24 (95.83 %); null if the samples are no windows.</summary>
    public static string? OfRecordings(Score score) => score.Recordings is { } r ? $"{r.Right:N0} of {r.Recordings:N0} ({r.Accuracy:P2})" : null;

    /// <summary>A share in percent, or a dash if it is a share of nothing.</summary>
    public static string Percent(double share) => double.IsNaN(share) ? "-" : $"{share:P1}";

    private static void PrintClasses(ClassScore[] scores, string[] labels, string what)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns(what, "samples", "precision", "recall", "F1");
        foreach (TableColumn column in table.Columns.Skip(1))
        {
            column.RightAligned();
        }

        // The worst are of interest, so these are listed if there are many.
        int[] shown = [.. Enumerable.Range(0, scores.Length)];
        if (shown.Length > MostClasses)
        {
            shown = [.. shown.OrderBy(c => double.IsNaN(scores[c].F1) ? 2 : scores[c].F1).Take(MostClasses).Order()];
        }

        foreach (int c in shown)
        {
            table.AddRow(Markup.Escape(TerminalText.Of(labels[c])), $"{scores[c].Samples:N0}", Percent(scores[c].Precision), Percent(scores[c].Recall), Percent(scores[c].F1));
        }

        ClassScore[] known = [.. scores.Where(s => s.Samples > 0)];
        table.AddRow("mean (macro)", $"{scores.Sum(s => s.Samples):N0}", Percent(Mean(known, s => double.IsNaN(s.Precision) ? 0 : s.Precision)), Percent(Mean(known, s => s.Recall)), Percent(Mean(known, s => s.F1)));
        AnsiConsole.Write(table);
        if (shown.Length < scores.Length)
        {
            AnsiConsole.WriteLine($"the {shown.Length} of {scores.Length:N0} classes with the lowest F1");
        }
    }

    private static double Mean(ClassScore[] scores, Func<ClassScore, double> value) => scores.Length == 0 ? double.NaN : scores.Average(value);
}
