using EdgeNet.Deployment.Serial;

namespace EdgeNet.Deployment.Tests;

/// <summary>
/// Windows with one serial port, as far as a port can see it. It holds the port to the rules of overlapped operations: memory that
/// an operation uses is not given back, moved on or closed over before the operation is over, and there is one operation at a time.
/// </summary>
internal sealed unsafe class FakeWindows : IWindowsSerialCalls
{
    public const int Pending = 997, Incomplete = 996, Aborted = 995, NotFound = 1168, Gone = 1167;
    private const nint File = 0x51, Signal = 0x52;

    private readonly HashSet<nint> _memory = [], _open = [];
    private readonly List<byte> _sent = [];
    private OverlappedOperation* _operation;
    private byte* _buffer;
    private int _count, _ended, _moved;
    private bool _reads, _signalled;

    public string? Name { get; private set; }

    public byte[] Dcb { get; private set; } = [28, 0, 0, 0, 0x80, 0x25, 0, 0, .. Enumerable.Repeat((byte)0xFF, 20)];

    public uint[] Timeouts { get; private set; } = [];

    public uint Purged { get; private set; }

    /// <summary>Bytes on their way to the port.</summary>
    public Queue<byte> Arriving { get; } = new();

    /// <summary>What the port has sent.</summary>
    public IReadOnlyList<byte> Sent => _sent;

    public bool IsPending { get; private set; }

    public bool AllIsGivenBack => _memory.Count == 0 && _open.Count == 0;

    public List<uint> Waits { get; } = [];

    public int OpenError { get; set; }

    public int EventError { get; set; }

    public int GetStateError { get; set; }

    public int SetStateError { get; set; }

    public int SetTimeoutsError { get; set; }

    /// <summary>What a read or write does when it is called: the error of one that fails, 0 for one that ends at once, else it is pending.</summary>
    public Func<int> Begins { get; set; } = () => Pending;

    /// <summary>What happens while the port waits; <see cref="End"/> ends the operation.</summary>
    public Action Waiting { get; set; } = () => { };

    /// <summary>What a cancellation does.</summary>
    public Action Cancelling { get; set; } = () => { };

    public int Open(string name, out nint file)
    {
        Name = name;
        file = OpenError == 0 ? File : -1;
        return OpenError == 0 ? Add(File) : OpenError;
    }

    public int CreateEvent(out nint signal)
    {
        signal = EventError == 0 ? Signal : 0;
        return EventError == 0 ? Add(Signal) : EventError;
    }

    public void Close(nint handle)
    {
        Assert.True(_open.Remove(handle), "a handle is closed twice");
        Assert.False(handle == Signal && IsPending, "the event of a pending operation is closed");
        Assert.False(handle == Signal && _open.Contains(File), "the event is closed before the port that may still set it");
    }

    public byte* Allocate(int bytes)
    {
        byte* memory = (byte*)System.Runtime.InteropServices.NativeMemory.AllocZeroed((nuint)bytes);
        _memory.Add((nint)memory);
        return memory;
    }

    public void Free(byte* memory)
    {
        Assert.True(_memory.Remove((nint)memory), "memory is given back twice");
        Assert.False(IsPending, "memory is given back while an operation uses it");
        System.Runtime.InteropServices.NativeMemory.Free(memory);
    }

    public int GetState(nint file, byte* dcb)
    {
        Assert.Equal(28, *(int*)dcb);
        Dcb.CopyTo(new Span<byte>(dcb, 28));
        return GetStateError;
    }

    public int SetState(nint file, byte* dcb)
    {
        Dcb = new Span<byte>(dcb, 28).ToArray();
        return SetStateError;
    }

    public int SetTimeouts(nint file, uint* timeouts)
    {
        Timeouts = new Span<uint>(timeouts, 5).ToArray();
        return SetTimeoutsError;
    }

    public int Purge(nint file, uint what)
    {
        Purged = what;
        return 0;
    }

    public int Read(nint file, byte* into, int count, OverlappedOperation* operation) => Begin(file, into, count, operation, true);

    public int Write(nint file, byte* from, int count, OverlappedOperation* operation) => Begin(file, from, count, operation, false);

    public bool Wait(nint signal, uint milliseconds)
    {
        Assert.Contains(signal, _open);
        Waits.Add(milliseconds);
        if (!_signalled)
        {
            Waiting();
        }

        return _signalled;
    }

    public int Cancel(nint file, OverlappedOperation* operation)
    {
        Assert.Contains(file, _open);
        Assert.True(operation == _operation);
        bool pending = IsPending;
        Cancelling();
        return pending ? 0 : NotFound;
    }

    public int Result(nint file, OverlappedOperation* operation, out int bytes)
    {
        Assert.Contains(file, _open);
        Assert.True(operation == _operation);
        bytes = _moved;
        return IsPending ? Incomplete : _ended;
    }

    /// <summary>Ends the operation after it has moved some bytes, at most as many as there are.</summary>
    public void End(int error, int bytes)
    {
        Assert.True(IsPending);
        Assert.Contains((nint)_buffer, _memory);
        int most = Math.Min(bytes, _reads ? Math.Min(Arriving.Count, _count) : _count);
        for (_moved = 0; _moved < most; _moved++)
        {
            if (_reads)
            {
                _buffer[_moved] = Arriving.Dequeue();
            }
            else
            {
                _sent.Add(_buffer[_moved]);
            }
        }

        (IsPending, _signalled, _ended) = (false, true, error);
    }

    private int Begin(nint file, byte* buffer, int count, OverlappedOperation* operation, bool reads)
    {
        Assert.Contains(file, _open);
        Assert.False(IsPending, "two operations at once");
        Assert.Contains((nint)operation, _memory);
        Assert.Contains((nint)buffer, _memory);
        Assert.Equal(Signal, operation->Signal);
        Assert.Equal(default, (operation->Status, operation->Transferred, operation->Offset, operation->OffsetHigh));
        operation->Status = 0x103;
        _operation = operation;
        _buffer = buffer;
        (_count, _reads, _signalled, _moved) = (count, reads, false, 0);
        int error = Begins();
        IsPending = error is 0 or Pending;
        if (error == 0)
        {
            End(0, int.MaxValue);
        }

        return error;
    }

    private int Add(nint handle)
    {
        _open.Add(handle);
        return 0;
    }
}
