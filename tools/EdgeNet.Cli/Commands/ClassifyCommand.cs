using System.CommandLine;
using EdgeNet.Cli.Options;
using EdgeNet.Cli.Reports;
using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet classify: runs a model on a picture, a file of samples, or numbers.</summary>
internal static class ClassifyCommand
{
    public static Command Create()
    {
        Argument<string> model = new("model") { Description = "The model file.", HelpName = "model.edgenet" };
        Argument<string[]> inputs = new("input")
        {
            Description = "A PNG, JPEG, BMP or PGM picture, a CSV file of features, an IDX file of pictures, or numbers; for a model of recordings a CSV, WAV or JSON file, lines of numbers, or a folder of them.",
            Arity = ArgumentArity.ZeroOrMore,
            HelpName = "file|values...",
        };
        Option<bool> invert = new("--invert") { Description = "Pictures: invert them first, for dark ink on light paper." };
        Option<bool> why = new("--why") { Description = "Also show which inputs spoke for each answer: those without which it would be less sure. Of a picture, a map." };
        TableOptions table = new();
        RawOptions raw = new();
        Option<bool> json = CommonOptions.Json();
        Command command = new("classify", """
            Run a model on a picture, on every sample of a file, or on numbers. A model that was trained on recordings gives an answer for
            every window, with the time at which it begins, and one for each whole recording: that of most of its windows.

            Examples:
              edgenet classify digits.edgenet photo.png --invert
              edgenet classify iris.edgenet 5.1 3.5 1.4 0.2
              edgenet classify iris.edgenet flowers.csv
              edgenet classify iris.edgenet 5.1 3.5 1.4 0.2 --why
              edgenet classify plants.edgenet 17,1 red --decimal comma
              edgenet classify words.edgenet yes.wav
              edgenet classify kws.edgenet --raw-in inputs.bin --raw-out outputs.bin
            """)
        {
            model, inputs, invert, why,
        };
        Array.ForEach<Option>([.. table.All, .. raw.All, json], command.Add);
        command.Validators.Add(result => raw.Check(result, result.GetValue(inputs)!, invert, why, json));
        command.SetAction(parsed =>
        {
            LoadedModel loaded = LoadedModel.Read(parsed.GetRequiredValue(model));
            if (raw.Run(parsed, loaded))
            {
                return;
            }

            ModelFile file = loaded.Model;
            if (file.HasSignal)
            {
                Print(RecordingClassification.Run(loaded, table.Of(parsed), parsed.GetRequiredValue(inputs), parsed.GetValue(why)), file, parsed.GetValue(json));
                return;
            }

            IEnumerable<ClassifiedSample> samples = ModelClassification.Run(loaded, table.Of(parsed), parsed.GetRequiredValue(inputs), parsed.GetValue(invert), parsed.GetValue(why));
            if (parsed.GetValue(json))
            {
                Json.Print(JsonReports.Of(samples, file));
                return;
            }

            foreach (ClassifiedSample sample in samples)
            {
                Console.WriteLine(TerminalText.Of($"{sample.Name}: {Describe(sample, file)}"));
                WhyText.Print(sample, file);
            }
        });
        return command;
    }

    private static void Print(IEnumerable<RecordingClassification> recordings, ModelFile model, bool json)
    {
        if (json)
        {
            Json.Print(JsonReports.Of([.. recordings], model));
            return;
        }

        foreach (RecordingClassification recording in recordings)
        {
            foreach (ClassifiedSample window in recording.Windows)
            {
                Console.WriteLine(TerminalText.Of($"{recording.Name}, {window.Seconds:F2} s: {Describe(window, model)}"));
                WhyText.Print(window, model);
            }

            Console.WriteLine(TerminalText.Of($"{recording.Name}: {model.Labels[recording.Best]} in {recording.Votes:N0} of {recording.Windows.Count:N0} {(recording.Windows.Count == 1 ? "window" : "windows")}"));
        }
    }

    private static string Describe(ClassifiedSample sample, ModelFile model)
    {
        string answer = Answer(sample, model);
        string outside = sample.Anomaly is { IsAnomaly: true } anomaly && model.Output.Task != ModelFormat.Anomaly ? $"unlike all training data, score {NumberText.Of(anomaly.Score, "0.00")}{(sample.Outside is null ? "" : $"; {OutsideText.Of(sample.Outside)}")}"
            : sample.Outside is OutsideValue value ? OutsideText.Of(value) : "a value is outside of the trained range";
        return sample.IsUnsure ? $"unsure: {outside} (the network says {answer})" : sample.Outside is not null ? $"{answer}; {outside}" : answer;
    }

    private static string Answer(ClassifiedSample sample, ModelFile model) => (TaskKind)model.Output.Task switch
    {
        TaskKind.Regression => string.Join(", ", model.Labels.Select((label, o) => $"{NumberText.Of(sample.Values[o], "G6")} {label}")),
        TaskKind.Anomaly => $"{model.Labels[sample.Best]} (score {NumberText.Of(sample.Anomaly!.Score, "0.00")})",
        TaskKind.MultiLabel => string.Join(", ", model.Labels.Select((label, o) => $"{label} {(sample.IsOn[o] ? "yes" : "no")} ({NumberText.Of(sample.Values[o], "P0")})")),
        _ => sample.IsUnsure ? model.Labels[sample.Best] : $"{model.Labels[sample.Best]} ({sample.ConfidencePercent} %)",
    };
}
