using System.Diagnostics;
using EdgeNet.Emulator.Loading;
using EdgeNet.Emulator.Types;

namespace EdgeNet.Emulator.Execution;

/// <summary>What runs a program: types, heap, interpreter, clock, and the threads that take turns.</summary>
internal sealed unsafe class Machine
{
    private const double SliceMicroseconds = 20_000;

    private readonly Interpreter _interpreter;
    private readonly List<BoardThread> _threads = [];
    private readonly List<HeapObject> _held = [];
    private readonly MainThread _main = new();
    private readonly Stopwatch _pace = Stopwatch.StartNew();
    private readonly bool _realTime;
    private double _paceFromMicroseconds;
    private double _stopAtMicroseconds = double.MaxValue;
    private double _pauseAtMicroseconds = double.MaxValue;
    private long _sliceEnd;
    private CancellationToken _powerOff;
    private bool _alone;

    public Machine(World world, MachineOptions options, Func<Machine, NanoType, string, object?> staticOf)
    {
        World = world;
        Clock = new Clock(options.MicrosecondsPerCost) { Due = Check };
        Halt = new Halt();
        Exceptions = new ProgramExceptions(world, Halt);
        Heap = new Heap(world, options.HeapBytes, options.HeapMayOverrun) { Roots = VisitRoots };
        _interpreter = new Interpreter(world, Heap, Clock, Halt, Exceptions, options.CyclesOf, (type, field) => staticOf(this, type, field));
        _realTime = options.RealTime;
        Current = new BoardThread(1);
        _threads.Add(Current);
        BeginSlice();
    }

    public World World { get; }

    public Heap Heap { get; }

    public Clock Clock { get; }

    public Halt Halt { get; }

    public ProgramExceptions Exceptions { get; }

    public BoardThread Current { get; private set; }

    /// <summary>Called for an exception that a thread of the program did not catch.</summary>
    public Action<Instance>? Unhandled { get; init; }

    public double NowMicroseconds => Clock.NowMicroseconds;

    /// <summary>Whether the program's Main runs, and nobody outside.</summary>
    public bool IsRunning => _main.IsRunning;

    /// <summary>Whether the program's Main has returned, or was ended.</summary>
    public bool HasEnded => _main.HasEnded;

    public void Charge(long cost) => Clock.Charge(cost);

    public void StopAt(double microseconds, CancellationToken powerOff)
    {
        _stopAtMicroseconds = microseconds;
        _powerOff = powerOff;
        PlanCheck();
    }

    /// <summary>Stops at some time, unless a limit comes first.</summary>
    public void StopBy(double microseconds)
    {
        _stopAtMicroseconds = Math.Min(_stopAtMicroseconds, microseconds);
        PlanCheck();
    }

    /// <summary>Runs the program, from where it paused or from the beginning, until a time or until all its threads have ended.</summary>
    /// <exception cref="Exception">What ended it otherwise.</exception>
    /// <param name="main">Where it begins, after all static constructors, whose types may never be used: so does a board.</param>
    /// <param name="pauseAtMicroseconds">The time at which it pauses.</param>
    public void Run(NanoMethod main, double pauseAtMicroseconds)
    {
        _pauseAtMicroseconds = pauseAtMicroseconds;
        try
        {
            _main.Run(() =>
            {
                PlanCheck();
                InitializeAll();
                CallAbove(main, main.Arguments.Length == 0 ? [] : [(0L, null)]);
                JoinAll();
            });
        }
        finally
        {
            _pauseAtMicroseconds = double.MaxValue;
        }
    }

    /// <summary>Does something on the current thread while the others, and the limits of time, wait.</summary>
    public void Alone(Action work)
    {
        BoardThread thread = Current;
        bool before = _alone;
        (UnwindStack unwinding, thread.Unwinding) = (thread.Unwinding, new UnwindStack());
        (double wakeAt, ulong argumentTags, bool returnTag) = (thread.WakeAt, thread.ArgumentTags, thread.ReturnTag);
        _alone = true;
        try
        {
            work();
        }
        finally
        {
            (thread.WakeAt, thread.ArgumentTags, thread.ReturnTag) = (wakeAt, argumentTags, returnTag);
            thread.Unwinding = unwinding;
            _alone = before;
            BeginSlice();
        }
    }

    /// <summary>Keeps an object alive for somebody outside the board.</summary>
    public void Hold(HeapObject held) => _held.Add(held);

    /// <summary>Lets go of an object, however often it is held.</summary>
    public void Release(HeapObject held) => _held.RemoveAll(h => h == held);

    /// <summary>Calls a method from outside, on the current thread, above everything that runs; where the program pauses or has been stopped, alone.</summary>
    public (long Number, object? Reference) Call(NanoMethod method, (long Number, object? Reference)[] arguments)
    {
        if (_alone || !(_main.IsPaused || (Halt.IsStopped && !IsRunning)))
        {
            return CallAbove(method, arguments);
        }

        (long, object?) result = default;
        Alone(() => result = CallAbove(method, arguments));
        return result;
    }

    private void InitializeAll()
    {
        foreach (NanoType type in World.TypesToInitialize)
        {
            _interpreter.Initialize(type, Current, Current.Top);
        }
    }

    private (long Number, object? Reference) CallAbove(NanoMethod method, (long Number, object? Reference)[] arguments)
    {
        BoardThread thread = Current;
        int at = thread.Top;
        for (int a = 0; a < arguments.Length; a++)
        {
            thread.Numbers[at + a] = arguments[a].Number;
            thread.References[at + a] = arguments[a].Reference;
        }

        thread.Top = at + arguments.Length;
        thread.ArgumentTags = 0;
        try
        {
            if (method.Definition.IsStatic || method.Definition.IsConstructor)
            {
                _interpreter.Initialize(method.Declaring, thread, at + arguments.Length);
            }

            _interpreter.Call(method, thread, at);
            return (thread.Numbers[at], thread.References[at]);
        }
        finally
        {
            thread.Top = at;
            if (thread.Depth == 0)
            {
                thread.Unwinding.Clear();
            }
        }
    }

    public void StartThread(Instance handle, DelegateObject start)
    {
        BoardThread thread = new(_threads.Count + 1) { Handle = handle, WakeAt = NowMicroseconds };
        handle.Native = thread;
        _threads.Add(thread);
        Heap.FrameBytes += Heap.ThreadBytes;
        thread.Host = new Thread(() => RunThread(thread, start), BoardThread.HostStackBytes) { IsBackground = true };
        thread.Host.Start();
        BeginSlice();
    }

    /// <summary>Lets other threads run until some time.</summary>
    public void SleepUntil(double microseconds)
    {
        if (_alone && microseconds == double.MaxValue)
        {
            throw StandsStill();
        }

        Current.WakeAt = microseconds;
        SwitchThread();
    }

    /// <summary>Waits a little for something that another thread has to do.</summary>
    public void WaitForOthers()
    {
        if (_alone)
        {
            throw StandsStill();
        }

        SleepUntil(NowMicroseconds + 1000);
    }

    /// <summary>Waits until a thread has ended.</summary>
    public void Join(BoardThread other)
    {
        while (!other.Finished)
        {
            WaitForOthers();
        }
    }

    /// <summary>Waits until all threads but the first have ended.</summary>
    public void JoinAll()
    {
        foreach (BoardThread thread in _threads.Skip(1).ToArray())
        {
            Join(thread);
        }
    }

    /// <summary>Ends all threads, one after the other. While one of them runs, it ends them itself, a little later.</summary>
    public void Shutdown()
    {
        Halt.End();
        if (IsRunning)
        {
            return;
        }

        if (_main.IsPaused)
        {
            EndMain();
        }

        foreach (BoardThread thread in _threads.Where(t => t.Host is not null))
        {
            thread.Turn.Release();
            thread.Host!.Join();
        }
    }

    private void EndMain()
    {
        try
        {
            _main.Run(() => { });
        }
        catch (Exception e) when (e is BoardStopException or EmulatorException)
        {
        }
    }

    private void RunThread(BoardThread thread, DelegateObject start)
    {
        thread.Turn.Wait();
        try
        {
            if (!Halt.IsStopped)
            {
                NanoMethod invoke = World.Method(start.Type.Definition!.Methods.First(m => m.Name == "Invoke"));
                thread.References[0] = start;
                thread.Top = 1;
                _interpreter.Invoke(start, invoke, thread, 0);
            }
        }
        catch (EmulatorException e)
        {
            Halt.Refuse(e.Message);
        }
        catch (Exception e)
        {
            if (Exceptions.Of(e) is Instance thrown)
            {
                Unhandled?.Invoke(thrown);
            }
            else
            {
                Halt.Fail(e);
            }
        }

        thread.Finished = true;
        Heap.FrameBytes -= Heap.ThreadBytes;
        After().Turn.Release();
    }

    // Whose turn it is when a thread has ended. Where the board has stopped, the threads end one after the other, and the first takes that to whoever runs the board.
    private BoardThread After()
    {
        if (!Halt.IsStopped)
        {
            try
            {
                return Next();
            }
            catch (BoardStopException)
            {
            }
        }

        return _threads.Skip(1).FirstOrDefault(t => !t.Finished) ?? _threads[0];
    }

    private void Check()
    {
        if (!_alone)
        {
            if (NowMicroseconds >= _pauseAtMicroseconds)
            {
                Pause();
            }

            if (Halt.IsStopped)
            {
                throw Halt.Again();
            }

            if (NowMicroseconds >= _stopAtMicroseconds)
            {
                throw TimeIsUp();
            }
        }

        if (Clock.Cost < _sliceEnd)
        {
            PlanCheck();
            return;
        }

        BeginSlice();
        KeepPace();
        if (_threads.Count > 1 && !_alone)
        {
            Current.WakeAt = NowMicroseconds;
            SwitchThread();
        }
    }

    private void BeginSlice()
    {
        _sliceEnd = Clock.CostAfter(_threads.Count > 1 ? SliceMicroseconds : 1_000_000);
        PlanCheck();
    }

    private void PlanCheck() => Clock.Plan(_alone ? _sliceEnd : Math.Min(_sliceEnd, Clock.CostAt(Math.Min(_stopAtMicroseconds, _pauseAtMicroseconds))));

    // Whoever runs the board does something else. Nothing of the program may depend on when that was.
    private void Pause()
    {
        KeepPace();
        _main.Pause();
        _pace.Restart();
        _paceFromMicroseconds = NowMicroseconds;
        if (Halt.IsStopped)
        {
            throw Halt.Again();
        }
    }

    private BoardStopException TimeIsUp() => Halt.Stop("its time is up");

    private static EmulatorException StandsStill() =>
        new("a method that was called from outside waits for another thread of the program, and those stand still until it returns");

    private void SwitchThread()
    {
        BoardThread leaving = Current;
        BoardThread next = Next();
        if (next == leaving)
        {
            return;
        }

        next.Turn.Release();
        leaving.Turn.Wait();
        if (Halt.IsStopped)
        {
            throw Halt.Again();
        }
    }

    // The thread that wants to go on soonest; of equals the one after the current. The clock moves on to its time.
    private BoardThread Next()
    {
        int from = _threads.IndexOf(Current);
        BoardThread? next = null;
        for (int i = 1; i <= _threads.Count; i++)
        {
            BoardThread candidate = _threads[(from + i) % _threads.Count];
            if (!candidate.Finished && (!_alone || candidate == Current) && (next is null || Math.Max(candidate.WakeAt, NowMicroseconds) < Math.Max(next.WakeAt, NowMicroseconds)))
            {
                next = candidate;
            }
        }

        Current = next!;
        IdleUntil(next!.WakeAt);
        KeepPace();
        BeginSlice();
        return next;
    }

    private void IdleUntil(double wakeAt)
    {
        while (wakeAt > NowMicroseconds)
        {
            double until = _alone ? wakeAt : Math.Min(wakeAt, Math.Min(_stopAtMicroseconds, _pauseAtMicroseconds));
            Clock.IdleUntil(until);
            if (until == wakeAt)
            {
                return;
            }

            if (until == _stopAtMicroseconds)
            {
                throw TimeIsUp();
            }

            Pause();
        }
    }

    private void KeepPace()
    {
        double ahead = NowMicroseconds - _paceFromMicroseconds - _pace.Elapsed.TotalMicroseconds;
        if (_realTime && ahead > 1000)
        {
            Thread.Sleep(TimeSpan.FromMicroseconds(ahead));
        }

        if (_powerOff.IsCancellationRequested)
        {
            throw Halt.Stop("the power was switched off");
        }
    }

    private void VisitRoots(Action<object?> visit)
    {
        _held.ForEach(visit);
        foreach (BoardThread thread in _threads)
        {
            visit(thread.Handle);
            foreach (object? reference in thread.References.AsSpan(0, Math.Min(thread.Top, BoardThread.Capacity)))
            {
                visit(reference);
            }
        }
    }
}
