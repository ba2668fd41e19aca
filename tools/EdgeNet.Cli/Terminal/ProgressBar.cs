using Spectre.Console;

namespace EdgeNet.Cli.Terminal;

/// <summary>A progress bar on stderr, where that is a terminal.</summary>
internal static class ProgressBar
{
    private const int EnoughForBar = 100;

    /// <summary>Runs work beside a bar.</summary>
    /// <param name="title">Text in front of the bar.</param>
    /// <param name="max">The value at which it is full.</param>
    /// <param name="work">Gets the bar; null if there is no terminal, and lines must do.</param>
    /// <returns>What the work gives.</returns>
    public static T Run<T>(string title, double max, Func<ProgressTask?, T> work)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

        // Beside a long description, a bar would be broken into lines.
        ProgressColumn[] columns = console.Profile.Width >= EnoughForBar ? [new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn()]
            : [new TaskDescriptionColumn(), new PercentageColumn()];
        return Console.IsErrorRedirected || !console.Profile.Capabilities.Interactive
            ? work(null)
            : console.Progress().AutoClear(true)
                .Columns(columns)
                .Start(context => work(context.AddTask(Markup.Escape(title), maxValue: max)));
    }
}
