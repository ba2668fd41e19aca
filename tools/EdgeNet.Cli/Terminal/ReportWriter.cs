using System.Threading.Channels;
using EdgeNet.Files;

namespace EdgeNet.Cli.Terminal;

/// <summary>Writes a server's lines on a separate thread: a reader that stops must not stop the server. Lines that are not read in time are dropped, the oldest first.</summary>
internal sealed class ReportWriter : IDisposable
{
    private const int MaxWaiting = 1000;

    private static readonly TimeSpan MaxFarewell = TimeSpan.FromSeconds(1);

    private readonly Channel<string> _lines = Channel.CreateBounded<string>(new BoundedChannelOptions(MaxWaiting) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true });
    private readonly TextWriter _output;
    private readonly Thread _writer;

    public ReportWriter(TextWriter output)
    {
        _output = output;
        _writer = new Thread(Write) { IsBackground = true, Name = "report" };
        _writer.Start();
    }

    /// <summary>Adds a line; never waits. Names of files may be in it.</summary>
    public void Add(string line) => _lines.Writer.TryWrite(TerminalText.Of(line));

    /// <summary>Gives the lines that are left a second to be written.</summary>
    public void Dispose()
    {
        _lines.Writer.TryComplete();
        _writer.Join(MaxFarewell);
    }

    private void Write()
    {
        try
        {
            foreach (string line in _lines.Reader.ReadAllAsync().ToBlockingEnumerable())
            {
                _output.WriteLine(line);
            }
        }
        catch (IOException)
        {
            // Nobody reads any more.
        }
    }
}
