using System.CommandLine;
using EdgeNet.Cli.Options;
using EdgeNet.Cli.Reports;
using EdgeNet.Data;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet import: a network of LiteRT or ONNX as a model file.</summary>
internal static class ImportCommand
{
    public static Command Create()
    {
        Argument<string> network = new("network") { Description = "The network of another program.", HelpName = "model.tflite|model.onnx" };
        Option<string> output = new("--out") { Description = "The model file to write.", Required = true, HelpName = "model.edgenet" };
        ScalingOptions scaling = new();
        Option<string?> labels = new("--labels") { Description = "Text file with a label per line [those of the file, else the classes of the data with --calibrate, else numbers].", HelpName = "labels.txt" };
        Option<TaskKind?> task = CommonOptions.OneOf("--task", "What the network finds [softmax at its end: classification; logistic: multi-label; else regression].",
            ("classification", TaskKind.Classification), ("multi-label", TaskKind.MultiLabel), ("regression", TaskKind.Regression));
        Option<string> calibrate = new("--calibrate") { Description = "Data like those of the training, from which the ranges of a network of real numbers are measured, and its accuracy before and after: what edgenet train --data reads.", HelpName = "path|builtin:name" };
        DataOptions data = new DataOptions(forTraining: true, calibrate, task).Optional();
        Option<bool> allowLoss = new("--allow-loss") { Description = "Write the model even if quantisation costs more than 5 percentage points of accuracy." };
        Option<bool> strip = new("--strip") { Description = "Omit from the file the name of the network, and what its tensors were in the original." };
        Option<bool> force = CommonOptions.Force();
        Option<bool> json = CommonOptions.Json();
        Command command = new("import", """
            Make a model file of a network that was trained elsewhere: LiteRT (TensorFlow Lite) or ONNX. Of a LiteRT network of int8, the model computes
            what LiteRT's reference kernels compute, byte for byte. Networks of real numbers are quantised: for that they need data like those of their
            training (--calibrate). What cannot be run is refused, with its place.
            How pixels or readings become the network's input is read from the file's metadata, or said with --mean and --std:
            input = (raw - mean) / std. Without either, raw values are the network's own input.

            Examples:
              edgenet import kws.tflite --out kws.edgenet
              edgenet import faces.tflite --out faces.edgenet --mean 127.5 --std 127.5 --labels faces.txt
              edgenet import digits.onnx --out digits.edgenet --calibrate mnist/ --std 255
              edgenet import plants.onnx --out plants.edgenet --calibrate plants/ --input-size 96x96 --mean 123.7,116.3,103.5 --std 58.4,57.1,57.4
            """)
        {
            network, output, labels, strip, force, json, allowLoss,
        };
        scaling.AddTo(command);
        data.AddTo(command);
        command.SetAction(parsed =>
        {
            ImportRequest request = new(parsed.GetRequiredValue(network), parsed.GetRequiredValue(output))
            {
                Mean = scaling.MeanOf(parsed),
                Deviation = scaling.DeviationOf(parsed),
                Calibrate = parsed.GetValue(calibrate),
                Source = data.Of(parsed),
                AllowLoss = parsed.GetValue(allowLoss),
                Labels = parsed.GetValue(labels),
                Task = parsed.GetValue(task),
                Strip = parsed.GetValue(strip),
                Force = parsed.GetValue(force),
            };
            ImportedModel model = ImportedModel.Write(request);
            if (parsed.GetValue(json))
            {
                Json.Print(JsonReports.Of(model, request.Output));
            }
            else
            {
                ImportReport.Print(model, request.Output);
            }
        });
        return command;
    }
}
