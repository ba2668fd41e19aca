using EdgeNet.Files;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Reports;

/// <summary>Says on stderr that a training could not be kept.</summary>
internal static class CheckpointReport
{
    /// <summary>While it goes on.</summary>
    public static void Warn(string problem) => Console.Error.WriteLine(TerminalText.Of($"warning: {problem}"));

    /// <summary>At its end; nothing where the last checkpoint was saved or none was wanted.</summary>
    public static void Say(TrainedModel trained)
    {
        if (trained.CheckpointFailure is not null)
        {
            Console.Error.WriteLine(TerminalText.Of($"edgenet: the model is in {trained.Path}, but the last checkpoint was not saved: {trained.CheckpointFailure}"));
        }
    }
}
