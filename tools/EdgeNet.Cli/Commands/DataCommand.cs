using System.CommandLine;
using EdgeNet.Cli.Options;
using EdgeNet.Cli.Reports;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet data: what data hold and how they are split, before anything is trained.</summary>
internal static class DataCommand
{
    public static Command Create()
    {
        DataOptions data = new(forTraining: true);
        Option<string?> test = new("--test") { Description = "Test data [the test part of the data, else about a fifth of every class, chosen by --seed].", HelpName = "path" };
        Option<bool> list = new("--list") { Description = "Print every sample with its label and its part: the names that \"edgenet correct\" takes." };
        Option<int> seed = CommonOptions.Seed();
        Option<bool> json = CommonOptions.Json();
        Command command = new("data", """
            Show what "edgenet train" would read with the same options: inputs, classes, how many samples each has, and how they are split.

            Examples:
              edgenet data --data flowers.csv
              edgenet data --data photos/ --list
              edgenet data --data mnist/ --corrections corrections.csv --json
            """);
        data.AddTo(command);
        Array.ForEach<Option>([test, list, seed, json], command.Add);
        command.SetAction(parsed =>
        {
            SampleList samples = SampleList.Read(data.Of(parsed), data.NameOf(parsed), parsed.GetValue(test), parsed.GetValue(seed));
            DataReport.Warn(data.NameOf(parsed), samples.Split);
            if (parsed.GetValue(json))
            {
                Json.Print(JsonReports.Of(samples, parsed.GetValue(list)));
            }
            else if (parsed.GetValue(list))
            {
                foreach (ListedSample sample in samples.Samples)
                {
                    Console.WriteLine(TerminalText.Of($"{sample.Id}  {sample.Label}  {sample.Part}"));
                }
            }
            else
            {
                DataReport.Print(samples.Split, model: null);
                PrintClasses(samples.Split);
            }
        });
        return command;
    }

    private static void PrintClasses(DatasetSplit split)
    {
        if (!split.Train.HasClasses)
        {
            return;
        }

        int[] learned = split.Train.CountClasses(), tested = split.Test.CountClasses();
        for (int c = 0; c < learned.Length; c++)
        {
            Console.WriteLine(TerminalText.Of($"  {split.Train.Labels[c]}: {learned[c]:N0} for training, {tested[c]:N0} for testing"));
        }
    }
}
