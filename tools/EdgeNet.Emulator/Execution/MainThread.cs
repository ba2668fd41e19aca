using System.Runtime.ExceptionServices;

namespace EdgeNet.Emulator.Execution;

/// <summary>
/// The program's Main on a thread of this machine of its own. Either the program runs or whoever runs the board: each waits while the other does.
/// </summary>
internal sealed class MainThread
{
    private readonly object _gate = new();
    private Thread? _host;
    private ExceptionDispatchInfo? _failure;
    private bool _programsTurn;

    /// <summary>Whether the program runs, and whoever runs the board waits.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Whether the program has begun and can go on.</summary>
    public bool IsPaused => _host is not null && !HasEnded && !IsRunning;

    public bool HasEnded { get; private set; }

    /// <summary>Starts the program, or lets it go on, and waits until it pauses or has ended; an exception that ended it is thrown here.</summary>
    public void Run(Action main)
    {
        if (!HasEnded)
        {
            IsRunning = true;
            Turn(true);
            if (_host is null)
            {
                _host = new Thread(() => RunMain(main), BoardThread.HostStackBytes) { IsBackground = true };
                _host.Start();
            }

            WaitForTurn(false);
            IsRunning = false;
        }

        _failure?.Throw();
    }

    /// <summary>Called by whichever thread of the program runs: waits until it may go on.</summary>
    public void Pause()
    {
        Turn(false);
        WaitForTurn(true);
    }

    private void RunMain(Action main)
    {
        try
        {
            main();
        }
        catch (Exception e)
        {
            _failure = ExceptionDispatchInfo.Capture(e);
        }

        HasEnded = true;
        Turn(false);
    }

    private void Turn(bool programs)
    {
        lock (_gate)
        {
            _programsTurn = programs;
            Monitor.PulseAll(_gate);
        }
    }

    private void WaitForTurn(bool programs)
    {
        lock (_gate)
        {
            while (_programsTurn != programs)
            {
                Monitor.Wait(_gate);
            }
        }
    }
}
