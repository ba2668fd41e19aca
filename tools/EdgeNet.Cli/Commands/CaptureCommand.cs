using System.CommandLine;
using EdgeNet.Cli.Options;
using EdgeNet.Cli.Reports;
using EdgeNet.Cli.Terminal;
using EdgeNet.Deployment.Serial;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet capture: records a board's readings for training.</summary>
internal static class CaptureCommand
{
    public static Command Create()
    {
        Option<string> serial = new("--serial") { Description = "Serial port on which the board's running app listens.", Required = true, HelpName = "/dev/ttyUSB0|COM4" };
        Option<int?> baud = CommonOptions.Baud();
        Option<string> label = new("--label") { Description = "Label of these readings: what the sensor sees.", Required = true, HelpName = "waving" };
        Option<string> output = new("--out") { Description = "The CSV file; new rows are appended to it. With --lines the folder, to which LABEL/NUMBER.csv is added.", Required = true, HelpName = "data.csv|folder" };
        Option<bool> lines = new("--lines") { Description = "Record lines of numbers, as boards print them for Edge Impulse's data forwarder; --out is a folder, in which every run is a recording of its own." };
        Option<bool> force = CommonOptions.Force();
        Option<bool> newSession = new("--new-session") { Description = "Continue a file that an earlier version recorded without sessions: its rows become session 1." };
        Option<string?> sensor = new("--sensor") { Description = "Sensor to read, if the board has several [the one its model uses, else the first that answers].", HelpName = "MPU-6886" };
        Option<int?> count = CommonOptions.Whole("--count", "Number of readings [100].", 1, 1_000_000);
        Option<bool> json = CommonOptions.Json();
        Command command = new("capture", """
            Record labelled readings of a board's sensor in a CSV file for "edgenet train". Run the command once per label, with the same file.
            Every run is a session with a number of its own; "train" keeps the rows of a session on one side of its split, so record each label two or more times.
            The board needs no model. Ctrl-C stops early and keeps what has been recorded.

            Examples:
              edgenet capture --serial /dev/ttyUSB1 --label waving --out data.csv --count 200
              edgenet capture --serial /dev/ttyUSB1 --label still --out data.csv --count 200
              edgenet train --data data.csv --hidden 16 --out gestures.edgenet
              edgenet deploy gestures.edgenet --serial /dev/ttyUSB1
              edgenet capture --serial /dev/ttyUSB1 --lines --label waving --out recordings --count 1000
              edgenet train --data recordings --window 2s --rate 100 --out waving.edgenet
            """)
        {
            serial, baud, lines, sensor, label, output, newSession, force, count, json,
        };
        command.SetAction(parsed =>
        {
            using Interruption interruption = new();
            using ISerialLine line = SerialPortLine.Open(parsed.GetRequiredValue(serial), parsed.GetValue(baud) ?? SerialPortLine.DefaultBaudRate);
            string path = parsed.GetRequiredValue(output);
            int wanted = parsed.GetValue(count) ?? 100;
            if (parsed.GetValue(lines))
            {
                return RecordLines(line, path, parsed.GetRequiredValue(label), wanted, parsed.GetValue(json), interruption);
            }

            CaptureResult result = WorkProgress.Run($"readings of \"{parsed.GetRequiredValue(label)}\"", wanted, "readings", progress =>
                Capture.Record(new BoardClient(line, BoardClient.AnswerTimeout), parsed.GetValue(sensor), path, parsed.GetValue(force), parsed.GetValue(newSession), parsed.GetRequiredValue(label), wanted, progress, interruption.Token));
            Result.Print(parsed.GetValue(json), JsonReports.Of(result, path, parsed.GetRequiredValue(label)), $"{path}: {result.Recorded:N0} readings added{(result.Lost > 0 ? $", {result.Lost:N0} lost on the line" : "")}{(result.NotNumbers > 0 ? $", {result.NotNumbers:N0} dropped (not numbers)" : "")}");
            if (interruption.Requested)
            {
                Console.Error.WriteLine($"edgenet: interrupted after {result.Recorded:N0} of {wanted:N0} readings{(result.Recorded > 0 ? $"; they are in {path}" : "")}");
                return Interruption.ExitCode;
            }

            return result.Recorded > 0 ? 0 : 1;
        });
        command.Validators.Add(result =>
        {
            if (result.GetValue(lines) && (result.GetValue(sensor) is not null || result.GetValue(newSession)))
            {
                result.AddError("--lines records what the board prints, into a file per run; omit --sensor and --new-session");
            }
        });
        return command;
    }

    private static int RecordLines(ISerialLine line, string folder, string label, int wanted, bool asJson, Interruption interruption)
    {
        LineCapture result = WorkProgress.Run($"readings of \"{label}\"", wanted, "readings", progress => LineCapture.Record(line, folder, label, wanted, progress, interruption.Token));
        string rate = result.HasTimes || result.Rate == 0 ? "" : $"; about {result.Rate:0.#} a second by the clock of this computer: say how many there are with --rate";
        string left = $"{(result.Errors > 0 ? $", {result.Errors:N0} lines with ERR" : "")}{(result.Others > 0 ? $", {result.Others:N0} lines that are no readings" : "")}";
        Result.Print(asJson, JsonReports.Of(result, label), $"{result.Path ?? folder}: {result.Recorded:N0} readings{left}{rate}");
        if (interruption.Requested)
        {
            Console.Error.WriteLine($"edgenet: interrupted after {result.Recorded:N0} of {wanted:N0} readings");
            return Interruption.ExitCode;
        }

        return result.Recorded > 0 ? 0 : 1;
    }
}
