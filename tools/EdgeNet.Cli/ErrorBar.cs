using Spectre.Console;

namespace EdgeNet.Cli;

/// <summary>A progress bar on stderr, where that is a terminal.</summary>
internal static class ErrorBar
{
    /// <summary>Runs work beside a bar.</summary>
    /// <param name="title">What stands before the bar.</param>
    /// <param name="most">The value at which it is full.</param>
    /// <param name="work">Gets the bar; null where there is no terminal, and lines must do.</param>
    /// <returns>What the work gives.</returns>
    public static T Run<T>(string title, double most, Func<ProgressTask?, T> work)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return Console.IsErrorRedirected || !console.Profile.Capabilities.Interactive
            ? work(null)
            : console.Progress().AutoClear(true)
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .Start(context => work(context.AddTask(Markup.Escape(title), maxValue: most)));
    }
}
