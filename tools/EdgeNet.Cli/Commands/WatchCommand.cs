using System.CommandLine;
using EdgeNet.Cli.Options;
using EdgeNet.Cli.Reports;
using EdgeNet.Cli.Terminal;
using EdgeNet.Deployment.Serial;
using EdgeNet.Link;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet watch: what a board sees.</summary>
internal static class WatchCommand
{
    public static Command Create()
    {
        Option<string> serial = new("--serial") { Description = "Serial port that the board's running app listens on.", Required = true, HelpName = "/dev/ttyUSB0|COM4" };
        Option<int?> baud = CommonOptions.Baud();
        Option<int?> count = CommonOptions.Whole("--count", "Number of answers [until Ctrl-C].", 1, 1_000_000_000);
        Option<bool> json = CommonOptions.Json();
        json.Description = "Print each answer as a JSON object on a line of its own.";
        Command command = new("watch", """
            Show what a board sees: the label of each of its classifications, how sure it is, and what the classification took by the board's own clock.
            In a terminal one line is kept up to date until the label changes. Ctrl-C ends it.

            Examples:
              edgenet watch --serial /dev/ttyUSB1
              edgenet watch --serial COM4 --count 100 --json
            """)
        {
            serial, baud, count, json,
        };
        command.SetAction(parsed =>
        {
            using Interruption interruption = new();
            using ISerialLine line = SerialPortLine.Open(parsed.GetRequiredValue(serial), parsed.GetValue(baud) ?? SerialPortLine.DefaultBaudRate);
            LabelDisplay display = new(live: !Console.IsOutputRedirected);
            Action<LabelMessage> show = parsed.GetValue(json) ? PrintJson : display.Show;
            try
            {
                int seen = LabelWatch.Run(new BoardClient(line, BoardClient.AnswerTimeout), parsed.GetValue(count), show, interruption.Token);
                display.End();
                if (interruption.Requested)
                {
                    Console.Error.WriteLine($"edgenet: interrupted after {seen:N0} answers");
                    return Interruption.ExitCode;
                }

                return 0;
            }
            finally
            {
                display.End();
            }
        });
        return command;
    }

    private static void PrintJson(LabelMessage seen) =>
        Json.Print(new { label = seen.Text, index = seen.Label, confidencePercent = seen.ConfidencePercent, microseconds = seen.Microseconds });
}
