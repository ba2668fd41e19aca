using System.Diagnostics;
using System.Runtime.CompilerServices;
using EdgeNet.Emulator.Host;
using EdgeNet.Emulator.Loading;

namespace EdgeNet.Emulator.Execution;

/// <summary>What runs a program: types, heap, interpreter, threads and the clock.</summary>
internal sealed unsafe class Machine
{
    private const double SliceMicroseconds = 20_000;

    private readonly Interpreter _interpreter;
    private readonly List<BoardThread> _threads = [];
    private readonly ConditionalWeakTable<Exception, Instance> _converted = [];
    private readonly List<HeapObject> _held = [];
    private readonly double _microsecondsPerCost;
    private double _idleMicroseconds;
    private readonly Stopwatch _sincePowerOn = Stopwatch.StartNew();
    private double _stopAtMicroseconds = double.MaxValue;
    private CancellationToken _powerOff;
    private bool _alone;
    private long _nextCheck;
    private string _stopReason = "";
    private string? _refusal;

    public Machine(World world, Board board, BoardProfile profile)
    {
        World = world;
        Board = board;
        Heap = new Heap(world, profile.HeapBytes, board.HeapMayOverrun) { Roots = VisitRoots };
        _interpreter = new Interpreter(this);
        _microsecondsPerCost = profile.CyclesPerInstruction / profile.ClockMegahertz;
        Current = new BoardThread(1);
        _threads.Add(Current);
        PlanCheck();
    }

    public World World { get; }

    public Board Board { get; }

    public Heap Heap { get; }

    /// <summary>IL instructions executed.</summary>
    public long Instructions { get; private set; }

    /// <summary>Native instructions that a board would have executed for them.</summary>
    public long Cost { get; private set; }

    /// <summary>Set when the board has stopped: no handler of the program runs any more.</summary>
    public bool Stopped { get; private set; }

    /// <summary>Why it stopped, if it did for something that it does not imitate.</summary>
    public string? Refused => _refusal;

    public BoardThread Current { get; private set; }

    public double NowMicroseconds => (Cost * _microsecondsPerCost) + _idleMicroseconds;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Count(int instructions, int cost)
    {
        Instructions += instructions;
        Cost += cost;
        if (Cost >= _nextCheck)
        {
            Check();
        }
    }

    public void Charge(long cost) => Cost += cost;

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

    /// <summary>The power goes.</summary>
    public void Stop(string reason)
    {
        Stopped = true;
        _stopReason = reason;
        throw new BoardStopException(reason);
    }

    /// <summary>Stops for something that the board does not imitate; what is returned is to be thrown, and reaches whoever runs the board.</summary>
    public EmulatorException Refusal(string what)
    {
        Stopped = true;
        _refusal = what;
        return new EmulatorException(what);
    }

    public void Translate(NanoMethod method)
    {
        if (!method.Definition.HasBody || method.Definition.DeclaringType.Module.Assembly.Name.Name == "mscorlib")
        {
            throw new EmulatorException($"the virtual board has no implementation of {method.Definition.FullName}");
        }

        Translator.Translate(method, World, Heap);
    }

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
                Initialize(method.Declaring, thread, at + arguments.Length);
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

    public void Initialize(NanoType type, BoardThread thread, int at)
    {
        if (type.Initializer is NanoMethod initializer)
        {
            type.Initializer = null;
            _interpreter.Call(initializer, thread, at);
        }
    }

    public object? StaticReference(NanoType type, int index)
    {
        ref object? value = ref type.StaticReferences[index];
        if (value is null)
        {
            NanoField field = type.Fields.First(f => f.IsStatic && f.IsReference && f.Index == index);
            value = field.Type.Kind == ValueKind.Struct ? Heap.Instance(field.Type) : HostFunctions.StaticOf(this, type.FullName, field.Name);
        }

        return value;
    }

    public ArrayObject NewArray(NanoType type, int length)
    {
        ArrayObject array = Heap.Array(type, length);
        Charge(length / 4);
        return array;
    }

    /// <summary>Calls a delegate whose arguments follow it in the registers.</summary>
    public void Invoke(DelegateObject called, NanoMethod invoke, BoardThread thread, int at)
    {
        int count = invoke.Arguments.Length - 1;
        if (called.Parts.Length == 0)
        {
            CallTarget(called, count, thread, at, at);
            return;
        }

        // Every part gets the arguments anew, above them; the last one's result counts.
        int above = at + count + 1;
        ulong tags = thread.ArgumentTags;
        foreach (DelegateObject part in called.Parts)
        {
            thread.ArgumentTags = tags;
            for (int a = 1; a <= count; a++)
            {
                thread.Numbers[above + a] = thread.Numbers[at + a];
                thread.References[above + a] = thread.References[at + a];
            }

            thread.Top = Math.Max(thread.Top, above + count + 1);
            CallTarget(part, count, thread, above, above);
        }

        thread.Numbers[at] = thread.Numbers[above];
        thread.References[at] = thread.References[above];
    }

    /// <summary>The program's exception that an exception of the host stands for; null for what no program sees.</summary>
    public Instance? ToProgramException(Exception e)
    {
        if (Stopped)
        {
            return null;
        }

        if (e is ProgramException thrown)
        {
            return thrown.Thrown;
        }

        if (e is HostException host)
        {
            return _converted.GetValue(host, _ => NewException(host));
        }

        string? type = e switch
        {
            NullReferenceException => "System.NullReferenceException",
            IndexOutOfRangeException => "System.IndexOutOfRangeException",
            InvalidCastException => "System.InvalidCastException",
            OutOfMemoryException => "System.OutOfMemoryException",
            // nanoFramework has no exceptions of their own for these.
            DivideByZeroException or ArrayTypeMismatchException => "System.Exception",
            _ => null,
        };
        return type is null ? null : _converted.GetValue(e, _ => NewException(new HostException(type, null)));
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
        Stopped = true;
        foreach (BoardThread thread in _threads)
        {
            thread.Turn.Release();
        }
    }

    // It lies outside the heap, which may be what has just run out.
    private Instance NewException(HostException cause)
    {
        Instance exception = new(World.Type(cause.TypeName), 0);
        exception.References[0] = cause.Text is null ? null : new StringObject(World.Type("System.String"), 0, cause.Text);
        exception.References[1] = cause.Inner is null ? null : NewException(cause.Inner);
        exception.Numbers[0] = cause.HResult;
        return exception;
    }

    private void CallTarget(DelegateObject called, int count, BoardThread thread, int from, int at)
    {
        if (called.Method.Definition.IsStatic)
        {
            thread.ArgumentTags >>= 1;
            for (int a = 0; a < count; a++)
            {
                thread.Numbers[at + a] = thread.Numbers[from + a + 1];
                thread.References[at + a] = thread.References[from + a + 1];
            }
        }
        else
        {
            thread.References[at] = called.Target;
        }

        _interpreter.Call(called.Method, thread, at);
    }

    private void RunThread(BoardThread thread, DelegateObject start)
    {
        thread.Turn.Wait();
        try
        {
            if (!Stopped)
            {
                NanoMethod invoke = World.Method(start.Type.Definition!.Methods.First(m => m.Name == "Invoke"));
                thread.References[0] = start;
                thread.Top = 1;
                Invoke(start, invoke, thread, 0);
            }
        }
        catch (EmulatorException e)
        {
            Refusal(e.Message);
        }
        catch (Exception e)
        {
            Board.ReportUnhandled(this, e);
        }

        // Where it stopped the board, the first thread takes that to whoever runs the board.
        thread.Finished = true;
        Heap.FrameBytes -= Heap.ThreadBytes;
        (Stopped ? _threads[0] : Next()).Turn.Release();
    }

    private void Check()
    {
        PlanCheck();
        if (NowMicroseconds >= _stopAtMicroseconds && !_alone)
        {
            Stop("its time is up");
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
        double until = _alone ? slice : Math.Min(slice, Math.Max(0, _stopAtMicroseconds - NowMicroseconds));
        _nextCheck = Cost + (long)Math.Ceiling(until / _microsecondsPerCost) + 1;
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
        if (Stopped)
        {
            throw _refusal is null ? new BoardStopException(_stopReason) : new EmulatorException(_refusal);
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
            _idleMicroseconds += Math.Max(0, until);
            if (until < wait)
            {
                Current = next;
                Stop("its time is up");
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
        if (Board.RealTime && ahead > 1000)
        {
            Thread.Sleep(TimeSpan.FromMicroseconds(ahead));
        }

        if (_powerOff.IsCancellationRequested)
        {
            Stop("the power was switched off");
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
