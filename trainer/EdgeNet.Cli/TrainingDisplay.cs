using System.Diagnostics;
using EdgeNet.Trainer.Training;
using Spectre.Console;

namespace EdgeNet.Cli;

/// <summary>Shows how a training goes, on stderr: a bar in a terminal, now and then a line elsewhere.</summary>
internal static class TrainingDisplay
{
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(5);

    /// <summary>Runs work that reports its epochs.</summary>
    public static T Run<T>(string title, Func<Action<TrainingProgress>, T> work)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });
        if (Console.IsErrorRedirected || !console.Profile.Capabilities.Interactive)
        {
            return RunPlain(work);
        }

        return console.Progress().AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(title), maxValue: 1);
                T result = work(p =>
                {
                    task.Value = ((p.Start - 1) + ((double)p.Epoch / p.Epochs)) / p.Starts;
                    task.Description = Markup.Escape($"{title}: {Describe(p)}");
                });
                task.Value = 1;
                return result;
            });
    }

    private static T RunPlain<T>(Func<Action<TrainingProgress>, T> work)
    {
        Stopwatch sinceLine = Stopwatch.StartNew();
        return work(p =>
        {
            if (sinceLine.Elapsed >= LineEvery || (p.Epoch == p.Epochs && p.Start == p.Starts))
            {
                Console.Error.WriteLine(Describe(p));
                sinceLine.Restart();
            }
        });
    }

    private static string Describe(TrainingProgress p)
    {
        string start = p.Starts > 1 ? $"start {p.Start}/{p.Starts}, " : "";
        string validation = p.ValidationLoss is double loss ? $", validation {loss:F4}" : "";
        return $"{start}epoch {p.Epoch}/{p.Epochs}, loss {p.Loss:F4}{validation}, {p.SamplesPerSecond:N0} samples/s";
    }
}
