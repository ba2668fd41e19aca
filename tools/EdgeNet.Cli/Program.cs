using System.CommandLine;
using System.Globalization;
using System.Text;
using EdgeNet.Cli;
using EdgeNet.Cli.Commands;
using Spectre.Console;

const int NarrowestTable = 60;

// English text and number formats, whatever the language of the machine: programs read and compare the output.
CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.InvariantCulture;
CultureInfo.DefaultThreadCurrentCulture = CultureInfo.DefaultThreadCurrentUICulture = CultureInfo.InvariantCulture;

if (OperatingSystem.IsWindows())
{
    // Windows consoles start with a regional code page, which lacks the frames of tables and characters of some labels.
    Console.OutputEncoding = Encoding.UTF8;
}

RootCommand root = new("""
    EdgeNet trains small networks on a PC, quantises them to a few kilobytes of integers, and runs them on boards that cost a few dollars.

    Examples:
      edgenet demo
      edgenet train --data builtin:digits --hidden 32 --out digits.edgenet
      edgenet train --data flowers.csv --label-column species --out flowers.edgenet
      edgenet classify digits.edgenet photo.png
    """);

root.SetAction(_ => Verb.PrintAll());

// Creating the options of all verbs takes longer than a classification, so only the requested verb is created.
string asked = args.FirstOrDefault("");
if (Array.Find(Verb.All, v => v.Name == asked) is Verb one)
{
    root.Add(one.Create());
}
else
{
    foreach (Verb verb in Verb.All)
    {
        Command command = verb.Create();
        command.Description = verb.Summary;
        root.Add(command);
    }
}

// Colours are for terminals, not for files and pipes. classify prints none and skips the check.
if (asked != "classify")
{
    AnsiConsole.Profile.Capabilities.Ansi = !Console.IsOutputRedirected;

    // Tables are not squeezed below this, the terminal breaks their lines: Spectre never ends if a wide character does not fit a column.
    AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, NarrowestTable);
}

return await CommandRunner.RunAsync(root, args);
