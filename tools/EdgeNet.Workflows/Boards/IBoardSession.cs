using EdgeNet.Deployment.Serial;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>A board that runs while it is looked at, virtual or real. It may be used from any thread.</summary>
public interface IBoardSession : IDisposable
{
    /// <summary>What can be seen of it now.</summary>
    BoardState State { get; }

    /// <summary>Sends a model over the board's serial line, as "edgenet deploy" does, and waits until the board has confirmed it.</summary>
    /// <param name="model">The model, with a signature beside its file if it is signed.</param>
    /// <param name="tell">Called with what happens, and with the number of bytes that the board has.</param>
    /// <param name="cancellation">Stops; the board keeps a working model.</param>
    /// <exception cref="UserException">The board does not answer, refuses the model or has gone back to the one before, or its line is in use.</exception>
    void Send(LoadedModel model, Action<DeliveryStage, int> tell, CancellationToken cancellation);

    /// <summary>Makes the board classify a sample that is sent over its serial line, beside its own readings.</summary>
    /// <param name="model">The model that the board runs.</param>
    /// <param name="raw">Raw values, as many as the model takes.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>The answer, with all logits.</returns>
    /// <exception cref="UserException">The board does not answer or runs another model, or its line is in use.</exception>
    BoardAnswer Classify(LoadedModel model, float[] raw, CancellationToken cancellation);
}
