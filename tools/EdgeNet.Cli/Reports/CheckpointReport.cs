using EdgeNet.Files;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Reports;

/// <summary>Reports on stderr that a checkpoint could not be saved.</summary>
internal static class CheckpointReport
{
    /// <summary>During the training.</summary>
    public static void Warn(string problem) => Console.Error.WriteLine(TerminalText.Of($"warning: {problem}"));

    /// <summary>At its end; prints nothing if the last checkpoint was saved or none was requested.</summary>
    public static void Say(TrainedModel trained)
    {
        if (trained.CheckpointFailure is not null)
        {
            Console.Error.WriteLine(TerminalText.Of($"edgenet: the model is in {trained.Path}, but the last checkpoint was not saved: {trained.CheckpointFailure}"));
        }
    }
}
