using EdgeNet.Files;
using EdgeNet.Workflows;
using Spectre.Console;

namespace EdgeNet.Cli.Reports;

/// <summary>What the app on a virtual board did while a recording was played, as a table.</summary>
internal static class LiveTable
{
    public static void Print(LiveReport report)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns($"virtual board {report.Heap.Board.Name}", "");
        table.AddRow("listens to", Markup.Escape(report.Sensor));
        table.AddRow("recording", Markup.Escape($"{report.Recording}, {report.Seconds:F1} s"));
        table.AddRow("windows classified", $"{report.Classifications:N0}");
        table.AddRow("time that the board needs", $"{report.BusyShare * 100:F0} %");
        table.AddRow("readings lost", $"{report.LostReadings:N0}");
        table.AddRow("peak heap", $"{report.Heap.Needed} of {report.Heap.Board.HeapBytes:N0} bytes");
        AnsiConsole.Write(table);
        if (report.Answers.Count == 0)
        {
            Console.WriteLine("no answer: the app averages the answers of several windows and wants 60 % of confidence. A shorter --stride lets more windows see something short as a whole (docs/signals.md, \"Words in a stream\")");
        }

        foreach (LiveAnswer answer in report.Answers)
        {
            AnsiConsole.WriteLine(TerminalText.Of($"{answer.Seconds,8:F2} s  {answer.Label ?? "unsure"}"));
        }
    }
}
