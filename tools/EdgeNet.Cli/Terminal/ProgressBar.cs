using Spectre.Console;

namespace EdgeNet.Cli.Terminal;

/// <summary>A progress bar on stderr, where that is a terminal.</summary>
internal static class ProgressBar
{
    /// <summary>Runs work beside a bar.</summary>
    /// <param name="title">Text in front of the bar.</param>
    /// <param name="max">The value at which it is full.</param>
    /// <param name="work">Gets the bar; null if there is no terminal, and lines must do.</param>
    /// <returns>What the work gives.</returns>
    public static T Run<T>(string title, double max, Func<ProgressTask?, T> work)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        return Console.IsErrorRedirected || !console.Profile.Capabilities.Interactive
            ? work(null)
            : console.Progress().AutoClear(true)
                .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
                .Start(context => work(context.AddTask(Markup.Escape(title), maxValue: max)));
    }
}
