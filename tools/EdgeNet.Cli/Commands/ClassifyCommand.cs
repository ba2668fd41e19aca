using System.CommandLine;
using System.Globalization;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Pictures;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet classify: what a model says of a picture, a file of samples, or numbers.</summary>
internal static class ClassifyCommand
{
    public static Command Create()
    {
        Argument<string> model = new("model") { Description = "The model file.", HelpName = "model.edgenet" };
        Argument<string[]> inputs = new("input")
        {
            Description = "A PNG or PGM picture, a CSV file of features, an IDX file of pictures, or numbers.",
            Arity = ArgumentArity.OneOrMore,
            HelpName = "file|values...",
        };
        Option<bool> invert = new("--invert") { Description = "Pictures: turn dark into light first, for ink on paper." };
        Option<bool> json = CommonOptions.Json();
        Command command = new("classify", """
            Run a model on a picture, on every sample of a file, or on numbers.

            Examples:
              edgenet classify digits.edgenet photo.png --invert
              edgenet classify iris.edgenet 5.1 3.5 1.4 0.2
              edgenet classify iris.edgenet flowers.csv
            """)
        {
            model, inputs, invert, json,
        };
        command.SetAction(parsed =>
        {
            ModelFile file = ModelLoader.Load(parsed.GetRequiredValue(model));
            Network network = new(file);
            List<object> results = [];
            foreach ((string name, float[] raw) in Samples(parsed.GetRequiredValue(inputs), file, parsed.GetValue(invert)))
            {
                network.Classify(raw);
                if (parsed.GetValue(json))
                {
                    results.Add(ToJson(name, network, file));
                }
                else
                {
                    Console.WriteLine($"{name}: {Describe(network, file)}");
                }
            }

            if (parsed.GetValue(json))
            {
                Json.Print(new { results });
            }
        });
        return command;
    }

    private static IEnumerable<(string Name, float[] Raw)> Samples(string[] inputs, ModelFile model, bool invert)
    {
        if (TryNumbers(inputs) is float[] numbers)
        {
            return numbers.Length == model.Input.Count
                ? [("input", numbers)]
                : throw new UserException($"the model takes {model.Input.Count} values and was given {numbers.Length}");
        }

        return inputs.SelectMany(path => FileSamples(path, model, invert));
    }

    private static IEnumerable<(string Name, float[] Raw)> FileSamples(string path, ModelFile model, bool invert)
    {
        if (PictureFile.IsPicture(path))
        {
            if (model.Input.Rank == 1 || model.Input.Channels != 1)
            {
                throw new UserException($"{path}: the model takes {model.Input.Count} features, not a grey picture");
            }

            byte[] pixels = PictureFile.Read(path).Resize(model.Input.Width, model.Input.Height).Pixels;
            return [(path, Array.ConvertAll(pixels, p => (float)(invert ? 255 - p : p)))];
        }

        if (IdxDataset.IsImages(path))
        {
            (int[] sizes, byte[] values) = IdxReader.Read(path, 3);
            int size = sizes[1] * sizes[2];
            return size == model.Input.Count
                ? Enumerable.Range(0, sizes[0]).Select(i => ($"{path} {i}", Array.ConvertAll(values[(i * size)..((i + 1) * size)], v => (float)v)))
                : throw new UserException($"{path}: pictures of {sizes[1]}x{sizes[2]}, the model takes {model.Input.Count} values");
        }

        return CsvDataset.ReadFeatures(path, model.Input.Count).Select((row, i) => ($"row {i + 1}", row));
    }

    private static float[]? TryNumbers(string[] inputs)
    {
        string[] words = [.. inputs.SelectMany(i => i.Split(',', ' ')).Where(w => w.Length > 0)];
        float[] numbers = new float[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            if (!float.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]))
            {
                return null;
            }

            if (!float.IsFinite(numbers[i]))
            {
                throw new UserException($"value {i + 1} is {words[i]}; only finite numbers can be classified");
            }
        }

        return numbers;
    }

    private static string Describe(Network network, ModelFile model)
    {
        IEnumerable<int> outputs = Enumerable.Range(0, network.OutputCount);
        return (TaskKind)model.Output.Task switch
        {
            TaskKind.Regression => string.Join(", ", outputs.Select(o => $"{NumberText.Of(network.Value(o), "G6")} {network.Label(o)}")),
            TaskKind.MultiLabel => string.Join(", ", outputs.Select(o => $"{network.Label(o)} {(network.IsOn(o) ? "yes" : "no")} ({network.Value(o):P0})")),
            _ => $"{network.Label(network.Best)} ({network.ConfidencePercent()} %)",
        };
    }

    /// <summary>What --json prints of a sample: values of their own, because the network's are those of its last run.</summary>
    public static Dictionary<string, object> ToJson(string name, Network network, ModelFile model)
    {
        int[] outputs = [.. Enumerable.Range(0, network.OutputCount)];
        Dictionary<string, object> json = new() { ["input"] = name };
        if (model.Output.Task == ModelFormat.Classification)
        {
            json["label"] = network.Label(network.Best);
            json["index"] = network.Best;
        }

        if (model.Output.Task == ModelFormat.MultiLabel)
        {
            json["on"] = Array.ConvertAll(Array.FindAll(outputs, network.IsOn), network.Label);
        }

        json["confidencePercent"] = network.ConfidencePercent();
        json["values"] = Array.ConvertAll(outputs, network.Value);
        json["logits"] = Array.ConvertAll(outputs, network.Logit);
        json["labels"] = model.Labels;
        return json;
    }
}
