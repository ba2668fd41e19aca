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
    private readonly Stopwatch _sincePowerOn = Stopwatch.StartNew();
    private readonly bool _realTime;
    private double _stopAtMicroseconds = double.MaxValue;
    private CancellationToken _powerOff;
    private bool _alone;

    public Machine(World world, MachineOptions options, Func<Machine, NanoType, string, object?> staticOf)
    {
        World = world;
        Clock = new Clock(options.MicrosecondsPerCost) { Due = Check };
        Halt = new Halt();
        Exceptions = new ProgramExceptions(world, Halt);
        Heap = new Heap(world, options.HeapBytes, options.HeapMayOverrun) { Roots = VisitRoots };
        _interpreter = new Interpreter(world, Heap, Clock, Halt, Exceptions, (type, field) => staticOf(this, type, field));
        _realTime = options.RealTime;
        Current = new BoardThread(1);
        _threads.Add(Current);
        PlanCheck();
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

    /// <summary>Does something on the current thread while the others, and the limit of time, wait.</summary>
    public void Alone(Action work)
    {
        _alone = true;
        (UnwindStack unwinding, Current.Unwinding) = (Current.Unwinding, new UnwindStack());
        try
        {
            work();
        }
        finally
        {
            Current.Unwinding = unwinding;
            _alone = false;
            PlanCheck();
        }
    }

    /// <summary>Keeps an object alive for somebody outside the board.</summary>
    public void Hold(HeapObject held) => _held.Add(held);

    /// <summary>Lets go of an object, however often it is held.</summary>
    public void Release(HeapObject held) => _held.RemoveAll(h => h == held);

    /// <summary>Calls a method from outside, on the current thread, above everything that runs.</summary>
    public (long Number, object? Reference) Call(NanoMethod method, ReadOnlySpan<(long Number, object? Reference)> arguments)
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
        Thread host = new(() => RunThread(thread, start), 8 << 20) { IsBackground = true };
        host.Start();
        PlanCheck();
    }

    /// <summary>Lets other threads run until some time.</summary>
    public void SleepUntil(double microseconds)
    {
        Current.WakeAt = microseconds;
        SwitchThread();
    }

    /// <summary>Waits until a thread has ended.</summary>
    public void Join(BoardThread other)
    {
        while (!other.Finished)
        {
            SleepUntil(NowMicroseconds + 1000);
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

    /// <summary>Ends all threads.</summary>
    public void Shutdown()
    {
        Halt.End();
        foreach (BoardThread thread in _threads)
        {
            thread.Turn.Release();
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
        }

        // Where it stopped the board, the first thread takes that to whoever runs the board.
        thread.Finished = true;
        Heap.FrameBytes -= Heap.ThreadBytes;
        (Halt.IsStopped ? _threads[0] : Next()).Turn.Release();
    }

    private void Check()
    {
        PlanCheck();
        if (NowMicroseconds >= _stopAtMicroseconds && !_alone)
        {
            throw Halt.Stop("its time is up");
        }

        KeepPace();

        if (_threads.Count > 1 && !_alone)
        {
            Current.WakeAt = NowMicroseconds;
            SwitchThread();
        }
    }

    private void PlanCheck()
    {
        double slice = _threads.Count > 1 ? SliceMicroseconds : 1_000_000;
        Clock.Plan(_alone ? slice : Math.Min(slice, Math.Max(0, _stopAtMicroseconds - NowMicroseconds)));
    }

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

        double wait = next!.WakeAt - NowMicroseconds;
        if (wait > 0)
        {
            double until = _alone ? wait : Math.Min(wait, _stopAtMicroseconds - NowMicroseconds);
            Clock.Idle(until);
            if (until < wait)
            {
                Current = next;
                throw Halt.Stop("its time is up");
            }
        }

        Current = next;
        KeepPace();
        PlanCheck();
        return next;
    }

    private void KeepPace()
    {
        double ahead = NowMicroseconds - _sincePowerOn.Elapsed.TotalMicroseconds;
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
