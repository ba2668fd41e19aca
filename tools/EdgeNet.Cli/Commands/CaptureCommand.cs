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
        Option<string?> label = new("--label") { Description = "Label of these readings: what the sensor sees.", HelpName = "waving" };
        Option<bool> uncertain = new("--uncertain") { Description = "Fetch the readings that a board with learning was least sure of; their labels are a question mark and its answers, to be corrected." };
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
              edgenet capture --serial /dev/ttyUSB1 --uncertain --out unsure.csv
              edgenet train --data data.csv --hidden 16 --out gestures.edgenet
              edgenet deploy gestures.edgenet --serial /dev/ttyUSB1
              edgenet capture --serial /dev/ttyUSB1 --lines --label waving --out recordings --count 1000
              edgenet train --data recordings --window 2s --rate 100 --out waving.edgenet
            """)
        {
            serial, baud, lines, sensor, label, uncertain, output, newSession, force, count, json,
        };
        command.Validators.Add(r =>
        {
            if (r.GetValue(uncertain) == (r.GetValue(label) is not null))
            {
                r.AddError(r.GetValue(uncertain) ? "--uncertain fetches readings that have no label yet; leave --label out" : "--label is missing: what does the sensor see?");
            }
            else if (r.GetValue(uncertain) && (r.GetValue(sensor) is not null || r.GetValue(count) is not null || r.GetValue(lines)))
            {
                r.AddError("--uncertain fetches all readings that the board has kept; leave --sensor, --count and --lines out");
            }

            if (r.GetValue(lines) && Path.GetExtension(r.GetValue(output)) is ".csv")
            {
                r.AddError("with --lines, --out is a folder, to which LABEL/NUMBER.csv is added");
            }

            if (r.GetValue(lines) && (r.GetValue(sensor) is not null || r.GetValue(newSession)))
            {
                r.AddError("--lines records what the board prints, into a file per run; omit --sensor and --new-session");
            }
        });
        command.SetAction(parsed =>
        {
            using Interruption interruption = new();
            using ISerialLine line = SerialPortLine.Open(parsed.GetRequiredValue(serial), parsed.GetValue(baud) ?? SerialPortLine.DefaultBaudRate);
            string path = parsed.GetRequiredValue(output);
            if (parsed.GetValue(uncertain))
            {
                int fetched = UnsureCapture.Fetch(new BoardClient(line, BoardClient.AnswerTimeout), path, parsed.GetValue(force), parsed.GetValue(newSession), null, interruption.Token);
                Result.Print(parsed.GetValue(json), JsonReports.OfUnsure(path, fetched), fetched == 0 ? "the board has been sure of its readings so far" : $"{path}: {fetched:N0} readings added; correct their labels before you train with them");
                return 0;
            }

            string words = parsed.GetValue(label)!;
            int wanted = parsed.GetValue(count) ?? 100;
            if (parsed.GetValue(lines))
            {
                return RecordLines(line, path, words, wanted, parsed.GetValue(json), interruption);
            }

            CaptureResult result = WorkProgress.Run($"readings of \"{words}\"", wanted, "readings", progress =>
                Capture.Record(new BoardClient(line, BoardClient.AnswerTimeout), parsed.GetValue(sensor), path, parsed.GetValue(force), parsed.GetValue(newSession), words, wanted, progress, interruption.Token));
            Result.Print(parsed.GetValue(json), JsonReports.Of(result, path, words), $"{path}: {result.Recorded:N0} readings added{(result.Lost > 0 ? $", {result.Lost:N0} lost on the line" : "")}{(result.NotNumbers > 0 ? $", {result.NotNumbers:N0} dropped (not numbers)" : "")}");
            if (interruption.Requested)
            {
                Console.Error.WriteLine($"edgenet: interrupted after {result.Recorded:N0} of {wanted:N0} readings{(result.Recorded > 0 ? $"; they are in {path}" : "")}");
                return Interruption.ExitCode;
            }

            return result.Recorded > 0 ? 0 : 1;
        });
        return command;
    }

    private static int RecordLines(ISerialLine line, string folder, string label, int wanted, bool asJson, Interruption interruption)
    {
        LineCapture result = WorkProgress.Run($"readings of \"{label}\"", wanted, "readings", progress => LineCapture.Record(line, folder, label, wanted, progress, interruption.Token));
        string rate = result.TimeUnit is string unit ? $"; the first number was taken for a time in {unit}" : result.Rate == 0 ? "" : $"; about {result.Rate:0.#} a second by the clock of this computer: say how many there are with --rate";
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
