using System.Diagnostics;
using EdgeNet.Trainer.Training;
using Spectre.Console;

namespace EdgeNet.Cli.Terminal;

/// <summary>Shows the progress of a training on stderr: a bar in a terminal, otherwise a line now and then.</summary>
internal static class TrainingDisplay
{
    private static readonly TimeSpan LineEvery = TimeSpan.FromSeconds(5);

    /// <summary>Runs work that reports its epochs.</summary>
    public static T Run<T>(string title, Func<Action<TrainingProgress>, T> work) => ProgressBar.Run(title, 1, bar =>
    {
        if (bar is null)
        {
            return RunPlain(work);
        }

        T result = work(p =>
        {
            bar.Value = p.Phase is { } phase ? (double)phase.Number / phase.Count : ((p.Start - 1) + ((double)p.Epoch / p.Epochs)) / p.Starts;
            bar.Description = Markup.Escape($"{title}: {Describe(p)}");
        });
        bar.Value = 1;
        return result;
    });

    private static T RunPlain<T>(Func<Action<TrainingProgress>, T> work)
    {
        Stopwatch sinceLine = Stopwatch.StartNew();
        return work(p =>
        {
            if (sinceLine.Elapsed >= LineEvery || (p.Phase is null && p.Epoch == p.Epochs && p.Start == p.Starts))
            {
                Console.Error.WriteLine(Describe(p));
                sinceLine.Restart();
            }
        });
    }

    private static string Describe(TrainingProgress p)
    {
        if (p.Phase is { } phase)
        {
            return $"{phase.Name} {phase.Number} of {phase.Count}";
        }

        string start = p.Starts > 1 ? $"start {p.Start}/{p.Starts}, " : "";
        string validation = p.ValidationLoss is double loss ? $", validation {loss:F4}" : "";
        string speed = p.SamplesPerSecond is double samples ? $", {samples:N0} samples/s" : "";
        return $"{start}epoch {p.Epoch}/{p.Epochs}, loss {p.Loss:F4}{validation}{speed}";
    }
}
