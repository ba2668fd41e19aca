using EdgeNet.Deployment.Serial;
using EdgeNet.Deployment.Signing;
using EdgeNet.Files;
using EdgeNet.Link;

namespace EdgeNet.Workflows;

/// <summary>Brings a model to a board whose app is running, over a serial line.</summary>
public sealed class SerialDelivery : IDisposable
{
    private readonly ISerialLine _line;
    private readonly BoardClient _client;
    private readonly ModelSignature? _signature;

    private SerialDelivery(byte[] model, ModelSignature? signature, ISerialLine line)
    {
        Model = model;
        _signature = signature;
        _line = line;
        _client = new BoardClient(line, BoardClient.AnswerTimeout);
    }

    /// <summary>How long a board is waited for.</summary>
    public static TimeSpan ConfirmationTimeout { get; } = TimeSpan.FromSeconds(60);

    /// <summary>The model file.</summary>
    public byte[] Model { get; }

    /// <summary>Reads a model and its signature, and opens the line.</summary>
    /// <param name="path">The model file; a signature beside it goes with it.</param>
    /// <param name="key">The file with the fleet's key, to check the signature with; null for none.</param>
    /// <param name="port">The serial port.</param>
    /// <param name="baudRate">Its speed.</param>
    /// <returns>The delivery; disposing it closes the line.</returns>
    /// <exception cref="UserException">A file is missing or damaged, the signature is not the right one, or the port cannot be opened.</exception>
    public static SerialDelivery Open(string path, string? key, string port, int baudRate)
    {
        LoadedModel model = LoadedModel.Read(path);
        ModelSignature? signature = ModelSigner.ReadFor(path, model.Bytes, key is null ? null : FleetKeyFile.Read(key));
        return new SerialDelivery(model.Bytes, signature, SerialPortLine.Open(port, baudRate));
    }

    /// <summary>Prepares the delivery of a model over a line that is open.</summary>
    /// <param name="model">The model file.</param>
    /// <param name="signature">Its signature; null for none.</param>
    /// <param name="line">The line. Disposing the delivery closes it.</param>
    /// <returns>The delivery.</returns>
    public static SerialDelivery Over(byte[] model, ModelSignature? signature, ISerialLine line) => new(model, signature, line);

    /// <summary>Delivers the model: waits until the board accepts it, sends it, and waits until the board has confirmed it.</summary>
    /// <param name="tell">Called with what happens, and with the number of bytes that the board has.</param>
    /// <param name="cancellation">Stops; the board keeps a working model.</param>
    /// <returns>What the board says then.</returns>
    /// <exception cref="UserException">The board does not answer, refuses the model, has gone back to the one before, or has not confirmed this one in time.</exception>
    /// <exception cref="IOException">The line is gone.</exception>
    public HelloMessage Deliver(Action<DeliveryStage, int> tell, CancellationToken cancellation)
    {
        HelloMessage before = Hello(cancellation);
        Check(before);
        if (MustWait(before))
        {
            tell(DeliveryStage.WaitingForBoard, 0);
            WaitUntilReady(cancellation);
        }

        Send(bytes => tell(DeliveryStage.Sending, bytes), cancellation);
        tell(DeliveryStage.WaitingForConfirmation, Model.Length);
        return WaitForConfirmation(cancellation);
    }

    /// <summary>Asks the board what it is.</summary>
    /// <param name="cancellation">Stops.</param>
    /// <returns>What it says.</returns>
    /// <exception cref="UserException">It does not answer.</exception>
    public HelloMessage Hello(CancellationToken cancellation) => _client.Hello(cancellation);

    /// <summary>Refuses what the board would not accept, as far as that can be known before anything is sent.</summary>
    /// <param name="board">What the board says.</param>
    /// <exception cref="UserException">Its app does not run such a model, has no room for it or too little heap, or wants another signature.</exception>
    public void Check(HelloMessage board) => SerialDeployment.Check(board, Model, _signature);

    /// <summary>Whether a board accepts this model only after it has confirmed its own.</summary>
    /// <param name="board">What the board says.</param>
    /// <returns>True if so.</returns>
    public bool MustWait(HelloMessage board) => board.Waits && !SerialDeployment.Runs(board, Model);

    /// <summary>Waits until the board accepts another model, or until the time is up.</summary>
    /// <param name="cancellation">Stops waiting.</param>
    /// <exception cref="UserException">It does not answer.</exception>
    public void WaitUntilReady(CancellationToken cancellation) => SerialDeployment.WaitUntilReady(_client, ConfirmationTimeout, cancellation);

    /// <summary>Sends the model; where that was begun before, it goes on from there.</summary>
    /// <param name="progress">Called with the number of bytes that the board has.</param>
    /// <param name="cancellation">Stops; the board keeps its model.</param>
    /// <returns>How many messages had to be sent again.</returns>
    /// <exception cref="UserException">The board does not answer, or refuses.</exception>
    public int Send(Action<int>? progress, CancellationToken cancellation)
    {
        SerialDeployment.Send(_client, Model, _signature, progress, cancellation);
        return _client.Retries;
    }

    /// <summary>Waits until the board has confirmed the model.</summary>
    /// <param name="cancellation">Stops waiting.</param>
    /// <returns>What the board says then.</returns>
    /// <exception cref="UserException">It has gone back to the model before, or has not confirmed this one in time.</exception>
    public HelloMessage WaitForConfirmation(CancellationToken cancellation)
    {
        (HelloMessage board, bool confirmed) = SerialDeployment.WaitForConfirmation(_client, Model, ConfirmationTimeout, cancellation);
        if (confirmed)
        {
            return board;
        }

        string words = board.LastEvent.Length > 0 ? $": {board.LastEvent}" : "";
        throw new UserException(SerialDeployment.Runs(board, Model)
            ? $"the board runs the model on probation, but has not confirmed it within {ConfirmationTimeout.TotalSeconds:F0} s{words}"
            : $"the board {(board.Slot == HelloMessage.NoSlot ? "has rejected the model and has no other" : "has gone back to the previous model")}{words}");
    }

    /// <inheritdoc/>
    public void Dispose() => _line.Dispose();
}

/// <summary>What a delivery is doing.</summary>
public enum DeliveryStage
{
    /// <summary>The board's model is on probation; until it is confirmed, the board takes no other.</summary>
    WaitingForBoard,

    /// <summary>Bytes are on their way.</summary>
    Sending,

    /// <summary>The board has the model, and tries it.</summary>
    WaitingForConfirmation,
}
