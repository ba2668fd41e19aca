using EdgeNet.Cli.Reports;
using EdgeNet.Cli.Terminal;
using EdgeNet.Data;
using EdgeNet.Emulator;
using EdgeNet.Files;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Commands;

/// <summary>edgenet emulate --live: a virtual board in real time, which prints what it does and is told by lines of text what happens to it.</summary>
internal static class LiveEmulation
{
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(100);

    /// <summary>Runs until the input ends, or a line says so.</summary>
    /// <param name="model">The model.</param>
    /// <param name="profile">The board.</param>
    /// <param name="samples">Samples for the command "sample"; null for none.</param>
    /// <param name="learns">Whether the app is the one that learns by its button.</param>
    /// <returns>The exit code: 1 if a command was refused.</returns>
    public static int Run(LoadedModel model, BoardProfile profile, Dataset? samples, bool learns)
    {
        using Interruption interruption = new();
        using TextWriter output = TextWriter.Synchronized(PipedOutput.Open());
        using LiveBoard board = new(new VirtualBoard(profile, model.Bytes, learns: learns));
        using CancellationTokenSource ended = CancellationTokenSource.CreateLinkedTokenSource(interruption.Token);
        Thread log = new(() => Follow(board, output, ended)) { IsBackground = true };
        log.Start();
        LiveCommands commands = new(board, model, samples, output.WriteLine);
        int exitCode = 0;
        try
        {
            // A line may be awaited for ever, and Ctrl-C must end that.
            while (NextLine(ended.Token) is string line)
            {
                try
                {
                    if (!commands.Do(line, ended.Token))
                    {
                        break;
                    }
                }
                catch (UserException e)
                {
                    ErrorReport.Say(e.Message);
                    exitCode = 1;
                }
            }
        }
        catch (OperationCanceledException)
        {
        }

        ended.Cancel();
        log.Join();
        return interruption.Requested ? Interruption.ExitCode : exitCode;
    }

    private static string? NextLine(CancellationToken cancellation)
    {
        Task<string?> next = Task.Run(Console.In.ReadLine, CancellationToken.None);
        next.Wait(cancellation);
        return next.Result;
    }

    // Prints what the app prints, until nobody reads any more.
    private static void Follow(LiveBoard board, TextWriter output, CancellationTokenSource ended)
    {
        long printed = 0;
        try
        {
            do
            {
                BoardState state = board.State;
                foreach (BoardLogLine line in state.Log.Where(l => l.Number > printed))
                {
                    output.WriteLine($"{line.Seconds,7:F1} s  {line.Text}");
                    printed = line.Number;
                }
            }
            while (!ended.Token.WaitHandle.WaitOne(Look));
        }
        catch (Exception e) when (e is IOException or UserException)
        {
            ended.Cancel();
        }
    }
}
