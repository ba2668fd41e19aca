using System.Runtime.InteropServices;
using EdgeNet.Files;

namespace EdgeNet.Cli.Terminal;

/// <summary>
/// Ctrl-C while a command does long work: the first asks the work to stop and keep what it has, the second ends the program. Where no
/// such work is under way, and with the other signals that end programs, it ends at once. Either way no temporary file is left.
/// </summary>
internal sealed class Interruption : IDisposable
{
    /// <summary>What shells give for a program that Ctrl-C ended: 128 and the signal's number.</summary>
    public const int ExitCode = 130;

    // A progress bar hides it.
    private const string ShowCursor = "\e[?25h";

    private static readonly TimeSpan MaxFarewell = TimeSpan.FromSeconds(1);
    private static volatile Interruption? _current;
    private static PosixSignalRegistration[] _signals = [];
    private static Action<string>? _interrupted;

    private readonly CancellationTokenSource _source = new();

    public Interruption() => _current = this;

    public CancellationToken Token => _source.Token;

    /// <summary>Whether the user has asked the work to stop.</summary>
    public bool Requested => _source.IsCancellationRequested;

    public void Dispose() => _current = null;

    /// <summary>Begins to watch for signals, for as long as the program runs.</summary>
    /// <param name="interrupted">Called with a line before Ctrl-C ends the program at once.</param>
    public static void Watch(Action<string> interrupted)
    {
        _interrupted = interrupted;
        _signals = Array.ConvertAll([PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP], s => PosixSignalRegistration.Create(s, OnSignal));
    }

    private static void OnSignal(PosixSignalContext context)
    {
        Interruption? current = _current;
        if (context.Signal == PosixSignal.SIGINT && current?.Requested == false)
        {
            context.Cancel = true;
            current._source.Cancel();
            return;
        }

        bool written = OutputFile.NoMoreCommits();
        string? words = context.Signal == PosixSignal.SIGINT && current is null ? $"interrupted{(written ? "" : "; no file was written")}" : null;

        // The reader of stderr may have stopped reading: that must not keep the program alive.
        Thread farewell = new(() => Say(words)) { IsBackground = true };
        farewell.Start();
        farewell.Join(MaxFarewell);
        Environment.Exit(context.Signal switch { PosixSignal.SIGINT => ExitCode, PosixSignal.SIGTERM => 143, _ => 129 });
    }

    private static void Say(string? words)
    {
        try
        {
            if (words is not null)
            {
                _interrupted?.Invoke(words);
            }

            if (!Console.IsErrorRedirected)
            {
                Console.Error.Write(ShowCursor);
            }
        }
        catch (IOException)
        {
            // The terminal is gone: that is what SIGHUP says.
        }
    }
}
