using System.CommandLine;
using EdgeNet.Cli.Options;
using EdgeNet.Cli.Reports;
using EdgeNet.Cli.Terminal;
using EdgeNet.Deployment.Serial;
using EdgeNet.Link;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet watch: shows a board's classifications.</summary>
internal static class WatchCommand
{
    public static Command Create()
    {
        Option<string> serial = new("--serial") { Description = "Serial port of the board's running app.", Required = true, HelpName = "/dev/ttyUSB0|COM4" };
        Option<int?> baud = CommonOptions.Baud();
        Option<int?> count = CommonOptions.Whole("--count", "Number of classifications [until Ctrl-C].", 1, 1_000_000_000);
        Option<bool> json = CommonOptions.Json();
        json.Description = "Print each classification as a JSON object on its own line.";
        Command command = new("watch", """
            Show a board's classifications live: the label, the confidence, and the time by the board's own clock. Of a board that listens to a
            microphone or another stream, also the share of its time that this takes, and readings that were lost.
            In a terminal, one line is updated until the label changes. Ctrl-C ends the command.

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
            TextWriter output = PipedOutput.Open();
            LabelDisplay display = new(output, live: !Console.IsOutputRedirected);
            PaceMessage? pace = null;
            Action<LabelMessage> show = parsed.GetValue(json) ? seen => output.WriteLine(Json.Text(JsonReports.Of(seen, pace))) : seen => display.Show(seen, pace);
            try
            {
                int seen = LabelWatch.Run(new BoardClient(line, BoardClient.AnswerTimeout), parsed.GetValue(count), Show, interruption.Token, p => pace = p);
                display.End();
                if (interruption.Requested)
                {
                    Console.Error.WriteLine($"edgenet: interrupted after {seen:N0} classifications");
                    return Interruption.ExitCode;
                }

                return 0;
            }
            finally
            {
                display.End();
            }

            void Show(LabelMessage seen)
            {
                try
                {
                    show(seen);
                }
                catch (IOException e)
                {
                    throw new OperationCanceledException("nobody reads the output any more", e);
                }
            }
        });
        return command;
    }
}
