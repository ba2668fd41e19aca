using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Link;

namespace EdgeNet.Deployment.Serial;

/// <summary>Makes a board classify samples with the model that it runs.</summary>
public sealed class SampleLine
{
    // A sample may have to be sent again, but not without end.
    private const int MaxRounds = 4;

    private readonly BoardClient _client;
    private readonly int _headerCrc;
    private readonly int _outputs;
    private int _sample;

    /// <summary>Prepares samples for a model.</summary>
    /// <param name="client">The board.</param>
    /// <param name="model">The model file that the board runs, or its header.</param>
    /// <param name="outputs">Number of the model's outputs.</param>
    public SampleLine(BoardClient client, byte[] model, int outputs)
    {
        _client = client;
        _headerCrc = ModelHeader.Crc(model);
        _outputs = outputs;

        // Parts of an earlier user's samples do not belong to ours.
        _sample = Random.Shared.Next(1 << 16);
    }

    /// <summary>Sends a sample of pixels.</summary>
    /// <param name="pixels">As many as the model expects.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>The board's answer.</returns>
    /// <exception cref="UserException">The board does not answer, refuses, or its answer is impossible.</exception>
    public BoardAnswer Classify(byte[] pixels, CancellationToken cancellation) => Send(pixels, ClassifyMessage.PixelBytes, cancellation);

    /// <summary>Sends a sample of numbers.</summary>
    /// <param name="values">As many as the model expects.</param>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>The board's answer.</returns>
    /// <exception cref="UserException">The board does not answer, refuses, or its answer is impossible.</exception>
    public BoardAnswer Classify(float[] values, CancellationToken cancellation)
    {
        byte[] bytes = new byte[values.Length * ClassifyMessage.FloatBytes];
        for (int i = 0; i < values.Length; i++)
        {
            BitConverter.GetBytes(values[i]).CopyTo(bytes, i * ClassifyMessage.FloatBytes);
        }

        return Send(bytes, ClassifyMessage.FloatBytes, cancellation);
    }

    private BoardAnswer Send(byte[] bytes, int valueBytes, CancellationToken cancellation)
    {
        _sample = (_sample + 1) & 0xFFFF;
        int values = bytes.Length / valueBytes, part = ClassifyMessage.MaxPartBytes / valueBytes;
        int messagesLeft = MaxRounds * (1 + (values / part) + (_outputs / ClassifiedMessage.MaxLogits));
        for (int at = 0; messagesLeft > 0; messagesLeft--)
        {
            int count = Math.Min(part, values - at);
            byte[] body = ClassifyMessage.Create(_headerCrc, _sample, valueBytes, at, bytes[(at * valueBytes)..((at + count) * valueBytes)]);
            (ClassifiedMessage? classified, StatusMessage? status) = _client.Classify(body, cancellation);
            if (status?.Succeeded == false)
            {
                throw new UserException($"the board does not classify the sample: {status.Problem}");
            }

            // What the board expects next; after an impossible answer the sample starts again.
            at = status is not null && status.Received > 0 && status.Received < values ? status.Received : 0;
            if (classified is not null && Collect(classified, ref messagesLeft, cancellation) is BoardAnswer answer)
            {
                return answer;
            }
        }

        throw new UserException("the sample was sent several times, but the board has not classified it");
    }

    // Requests the logits that did not fit into the first message; null if the board has moved on to something else.
    private BoardAnswer? Collect(ClassifiedMessage first, ref int messagesLeft, CancellationToken cancellation)
    {
        if (first.LogitCount != _outputs)
        {
            throw new UserException($"the board answers with {first.LogitCount} logits, but the model has {_outputs}");
        }

        List<int> logits = [];
        for (ClassifiedMessage? next = first; next is not null && next.Sample == _sample && next.First == logits.Count; messagesLeft--)
        {
            logits.AddRange(next.Logits);
            if (logits.Count == _outputs)
            {
                return new BoardAnswer(first.Label, first.ConfidencePercent, first.Microseconds, logits);
            }

            next = messagesLeft > 0 ? _client.Classify(ClassifyMessage.Create(_headerCrc, _sample, 0, logits.Count, []), cancellation).Classified : null;
        }

        return null;
    }
}

/// <summary>A board's answer to a sample.</summary>
/// <param name="Label">Index of the label with the largest logit.</param>
/// <param name="ConfidencePercent">How sure it is, 0 to 100.</param>
/// <param name="Microseconds">Time of the classification on the board.</param>
/// <param name="Logits">All logits.</param>
public sealed record BoardAnswer(int Label, int ConfidencePercent, int Microseconds, IReadOnlyList<int> Logits);
