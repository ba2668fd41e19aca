using System.CommandLine;
using System.Globalization;
using System.Text;
using EdgeNet.Cli;
using EdgeNet.Cli.Commands;
using Spectre.Console;

// English text and number formats, whatever the language of the machine: programs read and compare the output.
CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;

if (OperatingSystem.IsWindows())
{
    // Windows consoles start with a regional code page, which lacks the frames of tables and characters of some labels.
    Console.OutputEncoding = Encoding.UTF8;
}

OrderedDictionary<string, Func<Command>> verbs = new()
{
    ["demo"] = DemoCommand.Create,
    ["train"] = TrainCommand.Create,
    ["eval"] = EvalCommand.Create,
    ["inspect"] = InspectCommand.Create,
    ["classify"] = ClassifyCommand.Create,
    ["emulate"] = EmulateCommand.Create,
    ["boards"] = BoardsCommand.Create,
    ["export"] = ExportCommand.Create,
    ["deploy"] = DeployCommand.Create,
    ["capture"] = CaptureCommand.Create,
    ["watch"] = WatchCommand.Create,
    ["serve"] = ServeCommand.Create,
    ["sign"] = SignCommand.Create,
    ["datasets"] = DatasetsCommand.Create,
};
RootCommand root = new("""
    EdgeNet trains small networks on a PC, quantises them to a few kilobytes of integers, and runs them on boards that cost a few dollars.

    Examples:
      edgenet demo
      edgenet train --data builtin:digits --hidden 32 --out digits.edgenet
      edgenet train --data flowers.csv --label-column species --out flowers.edgenet
      edgenet classify digits.edgenet photo.png
    """);

// Creating the options of all verbs takes longer than a classification, so only the requested verb is created.
string asked = args.FirstOrDefault("");
IEnumerable<Func<Command>> needed = verbs.TryGetValue(asked, out Func<Command>? one) ? [one] : verbs.Values;
foreach (Func<Command> create in needed)
{
    root.Add(create());
}

// Colours are for terminals, not for files and pipes. classify prints none and skips the check.
if (asked != "classify")
{
    AnsiConsole.Profile.Capabilities.Ansi = !Console.IsOutputRedirected;
}

return await CommandRunner.RunAsync(root, args);
