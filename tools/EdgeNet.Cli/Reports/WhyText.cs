using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Reports;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Reports;

/// <summary>Which inputs spoke for an answer, as text.</summary>
internal static class WhyText
{
    private const int MostInputs = 5;

    /// <summary>Prints the strongest inputs, or the map of a picture; nothing if that was not asked for.</summary>
    public static void Print(ClassifiedSample sample, ModelFile model)
    {
        if (sample.Why is not { } why)
        {
            return;
        }

        if (why.Rows > 0)
        {
            int most = Math.Max(1, why.Drops.Max());
            Console.WriteLine("  what spoke for it:");
            foreach (string line in PictureText.Draw(Array.ConvertAll(why.Drops, d => 255f * Math.Max(0, d) / most), why.Rows, why.Columns))
            {
                Console.WriteLine($"  {line}");
            }

            return;
        }

        // An estimate may be large because of one input and small because of another.
        IEnumerable<int> shown = (TaskKind)model.Output.Task == TaskKind.Regression ? Enumerable.Range(0, why.Drops.Length).Where(p => why.Drops[p] != 0).OrderByDescending(p => Math.Abs((long)why.Drops[p])).Take(MostInputs) : why.Strongest(MostInputs);
        foreach (int part in shown)
        {
            Console.WriteLine(TerminalText.Of($"  {why.Names[part]}: {Describe(why.Drops[part], why.Lead, why.Output, model)}"));
        }
    }

    private static string Describe(int drop, int lead, int output, ModelFile model) => (TaskKind)model.Output.Task switch
    {
        TaskKind.Regression => $"changes it by {NumberText.Of((double)drop * model.Output.LogitScale * model.Output.ValueScale, "+0.####;-0.####")} {model.Labels[output]}",
        TaskKind.Anomaly => $"{Share(drop, lead)} of the score",
        _ => $"{Share(drop, lead)} of the lead of {model.Labels[output]}",
    };

    private static string Share(int drop, int lead) => lead > 0 ? $"{(double)drop / lead:P0}" : $"{drop:N0}";
}
