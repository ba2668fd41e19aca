using System.CommandLine;
using EdgeNet.Cli.Options;
using EdgeNet.Cli.Reports;
using EdgeNet.Cli.Terminal;
using EdgeNet.Emulator;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet new: creates a solution of your own.</summary>
internal static class NewCommand
{
    public static Command Create()
    {
        Argument<string> folder = new("folder") { Description = "The folder to create; it must be missing or empty. The project is named after it.", HelpName = "folder" };
        Option<ProjectKind?> kind = CommonOptions.OneOf("--kind", "Kind of program: an app for a board, a console program, a web server, or a program for a Raspberry Pi [device].", Words<ProjectKind>());
        Option<BoardProfile> board = CommonOptions.Board();
        board.Description = "The board: a name listed by \"edgenet boards\".";
        board.HelpName = "esp32|...";
        Option<ProjectSensor?> sensor = CommonOptions.OneOf("--sensor", "For a board or a Raspberry Pi: the sensor, or none to add your own [that of the model's stream, or none].", Words<ProjectSensor>());
        Option<ProjectLink?> link = CommonOptions.OneOf("--link", "For a board: how models reach it while it runs [serial].", Words<ProjectLink>());
        Option<string?> model = new("--model") { Description = "A model file to include in the project.", HelpName = "model.edgenet" };
        Option<bool> update = new("--update") { Description = "Update the folder EdgeNet/ of an existing project, and touch nothing else." };
        Option<bool> force = new("--force") { Description = "With --update: overwrite changed files in EdgeNet/." };
        Option<bool> json = CommonOptions.Json();
        Command command = new("new", """
            Create a solution of your own: an app that reads a sensor, classifies its readings and lights an LED. It comes with the EdgeNet sources that it needs, the wiring in its README, and a test that runs it on a virtual board.

            Examples:
              edgenet new Gestures --sensor mpu6886
              edgenet new Gestures --sensor mpu6886 --model gestures.edgenet --board esp32-psram --link none
              edgenet new --update Gestures
            """)
        {
            folder, kind, board, sensor, link, model, update, force, json,
        };
        command.Validators.Add(parsed =>
        {
            Option[] others = parsed.GetValue(update) ? [kind, board, sensor, link, model] : [force];
            foreach (Option other in others.Where(o => parsed.GetResult(o) is { Implicit: false }))
            {
                parsed.AddError(parsed.GetValue(update) ? $"--update keeps the options that the project was created with: leave out {other.Name}" : $"{other.Name} is for --update: edgenet new overwrites nothing");
            }

            ProjectKind wanted = parsed.GetValue(kind) ?? ProjectKind.Device;
            Option[] notFor = wanted switch { ProjectKind.Device => [], ProjectKind.Pi => [board, link], _ => [board, link, sensor] };
            foreach (Option other in notFor.Where(o => parsed.GetResult(o) is { Implicit: false }))
            {
                parsed.AddError($"--kind {wanted.ToString().ToLowerInvariant()} has no {other.Name}");
            }
        });
        command.SetAction(parsed =>
        {
            string target = parsed.GetRequiredValue(folder);
            if (parsed.GetValue(update))
            {
                Update(target, parsed.GetValue(force), parsed.GetValue(json));
                return 0;
            }

            using Interruption interruption = new();
            NewProject project = NewProject.Create(new NewProjectRequest(target)
            {
                Kind = parsed.GetValue(kind) ?? ProjectKind.Device,
                Board = parsed.GetRequiredValue(board),
                Sensor = parsed.GetValue(sensor),
                Link = parsed.GetValue(link) ?? ProjectLink.Serial,
                Model = parsed.GetValue(model),
            });
            project.Write(interruption.Token);
            Report(project, target, parsed.GetValue(json));
            return 0;
        });
        return command;
    }

    private static void Update(string folder, bool force, bool json)
    {
        UpdatedProject updated = EdgeNetUpdate.Run(folder, force);
        if (json)
        {
            Json.Print(updated);
        }
        else
        {
            Console.WriteLine(updated.Files == 0 ? $"{folder}: already has {updated.After}" : $"{folder}: from {updated.Before} to {updated.After}, {updated.Files} files written");
        }
    }

    private static void Report(NewProject project, string folder, bool json)
    {
        if (json)
        {
            Json.Print(JsonReports.Of(project, folder));
            return;
        }

        Console.WriteLine($"created {folder}: {project.Files.Count} files, {project.Version}");
        if (project.Heap is HeapForecast heap)
        {
            Console.WriteLine($"on {heap.Board.Name}: the app with this model needs at most {heap.Needed} of {heap.Board.HeapBytes:N0} bytes of heap");
        }

        string test = project.Files.Keys.Any(f => f.StartsWith($"{project.Name}.Tests/", StringComparison.Ordinal)) ? $"dotnet test {project.Name}.Tests, then " : "";
        Console.WriteLine($"next: cd {(folder.Contains(' ') ? $"\"{folder}\"" : folder)}, {test}the steps in README.md");
    }

    private static (string, T)[] Words<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(v => (v.ToString().ToLowerInvariant(), v))];
}
