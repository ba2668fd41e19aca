using System.CommandLine;
using EdgeNet.Cli.Options;
using EdgeNet.Cli.Reports;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet correct: puts labels right beside the data.</summary>
internal static class CorrectCommand
{
    public static Command Create()
    {
        DataOptions data = new(forTraining: true);
        Option<string[]> samples = new("--sample") { Description = "A sample, as \"edgenet data --list\" names it: a number such as 17 or test:17, a file, or a recording. May be given several times.", HelpName = "name" };
        Option<string?> label = new("--label") { Description = "The label that the samples should have." };
        Option<bool> remove = new("--remove") { Description = "Leave the samples out." };
        Option<bool> undo = new("--undo") { Description = "Take the last correction of the file back." };
        Option<int> seed = CommonOptions.Seed();
        Option<bool> json = CommonOptions.Json();
        Command command = new("correct", """
            Put wrong labels right in a file beside the data, which stay as they are. "train", "eval", "emulate" and "data" read them with --corrections.
            Read the data with the same options as for "train". A sample that has changed since is noticed, and refused.

            Examples:
              edgenet correct --data mnist/ --corrections corrections.csv --sample train:60 --label 5
              edgenet correct --data photos/ --corrections corrections.csv --sample cats/12.png --remove
              edgenet correct --data mnist/ --corrections corrections.csv --undo
              edgenet train --data mnist/ --corrections corrections.csv --out mnist.edgenet
            """);
        data.AddTo(command);
        Array.ForEach<Option>([samples, label, remove, undo, seed, json], command.Add);
        command.Validators.Add(r =>
        {
            string[] named = r.GetValue(samples) ?? [];
            int ways = (r.GetValue(label) is null ? 0 : 1) + (r.GetValue(remove) ? 1 : 0) + (r.GetValue(undo) ? 1 : 0);
            if (ways != 1 || r.GetValue(undo) == named.Length > 0)
            {
                r.AddError("give --sample with --label or --remove, or --undo alone");
            }
            else if (!data.HasCorrectionsIn(r))
            {
                r.AddError("--corrections is missing: the file that keeps the corrections");
            }
        });
        command.SetAction(parsed =>
        {
            DataSource source = data.Of(parsed);
            CorrectionLog log = new(source.Corrections!);
            bool back = parsed.GetValue(undo);
            IReadOnlyList<Correction> changed = back ? log.TakeBack() : log.Add(source, data.NameOf(parsed), parsed.GetValue(seed), parsed.GetValue(samples)!, parsed.GetValue(label));
            if (parsed.GetValue(json))
            {
                Json.Print(JsonReports.Of(changed, source.Corrections!, back));
                return;
            }

            foreach (Correction c in changed)
            {
                string what = $"{c.Sample} of {c.Data}: \"{c.Was}\" is {(c.Label is null ? "left out" : $"\"{c.Label}\"")}";
                Console.WriteLine(TerminalText.Of(back ? $"taken back: {what}" : what));
            }
        });
        return command;
    }
}
