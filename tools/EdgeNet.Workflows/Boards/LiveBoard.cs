using System.Diagnostics;
using System.Runtime.ExceptionServices;
using EdgeNet.Deployment.Serial;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>A <see cref="VirtualBoard"/> that runs in real time, on a thread of its own.</summary>
public sealed class LiveBoard : IBoardSession
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(10);

    private readonly VirtualBoard _board;
    private readonly UartLine _line;
    private readonly Lock _lineUse = new();
    private readonly object _gate = new();
    private readonly Queue<Action> _waiting = [];
    private readonly Thread _thread;
    private readonly WallPace _pace = new(TimeProvider.System);
    private ExceptionDispatchInfo? _failure;
    private bool _ends;

    /// <summary>Lets a board run.</summary>
    /// <param name="board">The board, which from now on is used only through <see cref="Do"/>, and is disposed with this one.</param>
    public LiveBoard(VirtualBoard board)
    {
        _board = board;
        _line = new UartLine(board.Link);
        _thread = new Thread(Run) { IsBackground = true, Name = "live board" };
        _thread.Start();
    }

    /// <inheritdoc/>
    public BoardState State
    {
        get
        {
            BoardState? state = null;
            Do(board => state = board.State(_pace.Behind.TotalSeconds));
            return state!;
        }
    }

    /// <summary>Does something to the board, between two instants of its time, and waits until it is done: a hundredth of a second at most.</summary>
    /// <param name="action">What to do.</param>
    /// <exception cref="UserException">What the action throws, or the board has been taken away.</exception>
    public void Do(Action<VirtualBoard> action)
    {
        TaskCompletionSource done = new(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            _failure?.Throw();
            if (_ends)
            {
                throw new UserException("this virtual board has been taken away");
            }

            _waiting.Enqueue(() =>
            {
                try
                {
                    action(_board);
                    done.SetResult();
                }
                catch (Exception e)
                {
                    done.SetException(e);
                }
            });
            Monitor.PulseAll(_gate);
        }

        done.Task.GetAwaiter().GetResult();
    }

    /// <inheritdoc/>
    public void UseLine(Action<ISerialLine> use)
    {
        if (!_lineUse.TryEnter())
        {
            throw new UserException("the board's serial line is in use: a model is being sent, or a sample");
        }

        try
        {
            use(_line);
        }
        finally
        {
            _lineUse.Exit();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            _ends = true;
            Monitor.PulseAll(_gate);
        }

        _thread.Join();
        _board.Dispose();
    }

    private void Run()
    {
        try
        {
            do
            {
                _board.Run(Step);
            }
            while (Wait(_pace.Pass(Step)));
        }
        catch (Exception e)
        {
            // Whoever uses the board next is told: nobody waits for this thread.
            _failure = ExceptionDispatchInfo.Capture(e);
        }

        lock (_gate)
        {
            _ends = true;
            DoWaiting();
        }
    }

    // Does what is asked meanwhile at once. False if it is over.
    private bool Wait(TimeSpan time)
    {
        long begun = Stopwatch.GetTimestamp();
        lock (_gate)
        {
            DoWaiting();
            for (TimeSpan left = time; !_ends && left > TimeSpan.Zero; left = time - Stopwatch.GetElapsedTime(begun))
            {
                Monitor.Wait(_gate, left);
                DoWaiting();
            }

            return !_ends;
        }
    }

    private void DoWaiting()
    {
        while (_waiting.TryDequeue(out Action? next))
        {
            next();
        }
    }
}
