using System.CommandLine;
using System.Globalization;
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
        Option<float[]?> mean = Numbers("--mean", "What is subtracted from raw values: one number, or one per channel [what the file says, else 0].", least: float.MinValue);
        Option<float[]?> deviation = Numbers("--std", "By what the difference is divided, above 0: one number, or one per channel [what the file says, else 1].", least: float.Epsilon);
        Option<string?> labels = new("--labels") { Description = "Text file with a label per line [those of the file, else numbers].", HelpName = "labels.txt" };
        Option<TaskKind?> task = CommonOptions.OneOf("--task", "What the network finds [softmax at its end: classification; logistic: multi-label; else regression].",
            ("classification", TaskKind.Classification), ("multi-label", TaskKind.MultiLabel), ("regression", TaskKind.Regression));
        Option<bool> strip = new("--strip") { Description = "Omit from the file the name of the network, and what its tensors were in the original." };
        Option<bool> force = CommonOptions.Force();
        Option<bool> json = CommonOptions.Json();
        Command command = new("import", """
            Make a model file of a network that was trained elsewhere: LiteRT (TensorFlow Lite) of int8.
            The model computes what LiteRT's reference kernels compute, byte for byte. What cannot be run is refused, with its place.
            How pixels or readings become the network's input is read from the file's metadata, or said with --mean and --std:
            input = (raw - mean) / std. Without either, raw values are the network's own input.

            Examples:
              edgenet import kws.tflite --out kws.edgenet
              edgenet import faces.tflite --out faces.edgenet --mean 127.5 --std 127.5 --labels faces.txt
              edgenet import plants.tflite --out plants.edgenet --mean 123.7,116.3,103.5 --std 58.4,57.1,57.4
            """)
        {
            network, output, mean, deviation, labels, task, strip, force, json,
        };
        command.SetAction(parsed =>
        {
            ImportRequest request = new(parsed.GetRequiredValue(network), parsed.GetRequiredValue(output))
            {
                Mean = Given(parsed.GetValue(mean)),
                Deviation = Given(parsed.GetValue(deviation)),
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

    // An option of several values that is not given has none of them.
    private static float[]? Given(float[]? numbers) => numbers is { Length: > 0 } ? numbers : null;

    private static Option<float[]?> Numbers(string name, string description, float least) => new(name)
    {
        Description = description,
        HelpName = "X[,Y...]",
        CustomParser = r =>
        {
            string[] words = r.Tokens[0].Value.Split(',');
            float[] numbers = [.. words.Select(w => float.TryParse(w, NumberStyles.Float, CultureInfo.InvariantCulture, out float v) && float.IsFinite(v) && v >= least ? v : float.NaN)];
            return Array.Exists(numbers, float.IsNaN) ? CommonOptions.Refuse<float[]?>(r, $"{name} must be a number{(least > 0 ? " above 0" : "")}, or one per channel with commas between, not {r.Tokens[0].Value}") : numbers;
        },
    };
}
