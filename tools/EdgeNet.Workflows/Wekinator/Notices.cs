using EdgeNet.Deployment.Osc;

namespace EdgeNet.Workflows;

/// <summary>Says each thing once, however often it happens, and only so many things: what strangers send must not fill a log.</summary>
/// <param name="say">Receives the lines.</param>
internal sealed class Notices(Action<string> say)
{
    private const int MaxLines = 100;

    private readonly HashSet<string> _said = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();

    /// <summary>Says a line unless it was said before. Several threads may.</summary>
    /// <param name="line">One line.</param>
    public void Once(string line)
    {
        lock (_gate)
        {
            if (_said.Count < MaxLines && _said.Add(line))
            {
                say(_said.Count < MaxLines ? line : $"{line} (what else is ignored is no longer named)");
            }
        }
    }

    /// <summary>Sends a message, and says what goes wrong.</summary>
    /// <param name="port">The port.</param>
    /// <param name="message">The message.</param>
    public void Send(OscPort port, OscMessage message)
    {
        if (port.Send(message) is string problem)
        {
            Once(problem);
        }
    }
}
