using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using EdgeNet.Cli.Options;
using EdgeNet.Cli.Reports;
using EdgeNet.Cli.Terminal;
using EdgeNet.Deployment.Serial;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Link;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet deploy: puts a model on a board.</summary>
internal static class DeployCommand
{
    private const string Tool = "nanoff";

    public static Command Create()
    {
        Argument<string> model = new("model") { Description = "The model file.", HelpName = "model.edgenet" };
        Option<string?> serial = new("--serial") { Description = "Serial port on which the board's running app listens.", HelpName = "/dev/ttyUSB0|COM4" };
        Option<int?> baud = CommonOptions.Baud();
        Option<string?> nanoff = new("--nanoff") { Description = "The file to write for nanoff.", HelpName = "deploy.json" };
        Option<string?> port = new("--port") { Description = "With --nanoff: serial port of the board's USB connector; nanoff is run as well.", HelpName = "COM3" };
        Option<string?> key = new("--key") { Description = "Check the signature with this fleet key before anything is sent. With --nanoff, the key is also written to the board, which then accepts only signed models.", HelpName = "fleet.key" };
        Option<BoardProfile> board = CommonOptions.Board();
        board.Description = "With --nanoff: the board, one of \"edgenet boards\" or a JSON file such as these.";
        Option<bool> force = CommonOptions.Force();
        Option<bool> json = CommonOptions.Json();
        json.Description = "Print the result as one JSON object on stdout, and what happens meanwhile on stderr.";
        Command command = new("deploy", $"""
            Put a model on a board. The board checks it, keeps the previous model, and goes back to it if the new model is not confirmed.

            --serial sends the model to the running EdgeNet app over its second serial port, and waits until the app has confirmed it. While a model is on
            probation, the board accepts no other; the command then waits for up to a minute.
            --nanoff writes the file that "nanoff --filedeployment" reads and, with --port, runs nanoff. The app finds the model ({NanoffDeployment.BoardPath}) when it starts.
            A signature beside the model (model.edgenet.sig, see "edgenet sign") is sent with it.

            Examples:
              edgenet deploy person.edgenet --serial /dev/ttyUSB1
              edgenet deploy person.edgenet --nanoff deploy.json --port COM3
            """)
        {
            model, serial, baud, nanoff, port, key, board, force, json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(serial) is null == result.GetValue(nanoff) is null)
            {
                result.AddError("choose one: --serial PORT for a running app, or --nanoff FILE for a board on USB");
            }
        });
        command.SetAction(parsed => parsed.GetValue(serial) is string line
            ? SendOverSerial(parsed.GetRequiredValue(model), parsed.GetValue(key), line, parsed.GetValue(baud) ?? SerialPortLine.DefaultBaudRate, parsed.GetValue(json))
            : WriteForTool(parsed.GetRequiredValue(model), parsed.GetValue(nanoff)!, parsed.GetValue(port), parsed.GetValue(key), parsed.GetRequiredValue(board), parsed.GetValue(force), parsed.GetValue(json)));
        return command;
    }

    private static int SendOverSerial(string path, string? key, string port, int baud, bool asJson)
    {
        TextWriter news = asJson ? Console.Error : Console.Out;
        using Interruption interruption = new();
        using SerialDelivery delivery = SerialDelivery.Open(path, key, port, baud);
        try
        {
            HelloMessage before = delivery.Hello(interruption.Token);
            news.WriteLine($"{before.Name}: {(before.Slot == HelloMessage.NoSlot ? "no model" : $"model in slot {before.Slot}{(before.OnProbation ? ", on probation" : "")}")}, record {before.Sequence}");
            if (before.LastEvent.Length > 0)
            {
                news.WriteLine($"the board reports: {before.LastEvent}");
            }

            delivery.Check(before);
            if (delivery.MustWait(before))
            {
                news.WriteLine($"the board's model is on probation; waiting up to {SerialDelivery.ConfirmationTimeout.TotalSeconds:F0} s for it to be confirmed");
                delivery.WaitUntilReady(interruption.Token);
            }

            int retries = WorkProgress.Run($"{Path.GetFileName(path)} to {port}", delivery.Model.Length, "bytes", progress => delivery.Send(progress, interruption.Token));
            news.WriteLine($"sent and verified: {delivery.Model.Length:N0} bytes{(retries > 0 ? $", {retries} messages sent again" : "")}; waiting for the board to confirm it");
            HelloMessage after = delivery.WaitForConfirmation(interruption.Token);
            Result.Print(asJson, new { model = path, board = before.Name, modelBytes = delivery.Model.Length, slot = after.Slot, messagesSentAgain = retries, confirmed = true },
                $"the board runs the new model from slot {after.Slot} and has confirmed it");
            return 0;
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("edgenet: interrupted; the board keeps a working model; run the same command again to continue");
            return Interruption.ExitCode;
        }
    }

    private static int WriteForTool(string model, string target, string? port, string? key, BoardProfile board, bool force, bool asJson)
    {
        TextWriter news = asJson ? Console.Error : Console.Out;
        NanoffDeployment deployment = NanoffDeployment.Write(model, target, port, key, board, force);
        HeapForecast heap = deployment.Heap;
        news.WriteLine($"{model}: {deployment.Model.Bytes.Length:N0} bytes; with the app it needs {heap.Needed} of {heap.Board.HeapBytes:N0} bytes of heap ({heap.Board.Name}); written: {target}");
        ModelReport.Warn(heap);
        if (port is null)
        {
            news.WriteLine($"Next: add \"serialport\" to the file, or give --port, then run {Tool} --filedeployment {target}");
        }
        else
        {
            RunTool(target, asJson);
        }

        if (asJson)
        {
            Json.Print(new
            {
                model,
                modelBytes = deployment.Model.Bytes.Length,
                board = heap.Board.Name,
                boardHeapBytes = heap.NeededBytes,
                boardHeapSizeBytes = heap.Board.HeapBytes,
                @out = target,
                deployed = port is not null,
            });
        }

        return 0;
    }

    // With --json its output goes to stderr, where it is still seen.
    private static void RunTool(string target, bool asJson)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(Tool, ["--filedeployment", target]) { RedirectStandardOutput = asJson })!;
            if (asJson)
            {
                using Stream errors = Console.OpenStandardError();
                process.StandardOutput.BaseStream.CopyTo(errors);
            }

            process.WaitForExit();
            if (process.ExitCode != 0)
            {
                throw new UserException($"{Tool} failed with exit code {process.ExitCode}; is the board connected to this port, and is no other program using it?");
            }
        }
        catch (Win32Exception e)
        {
            throw new UserException($"{Tool} is not installed; install it with dotnet tool install -g {Tool}, then run {Tool} --filedeployment {target}", e);
        }
    }
}
