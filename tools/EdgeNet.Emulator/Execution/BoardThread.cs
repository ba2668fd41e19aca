using System.Runtime.InteropServices;

namespace EdgeNet.Emulator.Execution;

/// <summary>A thread of the program: two stacks of registers, and a turn to wait for.</summary>
internal sealed unsafe class BoardThread : IDisposable
{
    /// <summary>Stack of a thread of this machine that runs one of the board.</summary>
    public const int HostStackBytes = 8 << 20;

    private const int Registers = 64 * 1024;

    public BoardThread(int id)
    {
        Id = id;
        Numbers = (long*)NativeMemory.AllocZeroed(Registers, sizeof(long));
    }

    ~BoardThread() => Free();

    public int Id { get; }

    public long* Numbers { get; private set; }

    public object?[] References { get; } = new object?[Registers];

    /// <summary>References up to here belong to running methods.</summary>
    public int Top { get; set; }

    public int Depth { get; set; }

    /// <summary>Exceptions on their way and finally blocks that run.</summary>
    public UnwindStack Unwinding { get; set; } = new();

    /// <summary>For a call that is about to be made: which arguments differ from their declared types in being signed.</summary>
    public ulong ArgumentTags { get; set; }

    /// <summary>Whether what was returned last differs from its declared type in being signed.</summary>
    public bool ReturnTag { get; set; }

    /// <summary>Instructions of the methods called by the running one, for the profile.</summary>
    public long CalleeInstructions { get; set; }

    public long CalleeCost { get; set; }

    /// <summary>Board time at which it wants to go on.</summary>
    public double WakeAt { get; set; }

    public bool Finished { get; set; }

    /// <summary>The object on the heap that the program knows it by.</summary>
    public Instance? Handle { get; set; }

    public SemaphoreSlim Turn { get; } = new(0);

    /// <summary>The thread of this machine that runs it; null for the first one, which runs on that of its caller.</summary>
    public Thread? Host { get; set; }

    public static int Capacity => Registers;

    public void Dispose()
    {
        Free();
        Turn.Dispose();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        NativeMemory.Free(Numbers);
        Numbers = null;
    }
}
