using System.CommandLine;
using EdgeNet.Cli.Emulation;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Emulator;
using Spectre.Console;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet emulate: a model on a virtual board.</summary>
internal static class EmulateCommand
{
    private const int DefaultSamples = 100;

    public static Command Create()
    {
        Argument<string> model = new("model") { Description = "The model file.", HelpName = "model.edgenet" };
        Option<string> data = CommonOptions.Data();
        Option<string?> labelColumn = CommonOptions.LabelColumn();
        Option<BoardProfile> board = CommonOptions.Board();
        Option<int?> samples = CommonOptions.Whole("--samples", $"How many samples to take, spread evenly [{DefaultSamples}].", 1, 10_000_000);
        Option<int> seed = CommonOptions.Seed();
        Option<bool> json = CommonOptions.Json();
        Command command = new("emulate", """
            Deploy a model to a virtual board, with the assemblies that a real one is given, and classify: are the answers those of the desktop, how long do they take, how much memory do they need?

            Examples:
              edgenet emulate digits.edgenet --data builtin:digits
              edgenet emulate mnist.edgenet --data mnist/ --board esp32 --samples 1000
            """)
        {
            model, data, labelColumn, board, samples, seed, json,
        };
        command.SetAction(parsed =>
        {
            (ModelFile file, byte[] bytes) = ModelLoader.LoadWithBytes(parsed.GetRequiredValue(model));
            Dataset all = EvalCommand.DataFor(file, parsed.GetValue(labelColumn)).LoadTest(parsed.GetRequiredValue(data), parsed.GetValue(seed));
            BoardProfile profile = parsed.GetRequiredValue(board);
            using Interruption interruption = new();
            int wanted = Math.Min(parsed.GetValue(samples) ?? DefaultSamples, all.Count);
            EmulationReport report = EmulatedModel.Run(bytes, all, wanted, profile, Progress(), interruption.Token);
            int code = CodeOf(interruption, report, wanted);
            if (parsed.GetValue(json))
            {
                Json.Print(report);
            }
            else if (report.Samples > 0)
            {
                Print(report, profile);
            }

            return code;
        });
        return command;
    }

    /// <summary>The exit code of a run, which says on stderr where it was interrupted; what was done until then counts.</summary>
    public static int CodeOf(Interruption interruption, EmulationReport report, int wanted)
    {
        if (!interruption.Requested)
        {
            return 0;
        }

        Console.Error.WriteLine($"edgenet: interrupted after {report.Samples:N0} of {wanted:N0} samples on the virtual board");
        return Interruption.ExitCode;
    }

    /// <summary>Prints a report of at least one sample as a table.</summary>
    public static void Print(EmulationReport report, BoardProfile profile)
    {
        Table table = new Table().Border(TableBorder.Rounded).AddColumns($"virtual board {profile.Name}", "");
        table.AddRow("same logits as the desktop", $"{report.Agreement:P1} of {report.Samples:N0} samples");
        table.AddRow("right", $"{report.Accuracy:P1}");
        table.AddRow("a classification", $"{report.PredictedMicroseconds / 1000:F1} ms predicted, {report.InstructionsPerClassification:N0} instructions");
        table.AddRow("loading", $"{report.LoadMicroseconds / 1000:F0} ms predicted");
        table.AddRow("heap", $"{report.HeapPeakBytes:N0} of {report.HeapSizeBytes:N0} bytes at the most");
        AnsiConsole.Write(table);
        foreach (MethodCost method in report.HotMethods)
        {
            AnsiConsole.WriteLine($"{method.Microseconds / report.Samples,10:N0} us  {method.Method}");
        }
    }

    private static Action<int, int> Progress()
    {
        DateTime last = DateTime.UtcNow;
        return (done, count) =>
        {
            if (DateTime.UtcNow - last > TimeSpan.FromSeconds(2))
            {
                Console.Error.WriteLine($"{done} of {count} samples");
                last = DateTime.UtcNow;
            }
        };
    }
}
