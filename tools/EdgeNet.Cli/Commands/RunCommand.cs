using System.CommandLine;
using EdgeNet.Cli.Options;
using EdgeNet.Cli.Terminal;
using EdgeNet.Deployment.Osc;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet run: answers inputs that come as Open Sound Control.</summary>
internal static class RunCommand
{
    public static Command Create()
    {
        Argument<string[]> models = new("model") { Description = "Model files; the outputs of several follow one another in one message.", HelpName = "model.edgenet", Arity = ArgumentArity.OneOrMore };
        OscOptions osc = new();
        Command command = new("run", """
            Run a model for a sketch: each message /wek/inputs with the model's inputs is answered with /wek/outputs, as Wekinator does it, over UDP.
            A class goes out as its number: the label itself if all labels are whole numbers, else its place, from 1; a regression as its value.
            Ctrl-C ends the command.

            Examples:
              edgenet run gestures.edgenet
              edgenet run output-1.edgenet output-2.edgenet --osc-in 6448 --osc-out 12000
              edgenet run flowers.edgenet --address 0.0.0.0 --osc-to 192.168.1.20
            """)
        {
            models,
        };
        osc.AddTo(command);
        command.SetAction(async parsed =>
        {
            using Interruption interruption = new();
            using ReportWriter report = new(Console.Out);
            string[] paths = parsed.GetRequiredValue(models);
            OscPorts ports = osc.Of(parsed);
            OscRunner runner = OscRunner.Read(paths, report.Add);
            using OscPort port = ports.Open();
            foreach ((string path, string meaning) in paths.Zip(runner.Meanings))
            {
                report.Add($"{path}: {meaning}");
            }

            report.Add($"listening for {runner.InputCount} inputs on UDP port {port.Local.Port} of {ports.Address}, answering to port {ports.Out} of {ports.Host}; press Ctrl-C to stop");
            report.Add($"stopped after {await runner.RunAsync(port, interruption.Token):N0} answers");
        });
        return command;
    }
}
