using System.CommandLine;
using EdgeNet.Cli.Emulation;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Reports;
using EdgeNet.Trainer.Training;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet demo: the whole way in a few seconds.</summary>
internal static class DemoCommand
{
    private const int Shown = 4;
    private const int EmulatedSamples = 100;

    public static Command Create()
    {
        Option<string> output = new("--out") { Description = "The model file to write.", DefaultValueFactory = _ => "digits.edgenet", HelpName = "model.edgenet" };
        Option<bool> force = CommonOptions.Force();
        Option<int> seed = CommonOptions.Seed();
        Option<bool> json = CommonOptions.Json();
        Command command = new("demo", """
            Draw handwritten digits, train a network on them, quantise it, write it, load it again, let it read some, and run it on a virtual ESP32. Needs no data and takes a few seconds.
            It writes one file, digits.edgenet in the current folder or the one named by --out, and replaces a model file of that name but no other kind of file.

            Example:
              edgenet demo
            """)
        {
            output, force, seed, json,
        };
        command.SetAction(parsed =>
        {
            string path = parsed.GetRequiredValue(output);
            bool quiet = parsed.GetValue(json);
            OutputFile file = OutputFile.Create(path, BuiltModel.FileKind, parsed.GetValue(force));
            Console.Error.WriteLine("drawing 45,000 digits ...");
            DatasetSplit split = BuiltInDatasets.Create("digits", parsed.GetValue(seed));
            using Interruption interruption = new();
            (BuiltModel built, path) = TrainCommand.TrainAndWrite("training 784-32-10", split, new TrainingOptions { Seed = parsed.GetValue(seed) }, "digits", false, file, interruption);
            EmulationReport? report = interruption.Requested ? null : EmulatedModel.Run(built.File, split.Test, EmulatedSamples, BoardProfile.Esp32, null, interruption.Token);
            HeapForecast heap = report is null ? AppBoard.Forecast(BoardProfile.Esp32, built.File) : new(BoardProfile.Esp32, report.HeapPeakBytes);
            int code = report is null ? Interruption.ExitCode : EmulateCommand.CodeOf(interruption, report, EmulatedSamples);
            if (quiet)
            {
                Dictionary<string, object> json = TrainCommand.ToJson(built, heap, path, interruption.Requested);
                if (report is not null)
                {
                    json["emulation"] = report;
                }

                Json.Print(json);
                return code;
            }

            ModelReport.Print(built, heap, path);
            if (code == 0)
            {
                ReadSome(path, split.Test);
                EmulateCommand.Print(report!, BoardProfile.Esp32);
                Console.WriteLine($"Next: edgenet inspect {path}; edgenet emulate {path} --data builtin:digits; edgenet train --help");
            }

            return code;
        });
        return command;
    }

    // From the file, as a board would: what was trained is not used any more.
    private static void ReadSome(string path, Dataset test)
    {
        Network network = Network.Load(File.ReadAllBytes(path));
        int[] samples = [.. Enumerable.Range(0, Shown).Select(i => (i * 1237) % test.Count)];
        string[][] drawings = [.. samples.Select(s => PictureText.Draw(test.Sample(s), test.Shape.Height, test.Shape.Width))];
        for (int line = 0; line < drawings[0].Length; line++)
        {
            Console.WriteLine(string.Join("  ", drawings.Select(d => d[line])));
        }

        IEnumerable<string> answers = samples.Select(s =>
        {
            int answer = network.Classify(test.Sample(s).ToArray());
            return $"says {network.Label(answer)} ({network.ConfidencePercent()} %), is {test.Labels[test.ClassOf(s)]}".PadRight(test.Shape.Width);
        });
        Console.WriteLine(string.Join("  ", answers));
    }
}
