using EdgeNet.Core;
using EdgeNet.Deployment.Serial;
using EdgeNet.Files;
using EdgeNet.Link;

namespace EdgeNet.Workflows;

/// <summary>A real board on a serial line, watched on a thread of its own. One that is unplugged, or does not answer, is tried again every two seconds.</summary>
public sealed class SerialBoard : IBoardSession
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly string _port;
    private readonly Func<ISerialLine> _open;
    private readonly SemaphoreSlim _turn = new(1);
    private readonly CancellationTokenSource _ended = new();
    private readonly Thread _watcher;
    private readonly Lock _lock = new();
    private readonly BoardLog _log = new();
    private readonly DateTime _begun = DateTime.UtcNow;
    private ISerialLine? _line;
    private CancellationTokenSource? _watching;
    private volatile int _wanted;
    private HelloMessage? _hello;
    private string? _fault;
    private BoardClassification? _last;

    /// <summary>Opens a board.</summary>
    /// <param name="port">The serial port, /dev/ttyUSB0 or COM3.</param>
    /// <param name="baudRate">Its speed.</param>
    public SerialBoard(string port, int baudRate)
        : this(port, () => SerialPortLine.Open(port, baudRate))
    {
    }

    internal SerialBoard(string port, Func<ISerialLine> open)
    {
        _port = port;
        _open = open;
        _watcher = new Thread(Watch) { IsBackground = true, Name = "serial board" };
        _watcher.Start();
    }

    /// <inheritdoc/>
    public BoardState State
    {
        get
        {
            lock (_lock)
            {
                bool answers = _fault is null && _hello is not null;
                return new BoardState(_hello is null ? _port : $"{_hello.Name} on {_port}", null, answers, answers, false, _fault, Seconds, 0, null, answers ? _last?.Label : null, answers ? _last : null, null, StoredBy(_hello), _log.Lines());
            }
        }
    }

    private double Seconds => (DateTime.UtcNow - _begun).TotalSeconds;

    /// <inheritdoc/>
    public void UseLine(Action<ISerialLine> use)
    {
        Interlocked.Increment(ref _wanted);
        try
        {
            lock (_lock)
            {
                _watching?.Cancel();
            }

            _turn.Wait(_ended.Token);
            try
            {
                use(_line ??= _open());
            }
            catch (IOException e)
            {
                Close();
                throw new UserException($"{_port}: the line is gone ({e.Message})", e);
            }
            finally
            {
                _turn.Release();
            }
        }
        catch (OperationCanceledException) when (_ended.IsCancellationRequested)
        {
            throw new UserException("the line to this board has been closed");
        }
        finally
        {
            Interlocked.Decrement(ref _wanted);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ended.Cancel();
        lock (_lock)
        {
            _watching?.Cancel();
        }

        _watcher.Join();
        _turn.Wait();
        Close();
        _ended.Dispose();
        _turn.Dispose();
    }

    private void Watch()
    {
        while (!_ended.IsCancellationRequested)
        {
            _turn.Wait();
            using (CancellationTokenSource watching = CancellationTokenSource.CreateLinkedTokenSource(_ended.Token))
            {
                SetWatching(_wanted == 0 ? watching : null);
                try
                {
                    if (_wanted == 0)
                    {
                        WatchLabels(_line ??= _open(), watching.Token);
                    }
                }
                catch (UserException e)
                {
                    Fail(e.Message);
                }
                catch (IOException e)
                {
                    Close();
                    Fail($"{_port}: the line is gone ({e.Message})");
                }
                catch (OperationCanceledException)
                {
                    // Somebody else wants the line.
                }

                SetWatching(null);
            }

            _turn.Release();

            // Whoever wants the line has it before it is watched again.
            do
            {
                _ended.Token.WaitHandle.WaitOne(_fault is null ? TimeSpan.FromMilliseconds(20) : Pause);
            }
            while (_wanted > 0 && !_ended.IsCancellationRequested);
        }
    }

    private void WatchLabels(ISerialLine line, CancellationToken cancellation)
    {
        BoardClient client = new(line, BoardClient.AnswerTimeout);
        HelloMessage hello = client.Hello(cancellation);
        lock (_lock)
        {
            _hello = hello;
        }

        Note(hello.LastEvent.Length > 0 ? $"the board reports: {hello.LastEvent}" : "the board answers");
        LabelWatch.Run(client, null, See, cancellation);
    }

    private void See(LabelMessage label)
    {
        lock (_lock)
        {
            if (label.Text != _last?.Label)
            {
                Note($"answer: {label.Text}");
            }

            _fault = null;
            _last = new BoardClassification((_last?.Number ?? 0) + 1, label.Text, label.ConfidencePercent, label.Microseconds);
        }
    }

    private void Fail(string problem)
    {
        lock (_lock)
        {
            _fault = problem;
            Note(problem);
        }
    }

    // What is said again and again is said once.
    private void Note(string text)
    {
        lock (_lock)
        {
            if (_log.LastText != text)
            {
                _log.Add(Seconds, text);
            }
        }
    }

    private void SetWatching(CancellationTokenSource? watching)
    {
        lock (_lock)
        {
            _watching = watching;
        }
    }

    private void Close()
    {
        _line?.Dispose();
        _line = null;
    }

    private static StoredModel[] StoredBy(HelloMessage? hello) =>
        hello is null || hello.Slot == HelloMessage.NoSlot ? [] : [new StoredModel(hello.Slot, $"model {ModelHeader.Crc(hello.ActiveHeader):x8}", ModelHeader.Length(hello.ActiveHeader), true, true)];
}
