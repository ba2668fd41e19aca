using System.CommandLine;
using EdgeNet.Cli.Options;
using EdgeNet.Cli.Terminal;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet wekinator: records, trains and runs as a sketch orders.</summary>
internal static class WekinatorCommand
{
    public static Command Create()
    {
        Argument<string> folder = new("folder") { Description = "The folder of the project [the current folder]; it is made if there is none.", HelpName = "folder", DefaultValueFactory = _ => "." };
        Option<string?> outputs = new("--outputs") { Description = "What the outputs are, with commas between them: \"classes N\", \"slider\" (0 to 1) or \"slider A:B\" [what they were before, or classes 3].", HelpName = "\"classes 3, slider\"" };
        OscOptions osc = new();
        Command command = new("wekinator", """
            Teach by example what a sketch should answer to its inputs: Wekinator's loop, with Wekinator's ports and messages, over UDP.
            /wek/inputs brings inputs. /wekinator/control/ has outputs, startRecording, stopRecording, train, cancelTrain, startRunning, stopRunning,
            deleteAllExamples and deleteExamplesForOutput. /wek/outputs and /wekinator/status/done-training go out. docs/osc.md describes them.
            Examples are written at once to output-1.csv and so on, which "edgenet train" reads, models to output-1.edgenet. Ctrl-C ends the command.

            Examples:
              edgenet wekinator instrument --outputs "slider, slider, slider"
              edgenet wekinator gestures --outputs "classes 4" --osc-to 192.168.1.20 --address 0.0.0.0
              edgenet wekinator gestures
            """)
        {
            folder, outputs,
        };
        osc.AddTo(command);
        command.SetAction(async parsed =>
        {
            using Interruption interruption = new();
            using ReportWriter report = new(Console.Out);
            OscPorts ports = osc.Of(parsed);
            await using WekinatorServer server = WekinatorServer.Start(parsed.GetRequiredValue(folder), parsed.GetValue(outputs), ports, report.Add);
            foreach ((int i, WekinatorOutputState output) in server.Loop.State.Outputs.Index())
            {
                report.Add($"output {i + 1}: {output.Output}, {output.Examples:N0} examples{(output.IsTrained ? ", trained" : "")}");
            }

            report.Add($"listening on UDP port {server.Port} of {ports.Address}, sending to port {ports.Out} of {ports.Host}; press Ctrl-C to stop");
            await interruption.Token.WhenCancelled();
            report.Add("stopped");
        });
        return command;
    }
}
