using EdgeNet.Workflows;

namespace EdgeNet.Cli.Reports;

/// <summary>Reports on stderr how far interrupted work got, and where the result is.</summary>
internal static class InterruptionReport
{
    /// <summary>Of a training; nothing if it was not interrupted.</summary>
    public static void Say(TrainedModel trained)
    {
        if (trained.Interrupted)
        {
            string kept = trained.Untouched is null ? "" : $"{trained.Untouched} is unchanged, and ";
            Console.Error.WriteLine($"edgenet: interrupted after {trained.Model.Training.Epochs} whole epochs; {kept}the best network so far is in {trained.Path}");
        }
    }

    /// <summary>Of a run on a virtual board.</summary>
    public static void Say(EmulationReport report, int wanted) =>
        Console.Error.WriteLine($"edgenet: interrupted after {report.Samples:N0} of {wanted:N0} samples on the virtual board");
}
