using EdgeNet.Link;

namespace EdgeNet.Cli.Terminal;

/// <summary>Shows labels: in a terminal on one line until the label changes, otherwise one line per label.</summary>
internal sealed class LabelDisplay(TextWriter output, bool live)
{
    // Returns to the start of the line and clears it.
    private const string Again = "\r\e[K";

    private string? _shown;

    public void Show(LabelMessage seen, PaceMessage? pace)
    {
        string score = seen.HasScore ? $"  score {seen.Score:F2}{(seen.IsAnomaly ? ", an anomaly" : "")}" : "";
        string line = $"{seen.Text}  {seen.ConfidencePercent} %{score}  {seen.Microseconds / 1000.0:F2} ms{(pace is null ? "" : $"  board {pace.BusyPercent} % busy, {pace.Lost:N0} readings lost")}";
        if (!live)
        {
            output.WriteLine(line);
            return;
        }

        if (seen.Text != _shown)
        {
            End();
        }

        output.Write(Again + line);
        _shown = seen.Text;
    }

    /// <summary>Ends the line that is being updated.</summary>
    public void End()
    {
        if (_shown is not null)
        {
            output.WriteLine();
            _shown = null;
        }
    }
}
