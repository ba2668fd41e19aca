using System.CommandLine;
using EdgeNet.Cli.Options;
using EdgeNet.Cli.Reports;
using EdgeNet.Cli.Terminal;
using EdgeNet.Data;
using EdgeNet.Trainer.Reports;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet demo: from data to a virtual board in a few seconds.</summary>
internal static class DemoCommand
{
    public static Command Create()
    {
        Option<string> output = new("--out") { Description = "The model file to write.", DefaultValueFactory = _ => "digits.edgenet", HelpName = "model.edgenet" };
        Option<bool> force = CommonOptions.Force();
        Option<int> seed = CommonOptions.Seed();
        Option<bool> json = CommonOptions.Json();
        Command command = new("demo", """
            Draw handwritten digits, train a network on them, quantise it, write the model file, load it again, classify some digits, and run it on a virtual ESP32.
            This needs no data and takes a few seconds.
            The demo writes one file, digits.edgenet in the current folder or the file named by --out. It replaces a model file of that name, but no other kind of file.

            Example:
              edgenet demo
            """)
        {
            output, force, seed, json,
        };
        command.SetAction(parsed =>
        {
            Demo demo = Demo.Prepare(parsed.GetRequiredValue(output), parsed.GetValue(force));
            Console.Error.WriteLine("drawing 45,000 digits ...");
            TrainingJob job = demo.Draw(parsed.GetValue(seed));
            using Interruption interruption = new();
            TrainedModel trained = TrainingDisplay.Run("training 784-32-10", progress => job.Run(progress, interruption.Token));
            InterruptionReport.Say(trained);
            EmulationReport? report = interruption.Requested ? null : Demo.Emulate(trained.Model.File, job.Data.Test, interruption.Token);
            HeapForecast heap = report is null ? AppBoard.Forecast(Demo.Board, trained.Model.File) : new(Demo.Board, report.HeapPeakBytes);
            if (report is not null && interruption.Requested)
            {
                InterruptionReport.Say(report, Demo.EmulatedSamples);
            }

            if (parsed.GetValue(json))
            {
                Dictionary<string, object?> printed = JsonReports.Of(trained, heap, report?.PredictedMicroseconds);
                if (report is not null)
                {
                    printed["emulation"] = JsonReports.Of(report, TaskKind.Classification, TestOrigin.TestPart);
                }

                Json.Print(printed);
            }
            else
            {
                TrainingReport.PrintSummary(trained, heap);
                if (!interruption.Requested)
                {
                    Print(Demo.Read(trained.Path, job.Data.Test));
                    EmulationTable.Print(report!, trained.Model.Model, Demo.Board);
                    Console.WriteLine($"Next: edgenet inspect {trained.Path}; edgenet emulate {trained.Path} --data builtin:digits; edgenet train --help");
                }
            }

            return interruption.Requested ? Interruption.ExitCode : 0;
        });
        return command;
    }

    // Side by side.
    private static void Print(DemoReading[] readings)
    {
        string[][] drawings = Array.ConvertAll(readings, r => PictureText.Draw(r.Pixels, r.Shape.Height, r.Shape.Width));
        for (int line = 0; line < drawings[0].Length; line++)
        {
            Console.WriteLine(string.Join("  ", drawings.Select(d => d[line])));
        }

        Console.WriteLine(string.Join("  ", readings.Select(r => $"predicted {r.Answer} ({r.ConfidencePercent} %), is {r.Label}".PadRight(r.Shape.Width))));
    }
}
