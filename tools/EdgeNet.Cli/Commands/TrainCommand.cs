using System.CommandLine;
using EdgeNet.Cli.Options;
using EdgeNet.Cli.Reports;
using EdgeNet.Cli.Terminal;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet train: from data to a model file.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        DataOptions data = new(forTraining: true);
        Option<string?> test = new("--test") { Description = "Test data [the test part of the data, else about a fifth of every class, chosen by --seed].", HelpName = "path" };
        Option<string> output = new("--out") { Description = "The model file to write.", Required = true, HelpName = "model.edgenet" };
        Option<string?> name = new("--name") { Description = "Name of the model [the name of the file]." };
        LearningOptions learning = new();
        AnomalyOptionGroup anomaly = new();
        Option<string?> checkpoint = new("--checkpoint") { Description = "Save the state of the training to this file every few seconds; --from continues it.", HelpName = "file.safetensors" };
        Option<string?> from = new("--from") { Description = "Continue the training that --checkpoint saved in this file. Give the other options as before.", HelpName = "file.safetensors" };
        Option<BoardProfile> board = CommonOptions.Board();
        Option<bool> allowLoss = new("--allow-loss") { Description = "Write the model even if quantisation costs more than 5 percentage points of accuracy." };
        Option<bool> strip = new("--strip") { Description = "Omit from the file what only people read: the names of the model, the data and the columns, the accuracy, the build and the statistics of the data." };
        Option<bool> unsureOutside = new("--unsure-outside") { Description = "Tables: the board's answer becomes unsure if a reading is far outside of the trained range: beyond it by more than half of its width." };
        Option<bool> drift = new("--drift") { Description = "Add to the file what a board that learns needs to notice that its readings are no longer like those of the training." };
        Option<bool> force = CommonOptions.Force();
        Option<bool> json = CommonOptions.Json();

        Command command = new("train", """
            Train a network, quantise it and write a model file. Ctrl-C ends the training early and writes the best network so far
            to --out or, if that file exists, to NAME.interrupted.edgenet beside it.

            Examples:
              edgenet train --data builtin:xor --hidden 3 --out xor.edgenet
              edgenet train --data iris.csv --hidden 16 --out iris.edgenet
              edgenet train --data export.csv --decimal comma --encoding windows-1252 --ignore id,name --missing median --out export.edgenet
              edgenet train --data recordings/ --file-names '{label}_{speaker}_{number}' --split-by speaker --out words.edgenet
              edgenet train --data gestures/ --window 2s --stride 0.5s --rate 100 --features "mean, std, peaks, bands 8" --out gestures.edgenet
              edgenet train --data mnist/ --hidden 32 --epochs 10 --out mnist.edgenet
              edgenet train --task anomaly --data normal.csv --ignore time --false-alarms 1/week --every 10s --out pump.edgenet
              edgenet train --data photos/ --input-size 20x20 --grey --hidden 64,32 --out photos.edgenet
              edgenet train --data photos/ --model "conv 8 3x3 stride 2, pool 2, dense 32 relu, dense 3" --out photos.edgenet
              edgenet train --data mnist/ --model small --weight-bits 4 --activation-bits 4 --augment --epochs 30 --out mnist.edgenet

            Layers of --model, separated by commas; what is in brackets may be left out:
              conv 8 3x3 [stride 2] [same|pad 1] [without norm] [relu|sigmoid|tanh|linear]   8 filters of 3x3 over a picture
              depthwise 3x3 [...]    one filter per channel      pointwise 16 [...]     16 filters of 1x1
              conv1d 8 5 [...]       8 filters of 5 steps over a sequence: the values of a row, or the rows of a grey picture
              pool 2 [stride 2] [same]    the largest of each 2x2     average 2, average all    their mean
              add 2 [relu]           adds what went into the two layers before it; shapes must be equal
              dense 10 [relu|...]    every output reads all values; the last layer has one output per class or number
            """);
        data.AddTo(command);
        Array.ForEach<Option>([test, output, name], command.Add);
        learning.AddTo(command);
        anomaly.AddTo(command);
        Array.ForEach<Option>([checkpoint, from, board, allowLoss, strip, unsureOutside, drift, force, json], command.Add);
        command.SetAction(parsed =>
        {
            DataSource source = data.Of(parsed);
            source = source with { Csv = source.Csv with { Normal = anomaly.NormalOf(parsed) } };
            TrainingRequest request = new(data.NameOf(parsed), parsed.GetRequiredValue(output))
            {
                Test = parsed.GetValue(test),
                Name = parsed.GetValue(name),
                Source = source,
                Folds = learning.FoldsOf(parsed),
                Checkpoint = parsed.GetValue(checkpoint),
                From = parsed.GetValue(from),
                AllowLoss = parsed.GetValue(allowLoss),
                Strip = parsed.GetValue(strip),
                UnsureOutside = parsed.GetValue(unsureOutside),
                Drift = parsed.GetValue(drift),
                Force = parsed.GetValue(force),
                Options = learning.Of(parsed),
                Model = learning.ModelOf(parsed),
                Teacher = learning.TeacherOf(parsed),
                Anomaly = anomaly.Of(parsed, source.Csv.Task),
                Board = parsed.GetResult(board) is { Implicit: false } ? parsed.GetRequiredValue(board) : null,
            };
            bool asJson = parsed.GetValue(json);
            if (source.Csv.Task == TaskKind.Anomaly)
            {
                return AnomalyTraining.Run(request, parsed.GetRequiredValue(board), asJson);
            }

            TrainingJob job = TrainingJob.Prepare(request);
            DataReport.Warn(data.NameOf(parsed), job.Data);
            if (!asJson)
            {
                DataReport.Print(job.Data, job.Options.Model);
            }

            if (parsed.GetResult(board) is { Implicit: true } && job.Foresee(parsed.GetRequiredValue(board)) is { } foreseen)
            {
                // The notes in the file may add a few bytes; the report after the training has the exact figure.
                ModelReport.Warn(foreseen);
            }

            using Interruption interruption = new();
            TrainedModel trained = TrainingDisplay.Run("training", progress => job.Run(progress, interruption.Token, CheckpointReport.Warn));
            InterruptionReport.Say(trained);
            (HeapForecast heap, EmulationReport? emulation) = EmulatedModel.Forecast(trained.Model.File, job.Data.Test, parsed.GetRequiredValue(board));
            if (asJson)
            {
                Dictionary<string, object?> printed = JsonReports.Of(trained, heap, emulation?.PredictedMicroseconds, emulation?.Signal?.Share);
                printed["data"] = JsonReports.OfData(job.Data);
                Json.Print(printed);
            }
            else
            {
                TrainingReport.Print(trained, heap, emulation?.PredictedMicroseconds, emulation?.Signal?.Share);
                if (trained.Model.Anomaly is { } choice)
                {
                    Console.WriteLine($"anomalies: {choice.Description}");
                    AnomalyReport.PrintChoice(choice, request.Anomaly!.For(job.Data.Train));
                }
            }

            ModelReport.Warn(heap);
            ModelReport.Warn(emulation?.Signal);
            CheckpointReport.Say(trained);
            return trained.Interrupted ? Interruption.ExitCode : trained.CheckpointFailure is null ? 0 : 1;
        });
        return command;
    }
}
