using EdgeNet.Deployment.Serial;

namespace EdgeNet.Cli.Reports;

/// <summary>What a board has learned, for people.</summary>
internal static class LearnedReport
{
    private const int LeastSamples = Core.Learner.LeastSamples;

    /// <summary>A line for each label, and what answers.</summary>
    public static string Text(LearnedByBoard board)
    {
        int width = board.Labels.Select(l => l.Label.Length).DefaultIfEmpty().Max();
        IEnumerable<string> labels = board.Labels.Select(l => $"  {l.Label.PadRight(width)}  {l.Samples:N0} sample{(l.Samples == 1 ? "" : "s")}{(l.IsNew ? ", new" : "")}");
        return string.Join('\n', [.. labels, Line(board)]);
    }

    /// <summary>What answers, and why.</summary>
    public static string Line(LearnedByBoard board)
    {
        LearnedLabel[] missing = [.. board.Labels.Where(l => l.Samples < LeastSamples)];
        string answers = board.Active switch
        {
            LearnedAnswer.Prototypes => "prototypes answer",
            LearnedAnswer.Trained => "the trained last layer answers",
            _ => "the model answers as it came",
        };
        return board.Remembered == 0 ? "nothing has been learned; the model answers as it came"
            : board.IsComparing ? $"{answers}; the board is comparing"
            : missing.Length > 0 ? $"{answers}: {string.Join(", ", missing.Take(4).Select(l => l.Label))}{(missing.Length > 4 ? ", ..." : "")} still need{(missing.Length == 1 ? "s" : "")} {LeastSamples} samples"
            : $"{answers}: of {board.Remembered:N0} samples, {board.RightByNetwork:N0} are right by the model as it came, {board.RightByPrototypes:N0} by prototypes, {board.RightByTraining:N0} by training";
    }
}
