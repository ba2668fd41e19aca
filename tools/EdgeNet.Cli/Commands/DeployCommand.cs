using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using EdgeNet.Core;
using EdgeNet.Deployment.Serial;
using EdgeNet.Deployment.Signing;
using EdgeNet.Files;
using EdgeNet.Link;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet deploy: puts a model on a board.</summary>
internal static class DeployCommand
{
    private const string BoardPath = BoardFiles.Drive + BoardFiles.Mailbox, BoardKeyPath = BoardFiles.Drive + BoardFiles.FleetKey;
    private const string Tool = "nanoff";
    private static readonly TimeSpan ConfirmationTimeout = TimeSpan.FromSeconds(60);
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly OutputKind Deployment = new("a deployment for nanoff", IsDeployment);

    public static Command Create()
    {
        Argument<string> model = new("model") { Description = "The model file.", HelpName = "model.edgenet" };
        Option<string?> serial = new("--serial") { Description = "Serial port that the board's running app listens on.", HelpName = "/dev/ttyUSB0|COM4" };
        Option<int?> baud = CommonOptions.Baud();
        Option<string?> nanoff = new("--nanoff") { Description = "The file for nanoff to write.", HelpName = "deploy.json" };
        Option<string?> port = new("--port") { Description = "Serial port of the board's USB connector. Where given, nanoff is run if it is installed.", HelpName = "COM3" };
        Option<string?> key = new("--key") { Description = "Checks the signature with this fleet key before anything is sent. With --nanoff it also puts the key on the board, which from then on takes signed models only.", HelpName = "fleet.key" };
        Option<bool> force = CommonOptions.Force();
        Command command = new("deploy", $"""
            Put a model on a board. The board checks it, keeps the model before, and goes back to that one if the new one does not prove itself.

            --serial sends it to the running EdgeNet app over its second serial port, and waits until the app has confirmed it. While a model is on
            probation the board takes no other; the command waits for that, a minute at most.
            --nanoff writes what "nanoff --filedeployment" takes and, with --port, runs it; the app finds the file ({BoardPath}) when it starts.
            A signature beside the model (model.edgenet.sig, see "edgenet sign") goes with it.

            Examples:
              edgenet deploy person.edgenet --serial /dev/ttyUSB1
              edgenet deploy person.edgenet --nanoff deploy.json --port COM3
            """)
        {
            model, serial, baud, nanoff, port, key, force,
        };
        command.Validators.Add(result =>
        {
            if (result.GetValue(serial) is null == result.GetValue(nanoff) is null)
            {
                result.AddError("say how: --serial PORT for a running app, or --nanoff FILE for a board on USB");
            }
        });
        command.SetAction(parsed => parsed.GetValue(serial) is string line
            ? SendOverSerial(parsed.GetRequiredValue(model), parsed.GetValue(key), line, parsed.GetValue(baud) ?? SerialPortLine.DefaultBaudRate)
            : WriteForTool(parsed.GetRequiredValue(model), parsed.GetValue(nanoff)!, parsed.GetValue(port), parsed.GetValue(key), parsed.GetValue(force)));
        return command;
    }

    private static int SendOverSerial(string path, string? key, string port, int baud)
    {
        (ModelFile _, byte[] model) = ModelLoader.LoadWithBytes(path);
        ModelSignature? signature = ModelSigner.ReadFor(path, model, key is null ? null : FleetKeyFile.Read(key));
        using Interruption interruption = new();
        using ISerialLine line = SerialPortLine.Open(port, baud);
        BoardClient client = new(line, BoardClient.AnswerTimeout);
        try
        {
            HelloMessage before = client.Hello(interruption.Token);
            Console.WriteLine($"{before.Name}: {(before.Slot == HelloMessage.NoSlot ? "no model" : $"model in slot {before.Slot}{(before.OnProbation ? ", on probation" : "")}")}, record {before.Sequence}");
            if (before.LastEvent.Length > 0)
            {
                Console.WriteLine($"it reports: {before.LastEvent}");
            }

            SerialDeployment.Check(before, model, signature);
            if (before.Waits && !SerialDeployment.Runs(before, model))
            {
                Console.WriteLine($"its model is on probation; waiting until it has been confirmed, {ConfirmationTimeout.TotalSeconds:F0} s at most");
                SerialDeployment.WaitUntilReady(client, ConfirmationTimeout, interruption.Token);
            }

            int retries = WorkProgress.Run($"{Path.GetFileName(path)} to {port}", model.Length, "bytes", progress =>
            {
                SerialDeployment.Send(client, model, signature, progress, interruption.Token);
                return client.Retries;
            });
            Console.WriteLine($"sent and verified: {model.Length:N0} bytes{(retries > 0 ? $", {retries} messages sent again" : "")}; waiting until the board has confirmed it");
            (HelloMessage after, bool confirmed) = SerialDeployment.WaitForConfirmation(client, model, ConfirmationTimeout, interruption.Token);
            if (confirmed)
            {
                Console.WriteLine($"the board runs the new model from slot {after.Slot} and has confirmed it");
                return 0;
            }

            string words = after.LastEvent.Length > 0 ? $": {after.LastEvent}" : "";
            throw new UserException(SerialDeployment.Runs(after, model)
                ? $"the board has the model on probation and has not confirmed it within {ConfirmationTimeout.TotalSeconds:F0} s{words}"
                : $"the board has gone back to the model before{words}");
        }
        catch (OperationCanceledException)
        {
            Console.Error.WriteLine("edgenet: interrupted; the board has a working model, and the same command goes on where this one was stopped");
            return Interruption.ExitCode;
        }
    }

    private static int WriteForTool(string model, string target, string? port, string? key, bool force)
    {
        (ModelFile file, byte[] bytes) = ModelLoader.LoadWithBytes(model);
        List<(string From, string To)> files = [(model, BoardPath)];
        if (ModelSigner.ReadFor(model, bytes, key is null ? null : FleetKeyFile.Read(key)) is not null)
        {
            files.Add((ModelSigner.PathFor(model), ModelSigner.PathFor(BoardPath)));
        }

        if (key is not null)
        {
            files.Add((key, BoardKeyPath));
        }

        Dictionary<string, object> deployment = [];
        if (port is not null)
        {
            deployment["serialport"] = port;
        }

        deployment["files"] = files.Select(f => new { DestinationFilePath = f.To, SourceFilePath = Path.GetFullPath(f.From) });
        OutputFile written = OutputFile.Create(target, Deployment, force, [.. files.Select(f => f.From)]);
        written.Commit(JsonSerializer.SerializeToUtf8Bytes(deployment, Indented));

        Console.WriteLine($"{model}: {file.Length:N0} bytes, needs {file.RamBytes:N0} bytes of RAM on the board; written: {target}");
        if (port is null)
        {
            Console.WriteLine($"Next: add \"serialport\" or name the port with --port, then {Tool} --filedeployment {target}");
            return 0;
        }

        return RunTool(target);
    }

    // An object with a list of files.
    private static bool IsDeployment(byte[] head)
    {
        try
        {
            using JsonDocument json = JsonDocument.Parse(head);
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("files", out JsonElement files)
                && files.ValueKind == JsonValueKind.Array && files.EnumerateArray().All(f => f.ValueKind == JsonValueKind.Object && f.TryGetProperty("DestinationFilePath", out _));
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static int RunTool(string target)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(Tool, ["--filedeployment", target]))!;
            process.WaitForExit();
            return process.ExitCode == 0 ? 0
                : throw new UserException($"{Tool} ended with code {process.ExitCode}; is the board connected to this port, and no other program using it?");
        }
        catch (Win32Exception e)
        {
            throw new UserException($"{Tool} is not installed (dotnet tool install -g {Tool}); then run {Tool} --filedeployment {target}", e);
        }
    }
}
