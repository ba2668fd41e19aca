using System.CommandLine;
using EdgeNet.Cli.Options;
using EdgeNet.Cli.Reports;
using EdgeNet.Cli.Terminal;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Workflows;

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
        Option<int?> samples = CommonOptions.Whole("--samples", $"Number of samples to classify, spread evenly over the data [{DefaultSamples}].", 1, 10_000_000);
        Option<int> seed = CommonOptions.Seed();
        Option<bool> json = CommonOptions.Json();
        Command command = new("emulate", """
            Run a model on a virtual board, with the same assemblies as on a real one. Compare its answers with the desktop's, and report time and memory.

            Examples:
              edgenet emulate digits.edgenet --data builtin:digits
              edgenet emulate mnist.edgenet --data mnist/ --board esp32 --samples 1000
            """)
        {
            model, data, labelColumn, board, samples, seed, json,
        };
        command.SetAction(parsed =>
        {
            LoadedModel file = LoadedModel.Read(parsed.GetRequiredValue(model));
            Dataset all = file.ReadData(parsed.GetRequiredValue(data), parsed.GetValue(labelColumn), parsed.GetValue(seed));
            BoardProfile profile = parsed.GetRequiredValue(board);
            int wanted = Math.Min(parsed.GetValue(samples) ?? DefaultSamples, all.Count);
            using Interruption interruption = new();
            EmulationReport report = EmulatedModel.Run(file.Bytes, all, wanted, profile, Progress(), interruption.Token);
            if (interruption.Requested)
            {
                InterruptionReport.Say(report, wanted);
            }

            if (parsed.GetValue(json))
            {
                Json.Print(report);
            }
            else if (report.Samples > 0)
            {
                EmulationTable.Print(report, file.Model, profile);
            }

            return interruption.Requested ? Interruption.ExitCode : 0;
        });
        return command;
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
