using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Deployment.Serial;
using EdgeNet.Deployment.Signing;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>What is done over a board's serial line, the same for a virtual board and a real one.</summary>
public static class BoardWork
{
    /// <summary>Sends a model, as "edgenet deploy" does, and waits until the board has confirmed it.</summary>
    /// <param name="board">The board.</param>
    /// <param name="model">The model; a signature beside its file goes with it.</param>
    /// <param name="tell">Called with what happens, and with the number of bytes that the board has.</param>
    /// <param name="cancellation">Stops; the board keeps a working model.</param>
    /// <exception cref="UserException">The board does not answer, refuses the model or has gone back to the one before, or its line is in use.</exception>
    public static void Send(this IBoardSession board, LoadedModel model, Action<DeliveryStage, int> tell, CancellationToken cancellation) =>
        board.UseLine(line => SerialDelivery.Over(model.Bytes, ModelSigner.ReadFor(model.Path, model.Bytes, null), line).Deliver(tell, cancellation));

    /// <summary>Makes the board classify a sample beside its own readings.</summary>
    /// <param name="board">The board.</param>
    /// <param name="model">The model that the board runs.</param>
    /// <param name="raw">Raw values, as many as the model takes.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>The answer, with all logits.</returns>
    /// <exception cref="UserException">The board does not answer or runs another model, or its line is in use.</exception>
    public static BoardAnswer Classify(this IBoardSession board, LoadedModel model, float[] raw, CancellationToken cancellation)
    {
        BoardAnswer? answer = null;
        board.UseLine(line => answer = new SampleLine(ClientOf(line), model.Bytes, model.Model.Labels.Length).Classify(raw, cancellation));
        return answer!;
    }

    /// <summary>Makes the board classify samples of data, spread evenly, and compares all its logits with those of this computer.</summary>
    /// <param name="board">The board.</param>
    /// <param name="model">The model that the board runs.</param>
    /// <param name="samples">The data.</param>
    /// <param name="count">How many samples at most.</param>
    /// <param name="progress">Called with what has been compared so far.</param>
    /// <param name="cancellation">Ends early.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="UserException">The board does not answer or runs another model, or its line is in use.</exception>
    public static BoardAgreement Compare(this IBoardSession board, LoadedModel model, Dataset samples, int count, Action<BoardAgreement>? progress, CancellationToken cancellation)
    {
        int[] compared = EvenSpread.Of(samples.Count, count);
        BoardAgreement agreement = new(0, 0, compared.Length);
        Network desktop = new(model.Model);
        board.UseLine(line =>
        {
            SampleLine sampleLine = new(ClientOf(line), model.Bytes, desktop.OutputCount);
            foreach (int sample in compared)
            {
                float[] raw = samples.Sample(sample).ToArray();
                int best = desktop.Classify(raw);
                BoardAnswer answer = samples.Kind == FeatureKind.Pixels ? sampleLine.Classify(Array.ConvertAll(raw, v => (byte)v), cancellation) : sampleLine.Classify(raw, cancellation);
                bool equal = answer.Label == best && Enumerable.Range(0, desktop.OutputCount).All(o => answer.Logits[o] == desktop.Logit(o));
                agreement = agreement with { Samples = agreement.Samples + 1, Equal = agreement.Equal + (equal ? 1 : 0) };
                progress?.Invoke(agreement);
            }
        });
        return agreement;
    }

    /// <summary>Records labelled readings of the board's sensor in a CSV file, as "edgenet capture" does.</summary>
    /// <param name="board">The board.</param>
    /// <param name="path">The file; new rows are appended to it.</param>
    /// <param name="label">What the sensor sees.</param>
    /// <param name="count">Number of readings.</param>
    /// <param name="progress">Called with the number recorded so far.</param>
    /// <param name="cancellation">Ends early; what was recorded is kept.</param>
    /// <returns>What came of it.</returns>
    /// <exception cref="UserException">The board does not answer or its sensor does not, the file is another one or cannot be written, or the line is in use.</exception>
    public static CaptureResult Record(this IBoardSession board, string path, string label, int count, Action<int>? progress, CancellationToken cancellation)
    {
        CaptureResult? result = null;
        board.UseLine(line => result = Capture.Record(ClientOf(line), null, path, force: false, newSession: false, label, count, progress, cancellation));
        return result!;
    }

    private static BoardClient ClientOf(ISerialLine line) => new(line, BoardClient.AnswerTimeout);
}

/// <summary>How far a board's logits are those of this computer.</summary>
/// <param name="Samples">Samples that were classified.</param>
/// <param name="Equal">How many of them had the same label and the same logits, all of them.</param>
/// <param name="Wanted">How many there will be.</param>
public sealed record BoardAgreement(int Samples, int Equal, int Wanted);
