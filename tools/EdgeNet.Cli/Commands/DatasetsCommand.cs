using System.CommandLine;
using EdgeNet.Cli.Options;
using EdgeNet.Cli.Reports;
using EdgeNet.Data;
using EdgeNet.Data.BuiltIn;
using EdgeNet.Trainer.Reports;
using Spectre.Console;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet datasets: what is built in, and what it looks like.</summary>
internal static class DatasetsCommand
{
    private const int Shown = 5;

    public static Command Create()
    {
        Argument<string?> name = new("name") { Description = "The dataset to show [a list of all].", Arity = ArgumentArity.ZeroOrOne };
        Option<int> seed = CommonOptions.Seed();
        Option<bool> json = CommonOptions.Json();
        Command command = new("datasets", """
            List the built-in datasets, or show a few samples of one.

            Examples:
              edgenet datasets
              edgenet datasets digits
            """)
        {
            name, seed, json,
        };
        command.SetAction(parsed =>
        {
            if (parsed.GetValue(name) is not string chosen)
            {
                List(parsed.GetValue(json));
                return;
            }

            DatasetSplit split = BuiltInDatasets.Create(chosen, parsed.GetValue(seed));
            if (parsed.GetValue(json))
            {
                Json.Print(JsonReports.Of(split));
            }
            else
            {
                Show(split);
            }
        });
        return command;
    }

    private static void List(bool json)
    {
        if (json)
        {
            Json.Print(JsonReports.OfDatasets());
            return;
        }

        Table table = new Table().Border(TableBorder.Rounded).AddColumns("--data", "");
        foreach ((string name, string description) in BuiltInDatasets.All)
        {
            table.AddRow($"builtin:{name}", description);
        }

        AnsiConsole.Write(table);
    }

    private static void Show(DatasetSplit split)
    {
        Dataset data = split.Train;
        Console.WriteLine($"{data.Name}: {data.Task} of {data.Shape} into {string.Join(", ", data.Labels)}; {split.Train.Count} training samples, {split.Test.Count} test samples");
        for (int i = 0; i < Math.Min(Shown, data.Count); i++)
        {
            string[] wanted = data.Task == TaskKind.Classification ? [data.Labels[data.ClassOf(i)]]
                : [.. data.Labels.Select((label, o) => $"{label} {data.Target(i, o):G4}")];
            if (data.Kind == FeatureKind.Pixels)
            {
                Console.WriteLine(string.Join(", ", wanted));
                Array.ForEach(PictureText.Draw(Grey(data.Sample(i), data.Shape.Channels), data.Shape.Height, data.Shape.Width), Console.WriteLine);
            }
            else
            {
                Console.WriteLine($"{string.Join(", ", data.Sample(i).ToArray().Select(v => v.ToString("G4")))} -> {string.Join(", ", wanted)}");
            }
        }
    }

    private static float[] Grey(ReadOnlySpan<float> pixels, int channels) => [.. pixels.ToArray().Chunk(channels).Select(p => p.Average())];
}
