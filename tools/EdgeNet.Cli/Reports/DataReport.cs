using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Networks;

namespace EdgeNet.Cli.Reports;

/// <summary>What was read before a training.</summary>
internal static class DataReport
{
    private const int MostListed = 12;

    /// <summary>Prints it, a line per fact.</summary>
    /// <param name="split">The data.</param>
    /// <param name="model">The layers that were asked for; null if there is nothing to say of them.</param>
    public static void Print(DatasetSplit split, Architecture? model)
    {
        Dataset train = split.Train;
        TableDescription? table = train.Table;
        Line("data", train.Windows is { } windows ? Recordings(split, windows.Recordings) : table is null ? $"{train.Name}: {train.Count + (split.Options is null ? 0 : split.Test.Count):N0} samples" : $"{train.Name}: {table.Rows:N0} rows, {table.Columns:N0} columns{(table.Files > 1 ? $", {table.Files:N0} files" : "")}{(table.HasHeader ? "" : ", no header")}");
        Line("inputs", $"{train.Shape.Count:N0}{(train.Shape.Rank > 1 ? $" ({train.Shape})" : train.Columns is null ? "" : $": {Listed(train.Columns)}")}");
        if (train.Windows is { Features: var features })
        {
            Line("windows", $"{Seconds(features.WindowReadings, features)} every {Seconds(features.StrideReadings, features)}");
            Line("features", features.Text);
        }

        if (table is { Ignored.Count: > 0 })
        {
            Line("left out", Listed(table.Ignored));
        }

        Line("task", Task(train.Task) + (table is null ? "" : Learned(train, table)));
        if (train.Task == TaskKind.Classification)
        {
            // Test data of their own are not counted among the rows either.
            int[] learned = train.CountClasses(), tested = split.Options is null ? new int[learned.Length] : split.Test.CountClasses();
            Line($"{train.Labels.Length:N0} classes", Listed([.. train.Labels.Select((label, c) => $"{label} {learned[c] + tested[c]:N0}")]));
        }

        if (table is { Missing.Count: > 0 })
        {
            Line("missing", Listed([.. table.Missing.Select(m => $"{m.Column} in {m.Rows:N0} rows")]) + "; the median takes their place");
        }

        Line("split", $"{split.Train.Count:N0} samples for training, {split.Test.Count:N0} for testing{(split.Rule is null ? "" : $" ({split.Rule})")}");
        if (model is not null)
        {
            Line("model", $"{model}");
        }
    }

    /// <summary>Prints on stderr which files were skipped, and what may be a mistake.</summary>
    public static void Warn(string data, DatasetSplit split)
    {
        if (split.Train.Skipped.Count > 0)
        {
            Console.Error.WriteLine(TerminalText.Of($"{data.TrimEnd('/', '\\')}: skipped {SkippedFile.Describe(split.Train.Skipped)}"));
        }

        foreach (string note in (split.Train.Windows?.Recordings.Notes ?? []).Union(split.Test.Windows?.Recordings.Notes ?? []))
        {
            Console.Error.WriteLine(TerminalText.Of($"{data.TrimEnd('/', '\\')}: {note}"));
        }

        foreach (string warning in split.Warnings)
        {
            Console.Error.WriteLine(TerminalText.Of($"warning: {warning}"));
        }
    }

    private static string Recordings(DatasetSplit split, RecordingSet set)
    {
        int recordings = split.Train.Files!.Concat(split.Options is null ? [] : split.Test.Files!).Distinct().Count();
        string length = $"{set.Recordings.Sum(r => r.Count / (double)r.Rate) / 60:0.#} minutes";
        return $"{set.Name}: {recordings:N0} recordings, {length}, {set.Rate:0.###} readings a second of {Listed(set.Channels)}";
    }

    private static string Seconds(int readings, IWindowFeatures features) => $"{readings / features.Rate:0.###} s ({readings:N0} readings)";

    private static string Task(TaskKind task) => task switch
    {
        TaskKind.Classification => "classification",
        TaskKind.Anomaly => "anomalies",
        TaskKind.MultiLabel => "yes or no per output",
        _ => "regression",
    };

    // What says what is to be found.
    private static string Learned(Dataset train, TableDescription table)
    {
        if (train.Task != TaskKind.Anomaly)
        {
            return $" of {(table.Label is null ? "the names of files or folders" : $"\"{table.Label}\"")} ({table.TaskRule})";
        }

        return table.Label is null && train.NormalLabel is null
            ? $" ({table.TaskRule})"
            : $" (learned: samples labelled \"{train.NormalLabel}\"{(table.Label is null ? "" : $" in \"{table.Label}\"")}; the others test)";
    }

    private static void Line(string what, string text) => Console.WriteLine(TerminalText.Of($"{what,-12}{text}"));

    private static string Listed(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostListed)) + (names.Count > MostListed ? $" and {names.Count - MostListed:N0} more" : "");
}
