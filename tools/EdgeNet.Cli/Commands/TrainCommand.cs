using System.CommandLine;
using EdgeNet.Cli.Options;
using EdgeNet.Cli.Reports;
using EdgeNet.Cli.Terminal;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet train: from data to a model file.</summary>
internal static class TrainCommand
{
    public static Command Create()
    {
        TrainingRequestOptions options = new();
        Option<string?> report = new("--report") { Description = "Also write a page about the model, as \"edgenet report\" does, with what rounding to integers cost each layer.", HelpName = "report.html" };
        Option<string?> onnx = new("--onnx") { Description = "Also write the network in floating point, before its quantisation, as ONNX.", HelpName = "float.onnx" };
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
              edgenet train --data mnist/ --hidden 32 --epochs 10 --out mnist.edgenet --report mnist.html
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
        options.AddTo(command);
        Array.ForEach<Option>([report, onnx, json], command.Add);
        command.SetAction(parsed =>
        {
            TrainingRequest request = options.Of(parsed);
            BoardProfile board = options.BoardOf(parsed);
            bool asJson = parsed.GetValue(json);
            string[] others = [.. new[] { request.Data, request.Test, request.Output }.OfType<string>()];
            OutputFile? page = parsed.GetValue(report) is string path ? OutputFile.Create(path, LookPage.FileKind, request.Force, others) : null;
            OutputFile? floats = parsed.GetValue(onnx) is string name ? OutputFile.Create(name, OnnxExport.Kind, request.Force, others) : null;
            if (request.Source.Csv.Task == TaskKind.Anomaly)
            {
                return AnomalyTraining.Run(request, board, page, asJson);
            }

            TrainingJob job = TrainingJob.Prepare(request);
            DataReport.Warn(request.Data, job.Data);
            if (!asJson)
            {
                DataReport.Print(job.Data, job.Options.Model);
            }

            if (request.Board is null && job.Foresee(board) is { } foreseen)
            {
                // The notes in the file may add a few bytes; the report after the training has the exact figure.
                ModelReport.Warn(foreseen);
            }

            using Interruption interruption = new();
            TrainedModel trained = TrainingDisplay.Run("training", progress => job.Run(progress, interruption.Token, CheckpointReport.Warn));
            InterruptionReport.Say(trained);
            BoardLook needs = BoardLook.Of(trained.Model.File, job.Data.Test, board);
            (HeapForecast heap, EmulationReport? emulation) = needs;
            if (asJson)
            {
                Dictionary<string, object?> printed = JsonReports.Of(trained, heap, emulation?.PredictedMicroseconds, emulation?.Signal?.Share);
                PageReport.AddTo(printed, page);
                OnnxReport.AddTo(printed, floats);
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

            OnnxReport.Write(floats, trained, asJson);
            PageReport.Write(page, () => ModelLook.Of(trained, job.Data, needs), asJson);
            ModelReport.Warn(heap);
            ModelReport.Warn(emulation?.Signal);
            CheckpointReport.Say(trained);
            return trained.Interrupted ? Interruption.ExitCode : trained.CheckpointFailure is null ? 0 : 1;
        });
        return command;
    }
}
