using EdgeNet.Deployment.Osc;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>Wekinator's loop at a UDP port.</summary>
public sealed class WekinatorServer : IAsyncDisposable
{
    private readonly OscPort _port;
    private readonly CancellationTokenSource _end = new();
    private readonly Task _listening;

    private WekinatorServer(OscPort port, WekinatorLoop loop, Notices notices)
    {
        _port = port;
        Loop = loop;
        _listening = Task.Run(() => port.RunAsync(loop.Receive, notices.Once, _end.Token));
    }

    /// <summary>The loop.</summary>
    public WekinatorLoop Loop { get; }

    /// <summary>The UDP port that it listens on.</summary>
    public int Port => _port.Local.Port;

    /// <summary>Opens a project and listens.</summary>
    /// <param name="folder">Its folder, which is made if there is none.</param>
    /// <param name="outputs">What its outputs are, such as "classes 3, slider 0:127"; null for what they were before, or three classes.</param>
    /// <param name="ports">Where messages come in and go out.</param>
    /// <param name="say">Receives a line about what happens; several threads may call it.</param>
    /// <returns>The server, which listens until it is disposed of.</returns>
    /// <exception cref="UserException">A port cannot be used, the text is something else, or a file of the project is damaged.</exception>
    public static WekinatorServer Start(string folder, string? outputs, OscPorts ports, Action<string> say)
    {
        OscPort port = ports.Open();
        try
        {
            Notices notices = new(say);
            WekinatorLoop loop = WekinatorLoop.Open(folder, outputs, message => notices.Send(port, message), say);
            return new WekinatorServer(port, loop, notices);
        }
        catch
        {
            port.Dispose();
            throw;
        }
    }

    /// <summary>Ends a training, stops listening and closes the port.</summary>
    /// <returns>When that is done.</returns>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _listening;
        Loop.Dispose();
        _port.Dispose();
        _end.Dispose();
    }
}
