namespace EdgeNet.Cli.Terminal;

/// <summary>Shows progress on stderr: a bar in a terminal, otherwise a line per quarter.</summary>
internal static class WorkProgress
{
    /// <summary>Runs work that reports how many of its units are done.</summary>
    public static T Run<T>(string title, int total, string unit, Func<Action<int>, T> work) => ProgressBar.Run(title, total, bar =>
    {
        int shown = 0;
        return work(done =>
        {
            int quarter = (int)(4L * done / total);
            if (bar is not null)
            {
                bar.Value = done;
            }
            else if (quarter > shown)
            {
                shown = quarter;
                Console.Error.WriteLine($"{done:N0} of {total:N0} {unit}");
            }
        });
    });
}
