using EdgeNet.Deployment.Serial;
using EdgeNet.Files;
using EdgeNet.Link;

namespace EdgeNet.Workflows;

/// <summary>A real board on a serial line that runs the same model as the virtual one.</summary>
public sealed class RealBoard : IDisposable
{
    private readonly ISerialLine _line;
    private readonly SampleLine _samples;

    private RealBoard(ISerialLine line, SampleLine samples, string name)
    {
        _line = line;
        _samples = samples;
        Name = name;
    }

    /// <summary>The board's name.</summary>
    public string Name { get; }

    /// <summary>Opens the line, and checks that the board runs the model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="port">The serial port.</param>
    /// <param name="baudRate">The port's speed.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>The board; disposing it closes the line.</returns>
    /// <exception cref="UserException">The port cannot be opened, no board answers, its app is too old, or it runs another model.</exception>
    public static RealBoard Open(LoadedModel model, string port, int baudRate, CancellationToken cancellation)
    {
        ISerialLine line = SerialPortLine.Open(port, baudRate);
        try
        {
            BoardClient client = new(line, BoardClient.AnswerTimeout);
            HelloMessage hello = client.HelloFor(LinkProtocol.Classify, cancellation);
            return SerialDeployment.Runs(hello, model.Bytes) ? new RealBoard(line, new SampleLine(client, model.Bytes, model.Model.Labels.Length), hello.Name)
                : throw new UserException($"the board runs {(hello.Slot == HelloMessage.NoSlot ? "no model" : "another model")}; deploy this one first: edgenet deploy {model.Path} --serial {port}");
        }
        catch
        {
            line.Dispose();
            throw;
        }
    }

    /// <summary>Makes the board classify a sample.</summary>
    /// <param name="raw">The values.</param>
    /// <param name="arePixels">Whether they are pixels, 0 to 255.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>The board's answer.</returns>
    /// <exception cref="UserException">The board does not answer, or its answer is impossible.</exception>
    public BoardAnswer Classify(float[] raw, bool arePixels, CancellationToken cancellation) =>
        arePixels ? _samples.Classify(Array.ConvertAll(raw, v => (byte)v), cancellation) : _samples.Classify(raw, cancellation);

    /// <inheritdoc/>
    public void Dispose() => _line.Dispose();
}
