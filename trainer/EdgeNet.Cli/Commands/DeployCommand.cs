using System.CommandLine;
using System.ComponentModel;
using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using EdgeNet.Core;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Data;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet deploy: puts a model on a board.</summary>
internal static class DeployCommand
{
    private const string BoardPath = "I:\\model.edgenet";
    private const string Tool = "nanoff";
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static Command Create()
    {
        Argument<string> model = new("model") { Description = "The model file.", HelpName = "model.edgenet" };
        Option<string> nanoff = new("--nanoff") { Description = "The file for nanoff to write.", Required = true, HelpName = "deploy.json" };
        Option<string?> port = new("--port") { Description = "Serial port of the board. Where given, nanoff is run if it is installed.", HelpName = "COM3" };
        Command command = new("deploy", $"""
            Put a model on a board by USB: checks the model, writes what "nanoff --filedeployment" takes and, with --port, runs it. The board's
            app finds the file ({BoardPath}), checks it again, moves it into its store and starts it; the model before stays until the new one has proved itself.

            Examples:
              edgenet deploy person.edgenet --nanoff deploy.json --port COM3
              edgenet deploy person.edgenet --nanoff deploy.json
            """)
        {
            model, nanoff, port,
        };
        command.SetAction(parsed => Deploy(parsed.GetRequiredValue(model), parsed.GetRequiredValue(nanoff), parsed.GetValue(port)));
        return command;
    }

    private static int Deploy(string model, string target, string? port)
    {
        ModelFile file = ModelLoader.Load(model);
        Dictionary<string, object> deployment = [];
        if (port is not null)
        {
            deployment["serialport"] = port;
        }

        deployment["files"] = new[] { new { DestinationFilePath = BoardPath, SourceFilePath = Path.GetFullPath(model) } };
        using (OutputFile written = OutputFile.Create(target))
        {
            written.Commit(JsonSerializer.SerializeToUtf8Bytes(deployment, Indented));
        }

        Console.WriteLine($"{model}: {file.Length:N0} bytes, needs {file.RamBytes:N0} bytes of RAM on the board; written: {target}");
        if (port is null)
        {
            Console.WriteLine($"Next: add \"serialport\" or name the port with --port, then {Tool} --filedeployment {target}");
            return 0;
        }

        return RunTool(target);
    }

    private static int RunTool(string target)
    {
        try
        {
            using Process process = Process.Start(new ProcessStartInfo(Tool, ["--filedeployment", target]))!;
            process.WaitForExit();
            return process.ExitCode == 0 ? 0
                : throw new DataException($"{Tool} ended with code {process.ExitCode}; is the board connected to this port, and no other program using it?");
        }
        catch (Win32Exception e)
        {
            throw new DataException($"{Tool} is not installed (dotnet tool install -g {Tool}); then run {Tool} --filedeployment {target}", e);
        }
    }
}
