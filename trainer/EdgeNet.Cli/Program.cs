using System.CommandLine;
using System.Globalization;
using EdgeNet.Cli;
using EdgeNet.Cli.Commands;
using Spectre.Console;

// English texts with English numbers, whatever the language of the machine: output is compared and read by programs.
CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;

// Colours are for terminals, not for files and pipes.
AnsiConsole.Profile.Capabilities.Ansi = !Console.IsOutputRedirected;

RootCommand root = new("""
    EdgeNet trains small networks on a PC, turns them into a few kilobytes of integers, and runs them on boards that cost a few dollars.

    Examples:
      edgenet demo
      edgenet train --data builtin:digits --hidden 32 --out digits.edgenet
      edgenet train --data flowers.csv --label-column species --out flowers.edgenet
      edgenet classify digits.edgenet photo.png
    """)
{
    DemoCommand.Create(),
    TrainCommand.Create(),
    EvalCommand.Create(),
    InspectCommand.Create(),
    ClassifyCommand.Create(),
    EmulateCommand.Create(),
    ExportCommand.Create(),
    DeployCommand.Create(),
    CaptureCommand.Create(),
    ServeCommand.Create(),
    SignCommand.Create(),
    DatasetsCommand.Create(),
};
return await CommandLine.RunAsync(root, args);
