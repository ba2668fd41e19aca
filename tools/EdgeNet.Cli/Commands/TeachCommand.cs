using System.CommandLine;
using EdgeNet.Cli.Options;
using EdgeNet.Cli.Reports;
using EdgeNet.Cli.Terminal;
using EdgeNet.Deployment.Serial;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet teach: makes a board learn by example.</summary>
internal static class TeachCommand
{
    public static Command Create()
    {
        Argument<string?> label = new("label") { Description = "What the board's sensor sees now. A label that the board does not have is added [show what the board has learned].", Arity = ArgumentArity.ZeroOrOne, HelpName = "waving" };
        Option<string> serial = new("--serial") { Description = "Serial port of the board's running app.", Required = true, HelpName = "/dev/ttyUSB0|COM4" };
        Option<int?> baud = CommonOptions.Baud();
        Option<int?> count = CommonOptions.Whole("--count", "Number of samples, half a second apart [1].", 1, 1000);
        Option<bool> undo = new("--undo") { Description = "Take the last sample back." };
        Option<bool> forget = new("--forget") { Description = "Forget everything that was learned, and the labels that were added." };
        Option<bool> json = CommonOptions.Json();
        Command command = new("teach", """
            Teach a board by example, or show what it has learned. The app on the board must be built with learning (docs/learning.md).
            What was learned becomes active only once every label has two samples, and only if it does better on the board's samples than the model as it came.

            Examples:
              edgenet teach waving --serial /dev/ttyUSB1 --count 5
              edgenet teach --undo --serial /dev/ttyUSB1
              edgenet teach --serial /dev/ttyUSB1
            """)
        {
            label, serial, baud, count, undo, forget, json,
        };
        command.Validators.Add(r =>
        {
            int orders = (r.GetValue(label) is null ? 0 : 1) + (r.GetValue(undo) ? 1 : 0) + (r.GetValue(forget) ? 1 : 0);
            if (orders > 1)
            {
                r.AddError("a label, --undo and --forget are three different orders; give one of them");
            }
            else if (r.GetValue(count) is not null && r.GetValue(label) is null)
            {
                r.AddError("--count needs a label");
            }
        });
        command.SetAction(parsed =>
        {
            using Interruption interruption = new();
            using ISerialLine line = SerialPortLine.Open(parsed.GetRequiredValue(serial), parsed.GetValue(baud) ?? SerialPortLine.DefaultBaudRate);
            BoardTeacher teacher = new(new BoardClient(line, BoardClient.AnswerTimeout));
            if (parsed.GetValue(label) is string taught)
            {
                int wanted = parsed.GetValue(count) ?? 1;
                int learned = WorkProgress.Run($"samples of \"{taught}\"", wanted, "samples", progress => teacher.Learn(taught, wanted, progress, interruption.Token));
                if (interruption.Requested)
                {
                    Console.Error.WriteLine($"edgenet: interrupted after {learned:N0} of {wanted:N0} samples; the board keeps them");
                    return Interruption.ExitCode;
                }
            }
            else if (parsed.GetValue(undo))
            {
                teacher.Undo(interruption.Token);
            }
            else if (parsed.GetValue(forget))
            {
                teacher.Forget(interruption.Token);
            }

            LearnedByBoard board = teacher.Tell(interruption.Token);
            Result.Print(parsed.GetValue(json), JsonReports.Of(board), LearnedReport.Text(board));
            return 0;
        });
        return command;
    }
}
