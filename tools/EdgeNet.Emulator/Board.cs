using EdgeNet.Emulator.Devices;
using EdgeNet.Emulator.Execution;
using EdgeNet.Emulator.Host;
using EdgeNet.Emulator.Loading;
using EdgeNet.Emulator.Types;

namespace EdgeNet.Emulator;

/// <summary>
/// A virtual board: takes the assemblies that a real one would be given, interprets them, and simulates what is around them.
/// One instance serves one host thread at a time.
/// </summary>
public sealed class Board : IDisposable
{
    private const double TicksPerMicrosecond = TimeSpan.TicksPerMicrosecond;
    private readonly BoardProfile _profile;
    private readonly Hardware _hardware = new();
    private readonly HostFunctions _host;
    private readonly World _world;
    private Machine? _machine;
    private Marshaller? _marshaller;
    private string? _threadFailure;
    private BoardRun? _ended;
    private long _runUntil;

    /// <summary>Creates a board without a program.</summary>
    /// <param name="profile">What it has.</param>
    public Board(BoardProfile profile)
    {
        _profile = profile;
        _host = new HostFunctions(_hardware);
        _world = new World(_host.Table.Find);
    }

    /// <summary>Its internal storage.</summary>
    public Storage Storage
    {
        get => _hardware.Storage;
        init => _hardware.Storage = value;
    }

    /// <summary>Its I2C buses.</summary>
    public I2cBus I2c => _hardware.I2c;

    /// <summary>Its I2S buses.</summary>
    public I2s I2s => _hardware.I2s;

    /// <summary>Its digital pins.</summary>
    public Gpio Gpio => _hardware.Gpio;

    /// <summary>Its analogue inputs.</summary>
    public Adc Adc => _hardware.Adc;

    /// <summary>Its serial ports.</summary>
    public Uart Uart => _hardware.Uart;

    /// <summary>What carries its HTTP requests; null for a board without a network.</summary>
    public HttpMessageInvoker? Network
    {
        get => _hardware.Network.Invoker;
        init => _hardware.Network.Invoker = value;
    }

    /// <summary>Given the board time in microseconds, whether the network is connected; where it is not set, it is wherever there is one.</summary>
    public Func<double, bool>? NetworkIsUp
    {
        get => _hardware.Network.Connected;
        set => _hardware.Network.Connected = value;
    }

    /// <summary>How long a connection takes to fail with a host that does not answer. What a program sets as time-outs has no influence on it.</summary>
    public TimeSpan ConnectTimeout
    {
        get => _hardware.Network.ConnectTimeout;
        set => _hardware.Network.ConnectTimeout = value;
    }

    /// <summary>What a read of a network stream takes at least, to imitate a slow server.</summary>
    public TimeSpan NetworkReadTime
    {
        get => _hardware.Network.ReadTime;
        set => _hardware.Network.ReadTime = value;
    }

    /// <summary>Whether the heap goes on beyond its size, to find out by how much it is too small. What a program is told of its size stays the same.</summary>
    public bool HeapMayOverrun { get; init; }

    /// <summary>Whether the board waits as long as a real one, for tests against programs that have clocks of their own.</summary>
    public bool RealTime { get; init; }

    /// <summary>What its real-time clock says when the power comes.</summary>
    public DateTime StartTime
    {
        get => _hardware.StartTime;
        set => _hardware.StartTime = value;
    }

    /// <summary>Lines that the program has printed.</summary>
    public IReadOnlyList<string> Output => _hardware.Output.Lines;

    /// <summary>Forgets the lines in <see cref="Output"/>, so that a board may run for days.</summary>
    public void ClearOutput() => _hardware.Output.Clear();

    /// <summary>Called for every line that the program prints, with the board time in microseconds.</summary>
    public Action<double, string>? OutputWritten
    {
        get => _hardware.Output.Written;
        set => _hardware.Output.Written = value;
    }

    /// <summary>IL instructions executed so far.</summary>
    public long Instructions => _machine?.Clock.Instructions ?? 0;

    /// <summary>Board time in microseconds, sleep included.</summary>
    public double NowMicroseconds => _machine?.NowMicroseconds ?? 0;

    /// <summary>Predicted computing time so far in microseconds, sleep not included.</summary>
    public double BusyMicroseconds => _machine?.Clock.BusyMicroseconds ?? 0;

    /// <summary>Bytes of its heap.</summary>
    public int HeapBytes => _profile.HeapBytes;

    /// <summary>Bytes of its heap that the type tables of the deployed assemblies take.</summary>
    public int TypeTableBytes => _world.TypeTableBytes;

    private Machine Machine => _machine ?? throw new EmulatorException("no program is deployed on this board");

    private Marshaller Marshaller => _marshaller ?? throw new EmulatorException("no program is deployed on this board");

    /// <summary>Puts a program on the board.</summary>
    /// <param name="contracts">Assemblies whose methods the board itself has.</param>
    /// <param name="applications">Assemblies to be interpreted.</param>
    /// <exception cref="EmulatorException">An assembly is damaged, or uses what a board does not have; its name and where it is used are given.</exception>
    /// <exception cref="InvalidOperationException">The program runs, and this was called from one of its callbacks.</exception>
    public void Deploy(IEnumerable<byte[]> contracts, IEnumerable<byte[]> applications)
    {
        if (_machine?.IsRunning == true)
        {
            throw new InvalidOperationException("the program runs already; what it calls outside cannot replace it");
        }

        try
        {
            foreach (byte[] contract in contracts)
            {
                _world.AddContract(contract);
            }

            foreach (byte[] application in applications)
            {
                _world.AddApplication(application);
            }

            CheckedPrograms.Check(_world);
            _world.CountTypeTables();
        }
        catch (Exception e) when (e is not EmulatorException and not OutOfMemoryException)
        {
            // What reads and checks assemblies meets damage of any kind in any way.
            throw new EmulatorException($"an assembly is damaged: {e.Message}");
        }

        PowerOn();
    }

    /// <summary>Puts a program on the board: compiled assemblies, and those beside them that they refer to.</summary>
    /// <param name="paths">Files, or folders of which every assembly is deployed. What has the name of a nanoFramework package is taken for its contract, all else is interpreted.</param>
    /// <exception cref="EmulatorException">There is no assembly, or one that is referred to is missing, or an assembly uses what a board does not have.</exception>
    public void Deploy(params string[] paths)
    {
        AssemblyFiles files = AssemblyFiles.Collect(paths);
        Deploy(files.Contracts, files.Applications);
    }

    /// <summary>Runs the program for some time of the board: from the beginning, or from where it paused. Its threads then stand still until the next call.</summary>
    /// <param name="time">Board time, not negative. Runs one after another end at the same instructions as one run of the same length.</param>
    /// <returns>How it is: see <see cref="BoardRun.IsRunning"/>. For a program that has ended, how it ended.</returns>
    /// <exception cref="EmulatorException">The board stopped for something that it does not imitate.</exception>
    /// <exception cref="InvalidOperationException">The program runs, and this was called from one of its callbacks.</exception>
    public BoardRun RunFor(TimeSpan time)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        if (!Machine.IsRunning)
        {
            _runUntil = time.Ticks <= long.MaxValue - _runUntil ? _runUntil + time.Ticks : long.MaxValue;
        }

        return GoOn(_runUntil / TicksPerMicrosecond);
    }

    /// <summary>Runs the program's Main, from the beginning or from where it paused, until it ends.</summary>
    /// <param name="limit">Time since power came after which the board is stopped for good.</param>
    /// <param name="powerOff">Takes the power away before.</param>
    /// <returns>How it ended.</returns>
    /// <exception cref="EmulatorException">The board stopped for something that it does not imitate.</exception>
    /// <exception cref="InvalidOperationException">The program runs, and this was called from one of its callbacks.</exception>
    public BoardRun Run(TimeSpan limit, CancellationToken powerOff = default)
    {
        Machine.StopAt(limit.TotalMicroseconds, powerOff);
        return GoOn(double.MaxValue);
    }

    /// <summary>Stops the running program.</summary>
    /// <param name="after">Board time from now after which it is stopped; not later than the limit of <see cref="Run"/>.</param>
    public void StopAfter(TimeSpan after) => Machine.StopBy(NowMicroseconds + after.TotalMicroseconds);

    /// <summary>Watches a method of the program, as a debugger does: nothing else of the program runs meanwhile.</summary>
    /// <param name="method">Its full name; overloads are watched together.</param>
    /// <param name="returned">Called at every return of the method: the object it was called on, null for a static one, and the result as of <see cref="Call"/>.</param>
    public void Watch(string method, Action<BoardObject?, object?> returned)
    {
        foreach (NanoMethod watched in _world.Overloads(method))
        {
            watched.Returned = (self, number, reference) => Machine.Alone(() =>
                returned((BoardObject?)Marshaller.FromBoard(watched.Declaring, 0, self), Marshaller.FromBoard(watched.Returns, number, reference)));
        }
    }

    /// <summary>
    /// Takes the power away and gives it back: memory, statics and threads are gone, what was stored stays. Objects created before
    /// must not be used any more. The static constructors that have run before run again at once.
    /// </summary>
    public void PowerCycle()
    {
        if (Machine.IsRunning)
        {
            throw new InvalidOperationException("the program runs; what it calls outside cannot switch its board off and on");
        }

        Machine.Shutdown();
        PowerOn();
        foreach (NanoType type in _world.Types.ToArray())
        {
            Array.Clear(type.StaticNumbers);
            Array.Clear(type.StaticReferences);
        }

        foreach (NanoMethod constructor in _world.Types.Where(t => t.Initializer is null).Select(t => t.StaticConstructor).OfType<NanoMethod>().ToArray())
        {
            Machine.Call(constructor, []);
        }
    }

    /// <summary>Creates an object of the program.</summary>
    /// <param name="type">Full name of its type.</param>
    /// <param name="arguments">Numbers, strings, arrays of numbers, or objects that were created before.</param>
    /// <returns>A handle of the object, which keeps it alive.</returns>
    /// <exception cref="EmulatorException">The program threw an exception.</exception>
    public BoardObject New(string type, params object?[] arguments)
    {
        NanoType made = _world.Type(type);
        NanoMethod constructor = _world.Method(made.Definition!.Methods.First(m => m.IsConstructor && !m.IsStatic && m.Parameters.Count == arguments.Length));
        BoardObject handle = Marshaller.Hold(Machine.Heap.Instance(made));
        Invoke(constructor, [handle, .. arguments]);
        return handle;
    }

    /// <summary>Creates an array of floats that a method of the program can fill.</summary>
    /// <param name="length">Number of floats.</param>
    /// <returns>A handle of the array.</returns>
    public BoardObject NewFloats(int length) => Marshaller.Hold(Marshaller.NewFloats(new float[length]));

    /// <summary>What an array of floats holds now.</summary>
    /// <param name="array">The array.</param>
    /// <returns>A copy.</returns>
    public static float[] ReadFloats(BoardObject array) => (float[])((ArrayObject<float>)array.Object).Data.Clone();

    /// <summary>Lets go of an object, which the board's collector may take from then on.</summary>
    /// <param name="handle">Its handle, not to be used any more.</param>
    public void Release(BoardObject handle) => Machine.Release(handle.Object);

    /// <summary>Calls a static method of the program.</summary>
    /// <param name="method">Its full name.</param>
    /// <param name="arguments">As for <see cref="New"/>.</param>
    /// <returns>A long for a whole number, a double, a string, an array, a handle, or null.</returns>
    /// <exception cref="EmulatorException">The program threw an exception.</exception>
    public object? Call(string method, params object?[] arguments) => Invoke(_world.Method(method), arguments);

    /// <summary>Calls a method of an object of the program.</summary>
    /// <param name="target">The object.</param>
    /// <param name="method">Name of the method; of several, the one that takes these arguments.</param>
    /// <param name="arguments">As for <see cref="New"/>.</param>
    /// <returns>As of <see cref="Call"/>.</returns>
    /// <exception cref="EmulatorException">The program threw an exception.</exception>
    public object? CallOn(BoardObject target, string method, params object?[] arguments) =>
        Invoke(Marshaller.Method(target.Object.Type, method, arguments), [target, .. arguments]);

    /// <summary>Bytes of heap that are alive now; collects first.</summary>
    /// <returns>Bytes.</returns>
    public long MeasureHeap()
    {
        Machine.Heap.Collect();
        return Machine.Heap.Used + Machine.Heap.FrameBytes;
    }

    /// <summary>The largest number of bytes of heap that were in use at once.</summary>
    public long HeapPeakBytes => Machine.Heap.Peak;

    /// <summary>Bytes of heap that are in use now, with what the board's collector will find to be garbage. Looking does not change what the program does.</summary>
    public long HeapUsedBytes => Machine.Heap.Used + Machine.Heap.FrameBytes;

    /// <summary>What the methods cost so far, the costliest first.</summary>
    /// <returns>Methods of the program that were called; overloads together.</returns>
    public IReadOnlyList<MethodCost> Profile() =>
    [
        .. _world.Methods.Where(m => m.Calls > 0).GroupBy(m => m.Name)
            .Select(g => new MethodCost(g.Key, g.Sum(m => m.Calls), g.Sum(m => m.OwnInstructions), Machine.Clock.MicrosecondsOf(g.Sum(m => m.OwnCost))))
            .OrderByDescending(m => m.Microseconds).ThenBy(m => m.Method, StringComparer.Ordinal),
    ];

    /// <summary>Ends the program.</summary>
    public void Dispose()
    {
        _machine?.Shutdown();
        if (_machine?.IsRunning != true)
        {
            _world.Dispose();
        }
    }

    private BoardRun GoOn(double pauseAtMicroseconds)
    {
        if (Machine.IsRunning)
        {
            throw new InvalidOperationException("the program runs already; what it calls outside cannot run it");
        }

        if (_ended is not null || pauseAtMicroseconds <= NowMicroseconds)
        {
            return _ended ?? Paused();
        }

        try
        {
            Machine.Run(_world.EntryPoint, pauseAtMicroseconds);
            return Machine.HasEnded ? _ended = new BoardRun(_threadFailure is null, null, _threadFailure) : Paused();
        }
        catch (BoardStopException e)
        {
            Machine.Shutdown();
            Machine.Halt.Failure?.Throw();
            return _ended = new BoardRun(false, e.Message, _threadFailure) { WantsRestart = Machine.Halt.WantsRestart };
        }
        catch (Exception e) when (Machine.Halt.Refused is string refused && e is not EmulatorException)
        {
            throw new EmulatorException(refused);
        }
        catch (Exception e) when (Machine.Exceptions.Of(e) is Instance thrown)
        {
            return _ended = new BoardRun(false, null, Marshaller.Describe(thrown));
        }
    }

    private BoardRun Paused() => new(false, null, _threadFailure) { IsRunning = true };

    private void PowerOn()
    {
        (_threadFailure, _ended, _runUntil) = (null, null, 0);
        Dictionary<string, double> cyclesOf = _profile.Methods.ToDictionary(m => m.Key, m => m.Value.Cycles / _profile.CyclesPerInstruction);
        MachineOptions options = new(_profile.HeapBytes, HeapMayOverrun, _profile.CyclesPerInstruction / _profile.ClockMegahertz, cyclesOf, RealTime);
        _machine = new Machine(_world, options, HostFunctions.StaticOf) { Unhandled = e => _threadFailure ??= Marshaller.Describe(e) };
        _marshaller = new Marshaller(_machine, _world);
        _host.PowerOn(_machine);
    }

    private object? Invoke(NanoMethod method, object?[] arguments)
    {
        double before = NowMicroseconds;
        try
        {
            (long number, object? reference) = Machine.Call(method, Array.ConvertAll(arguments, Marshaller.ToBoard));
            return Marshaller.FromBoard(method.Returns, number, reference);
        }
        catch (BoardStopException e)
        {
            throw new PowerLostException(e.Message);
        }
        catch (Exception e) when (Machine.Halt.Refused is string refused && e is not EmulatorException)
        {
            throw new EmulatorException(refused);
        }
        catch (Exception e) when (Machine.Exceptions.Of(e) is Instance thrown)
        {
            throw new EmulatorException($"{method} threw {Marshaller.Describe(thrown)}");
        }
        finally
        {
            // The time that a call from outside takes is none of a run's.
            _runUntil += Machine.IsRunning ? 0 : (long)Math.Round((NowMicroseconds - before) * TicksPerMicrosecond);
        }
    }
}
