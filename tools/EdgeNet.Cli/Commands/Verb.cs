using System.CommandLine;

namespace EdgeNet.Cli.Commands;

/// <summary>A command of edgenet.</summary>
/// <param name="Name">The word that selects it.</param>
/// <param name="Summary">What it does, in one line of a terminal.</param>
/// <param name="Create">Creates it with its options.</param>
internal sealed record Verb(string Name, string Summary, Func<Command> Create)
{
    /// <summary>All commands, in the order of a project.</summary>
    public static readonly Verb[] All =
    [
        new("demo", "Train on drawn digits and run the model on a virtual ESP32.", DemoCommand.Create),
        new("studio", "Gather data, train, look and try on a page in the browser.", StudioCommand.Create),
        new("new", "Begin a project of your own, for a board or a PC.", NewCommand.Create),
        new("train", "Train a network and write a model file.", TrainCommand.Create),
        new("import", "Make a model file of a LiteRT or ONNX network.", ImportCommand.Create),
        new("eval", "Test a model file on data.", EvalCommand.Create),
        new("report", "Write a page that shows where a model is wrong.", ReportCommand.Create),
        new("inspect", "Show what a model file contains and needs.", InspectCommand.Create),
        new("classify", "Run a model on pictures, tables or numbers.", ClassifyCommand.Create),
        new("run", "Answer a sketch's inputs with a model, over OSC.", RunCommand.Create),
        new("wekinator", "Record, train and run over OSC, in Wekinator's way.", WekinatorCommand.Create),
        new("emulate", "Run a model on a virtual board.", EmulateCommand.Create),
        new("boards", "List the boards and their figures.", BoardsCommand.Create),
        new("export", "Write a model as C#, C or ONNX.", ExportCommand.Create),
        new("deploy", "Put a model on a board.", DeployCommand.Create),
        new("capture", "Record a board's readings for training.", CaptureCommand.Create),
        new("watch", "Show a board's classifications live.", WatchCommand.Create),
        new("teach", "Teach a board by example.", TeachCommand.Create),
        new("data", "Show what data hold, and how they are split.", DataCommand.Create),
        new("correct", "Put wrong labels right beside the data.", CorrectCommand.Create),
        new("serve", "Give models to boards over HTTP.", ServeCommand.Create),
        new("sign", "Sign models for boards that accept only signed ones.", SignCommand.Create),
        new("datasets", "List the built-in data.", DatasetsCommand.Create),
    ];

    /// <summary>Prints one line per command.</summary>
    public static void PrintAll()
    {
        Console.WriteLine("EdgeNet trains small networks on a PC and runs them on boards that cost a few dollars.\n");
        foreach (Verb verb in All)
        {
            Console.WriteLine($"  edgenet {verb.Name,-10}{verb.Summary}");
        }

        Console.WriteLine("\n\"edgenet COMMAND --help\" explains a command; \"edgenet demo\" is a good start.");
    }
}
