using Spectre.Console;

namespace EdgeNet.Cli;

/// <summary>Shows how far work has come, on stderr: a bar in a terminal, quarters elsewhere.</summary>
internal static class WorkProgress
{
    /// <summary>Runs work that reports how many of its units are done.</summary>
    public static void Run(string title, int total, string unit, Action<Action<int>> work)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (Console.IsErrorRedirected || !console.Profile.Capabilities.Interactive)
        {
            int shown = 0;
            work(done =>
            {
                int quarter = (int)(4L * done / total);
                if (quarter > shown)
                {
                    shown = quarter;
                    Console.Error.WriteLine($"{done:N0} of {total:N0} {unit}");
                }
            });
            return;
        }

        console.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(title), maxValue: total);
                work(done => task.Value = done);
            });
    }
}
