using System.CommandLine;
using EdgeNet.Cli.Options;
using EdgeNet.Cli.Reports;
using EdgeNet.Cli.Terminal;
using EdgeNet.Emulator;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet new: a maker's own solution.</summary>
internal static class NewCommand
{
    public static Command Create()
    {
        Argument<string> folder = new("folder") { Description = "The folder to write, missing or empty. Its name becomes the project's.", HelpName = "folder" };
        Option<ProjectKind?> kind = CommonOptions.OneOf("--kind", "What it runs on: a board, a PC's console, a web server or a Raspberry Pi [device].", Words<ProjectKind>());
        Option<BoardProfile> board = CommonOptions.Board();
        Option<ProjectSensor?> sensor = CommonOptions.OneOf("--sensor", "Board, Raspberry Pi: the sensor, or none for one that you add [none].", Words<ProjectSensor>());
        Option<ProjectLink?> link = CommonOptions.OneOf("--link", "Board: how models come to it while it runs [serial].", Words<ProjectLink>());
        Option<string?> model = new("--model") { Description = "A model file for the project to carry.", HelpName = "model.edgenet" };
        Option<bool> update = new("--update") { Description = "Bring the folder EdgeNet/ of a project that was written before up to date, and touch nothing else." };
        Option<bool> force = new("--force") { Description = "With --update: overwrite files in EdgeNet/ that were changed." };
        Option<bool> json = CommonOptions.Json();
        Command command = new("new", """
            Write a solution of your own: an app that reads a sensor, classifies and lights an LED, with EdgeNet's sources beside it, the wires in its README, and a test that runs it on a virtual board.

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
                parsed.AddError(parsed.GetValue(update) ? $"--update keeps what the project was written with: leave out {other.Name}" : $"{other.Name} is for --update: edgenet new overwrites nothing");
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
                Sensor = parsed.GetValue(sensor) ?? ProjectSensor.None,
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
            Console.WriteLine(updated.Files == 0 ? $"{folder}: has {updated.After} already" : $"{folder}: from {updated.Before} to {updated.After}, {updated.Files} files written");
        }
    }

    private static void Report(NewProject project, string folder, bool json)
    {
        if (json)
        {
            Json.Print(new { folder, name = project.Name, version = project.Version, files = project.Files.Count, boardHeapBytes = project.Heap?.NeededBytes, boardHeapSizeBytes = project.Heap?.Board.HeapBytes });
            return;
        }

        Console.WriteLine($"written: {folder}: {project.Files.Count} files, {project.Version}");
        if (project.Heap is HeapForecast heap)
        {
            Console.WriteLine($"on {heap.Board.Name}: the app with this model needs at most {heap.Needed} of {heap.Board.HeapBytes:N0} bytes of heap");
        }

        Console.WriteLine($"next: cd {folder}, dotnet test {project.Name}.Tests, and the steps in README.md");
    }

    private static (string, T)[] Words<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(v => (v.ToString().ToLowerInvariant(), v))];
}
