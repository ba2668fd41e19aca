using EdgeNet.Deployment.Osc;
using EdgeNet.Files;
using EdgeNet.Studio.Pages;
using EdgeNet.Studio.Projects;
using EdgeNet.Workflows;

namespace EdgeNet.Studio.Wekinator;

/// <summary>Wekinator's loop on a page: a port for sketches, and the same orders as buttons. The port is open only while somebody wants it.</summary>
internal sealed class WekinatorDesk : IDesk
{
    private const string Topic = "wekinator";
    private const int MaxLines = 50;

    // As often as people see a difference.
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(40);

    private readonly StudioProject _project;
    private readonly OpenPages _pages;
    private readonly SemaphoreSlim _opening = new(1);
    private readonly Queue<string> _lines = new();
    private readonly CancellationTokenSource _end = new();
    private readonly Task _telling;
    private volatile WekinatorServer? _server;
    private OscPorts _ports = OscPorts.Usual;

    /// <summary>Opens the desk, and no port.</summary>
    /// <param name="project">The project, in whose folder examples and models are.</param>
    /// <param name="pages">The pages to tell.</param>
    public WekinatorDesk(StudioProject project, OpenPages pages)
    {
        _project = project;
        _pages = pages;
        _telling = TellAsync();
    }

    private WekinatorLoop Loop => (_server ?? throw new UserException("start listening first")).Loop;

    /// <inheritdoc/>
    public void AddTo(Requests requests)
    {
        requests.Add("wekinator.open", async (Opening with, CancellationToken _) =>
        {
            await OpenAsync(with);
            return null;
        });
        requests.Add("wekinator.close", async _ =>
        {
            await CloseAsync();
            return null;
        });
        requests.Add("wekinator.inputs", (Values with) =>
        {
            Loop.Receive(new OscMessage("/wek/inputs", [.. with.Inputs.Select(v => (object)v)]));
            return null;
        });
        requests.Add("wekinator.set", (Setting with) => Do(l => l.SetOutput(with.Output, with.Value)));
        requests.Add("wekinator.record", (Switch with) => Do(with.On ? l => l.StartRecording() : l => l.StopRecording()));
        requests.Add("wekinator.run", (Switch with) => Do(with.On ? l => l.StartRunning() : l => l.StopRunning()));
        requests.Add("wekinator.train", () => Do(l => l.Train()));
        requests.Add("wekinator.cancel", () => Do(l => l.CancelTraining()));
        requests.Add("wekinator.delete", (Deletion with) => Do(l => l.DeleteExamples(with.Output)));
        requests.Add("wekinator.deleteAll", () => Do(l => l.DeleteAllExamples()));
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _telling;
        await CloseAsync();
        _end.Dispose();
        _opening.Dispose();
    }

    private object? Do(Action<WekinatorLoop> order)
    {
        order(Loop);
        return null;
    }

    private async Task OpenAsync(Opening with)
    {
        if (with.In is < 0 or > 65535 || with.Out is < 1 or > 65535)
        {
            throw new UserException("a port is a number from 1 to 65535");
        }

        await _opening.WaitAsync();
        try
        {
            await EndAsync();
            OscPorts ports = OscPorts.Usual with { In = with.In, Out = with.Out };
            _server = WekinatorServer.Start(_project.Folder, with.Outputs, ports, Say);
            _ports = ports with { In = _server.Port };
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task CloseAsync()
    {
        await _opening.WaitAsync();
        try
        {
            await EndAsync();
        }
        finally
        {
            _opening.Release();
        }
    }

    private async Task EndAsync()
    {
        WekinatorServer? server = _server;
        _server = null;
        if (server is not null)
        {
            await server.DisposeAsync();
        }
    }

    private void Say(string line)
    {
        lock (_lines)
        {
            _lines.Enqueue(line);
            if (_lines.Count > MaxLines)
            {
                _lines.Dequeue();
            }
        }
    }

    private async Task TellAsync()
    {
        using PeriodicTimer timer = new(Pace);
        try
        {
            do
            {
                _pages.Try(() => _pages.Push(Topic, Now()));
            }
            while (await timer.WaitForNextTickAsync(_end.Token));
        }
        catch (OperationCanceledException)
        {
            // The studio ends.
        }
    }

    private object Now()
    {
        WekinatorState? state = _server?.Loop.State;
        string[] lines;
        lock (_lines)
        {
            lines = [.. _lines];
        }

        return new
        {
            open = state is not null,
            @in = _ports.In,
            @out = _ports.Out,
            state,
            texts = state?.Outputs.Select(o => o.Output.ToString()),
            command = state is null ? null : CommandText.Of(["edgenet", "wekinator", ".", "--outputs", WekinatorOutput.Text(state.Outputs.Select(o => o.Output)), "--osc-in", $"{_ports.In}", "--osc-out", $"{_ports.Out}"]),
            lines,
        };
    }

    private sealed record Opening(string? Outputs = null, int In = OscPorts.UsualIn, int Out = OscPorts.UsualOut);

    private sealed record Values(IReadOnlyList<float> Inputs);

    private sealed record Setting(int Output, float Value);

    private sealed record Switch(bool On);

    private sealed record Deletion(int Output);
}
