using System.Runtime.ExceptionServices;

namespace EdgeNet.Emulator.Execution;

/// <summary>Whether a board has stopped, and why. From then on no handler of the program runs.</summary>
internal sealed class Halt
{
    private string _reason = "";

    public bool IsStopped { get; private set; }

    /// <summary>Whether the program itself has stopped it, to begin anew.</summary>
    public bool WantsRestart { get; private set; }

    /// <summary>What the board did not imitate, if it stopped for that.</summary>
    public string? Refused { get; private set; }

    /// <summary>An exception of somebody outside, which a thread of the program ran into in a callback.</summary>
    public ExceptionDispatchInfo? Failure { get; private set; }

    /// <summary>The power goes. What is returned is to be thrown.</summary>
    public BoardStopException Stop(string reason)
    {
        (IsStopped, _reason) = (true, reason);
        return new BoardStopException(reason);
    }

    /// <summary>The program restarts the board. What is returned is to be thrown.</summary>
    public BoardStopException Restart()
    {
        WantsRestart = !IsStopped;
        return Stop("the program restarted it");
    }

    /// <summary>The board stops for something that it does not imitate. What is returned is to be thrown, and reaches whoever runs the board.</summary>
    public EmulatorException Refuse(string what)
    {
        (IsStopped, Refused) = (true, what);
        return new EmulatorException(what);
    }

    /// <summary>What a thread has to throw when it gets its turn on a board that has stopped.</summary>
    public Exception Again() => Refused is null ? new BoardStopException(_reason) : new EmulatorException(Refused);

    /// <summary>The board stops for an exception that is none of the program's.</summary>
    public void Fail(Exception e)
    {
        if (!IsStopped)
        {
            (IsStopped, Failure) = (true, ExceptionDispatchInfo.Capture(e));
        }
    }

    public void End()
    {
        if (!IsStopped)
        {
            Stop("the power was switched off");
        }
    }
}
