using System.CommandLine;
using System.Globalization;
using System.Text;
using EdgeNet.Cli;
using EdgeNet.Cli.Commands;
using Spectre.Console;

// English texts with English numbers, whatever the language of the machine: output is compared and read by programs.
CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;

if (OperatingSystem.IsWindows())
{
    // Its consoles begin with a code page of the country, which has no frames for tables and not every label.
    Console.OutputEncoding = Encoding.UTF8;
}

OrderedDictionary<string, Func<Command>> verbs = new()
{
    ["demo"] = DemoCommand.Create,
    ["new"] = NewCommand.Create,
    ["train"] = TrainCommand.Create,
    ["eval"] = EvalCommand.Create,
    ["inspect"] = InspectCommand.Create,
    ["classify"] = ClassifyCommand.Create,
    ["emulate"] = EmulateCommand.Create,
    ["export"] = ExportCommand.Create,
    ["deploy"] = DeployCommand.Create,
    ["capture"] = CaptureCommand.Create,
    ["serve"] = ServeCommand.Create,
    ["sign"] = SignCommand.Create,
    ["datasets"] = DatasetsCommand.Create,
};
RootCommand root = new("""
    EdgeNet trains small networks on a PC, turns them into a few kilobytes of integers, and runs them on boards that cost a few dollars.

    Examples:
      edgenet demo
      edgenet train --data builtin:digits --hidden 32 --out digits.edgenet
      edgenet train --data flowers.csv --label-column species --out flowers.edgenet
      edgenet classify digits.edgenet photo.png
    """);

// Putting the options of all verbs together takes longer than a classification: only the verb that is asked for.
string asked = args.FirstOrDefault("");
IEnumerable<Func<Command>> needed = verbs.TryGetValue(asked, out Func<Command>? one) ? [one] : verbs.Values;
foreach (Func<Command> create in needed)
{
    root.Add(create());
}

// Colours are for terminals, not for files and pipes. classify prints none, and does without looking for them.
if (asked != "classify")
{
    AnsiConsole.Profile.Capabilities.Ansi = !Console.IsOutputRedirected;
}

return await CommandRunner.RunAsync(root, args);
