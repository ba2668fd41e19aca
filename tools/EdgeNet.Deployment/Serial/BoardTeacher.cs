using EdgeNet.Files;
using EdgeNet.Link;

namespace EdgeNet.Deployment.Serial;

/// <summary>Teaches a board: what its sensor sees is of a label. See docs/learning.md.</summary>
/// <param name="client">The board.</param>
public sealed class BoardTeacher(BoardClient client)
{
    // Orders of an earlier user are not ours.
    private int _order = Random.Shared.Next();

    /// <summary>Asks what the board has learned.</summary>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>What it has learned.</returns>
    /// <exception cref="UserException">The board does not answer, its app is too old, or it does not learn.</exception>
    public LearnedByBoard Tell(CancellationToken cancellation)
    {
        client.HelloFor(LinkProtocol.Teach, cancellation);
        return TellAll(cancellation);
    }

    /// <summary>Asks what the board has learned, if it learns.</summary>
    /// <param name="cancellation">Cancels.</param>
    /// <returns>What it has learned; null if its app does not learn or has nothing to learn with.</returns>
    /// <exception cref="UserException">The board does not answer.</exception>
    public LearnedByBoard? TellIfLearning(CancellationToken cancellation) =>
        client.Hello(cancellation).NewestRequest >= LinkProtocol.Teach && client.Teach(TeachMessage.CreateTell(++_order, 0), cancellation).LabelCount > 0 ? TellAll(cancellation) : null;

    /// <summary>Teaches that what the board sees is of a label.</summary>
    /// <param name="label">The label. The board adds it if it has none of this text and there is room.</param>
    /// <param name="count">How many samples: the board takes its readings one after another.</param>
    /// <param name="progress">Called with the number of samples so far.</param>
    /// <param name="cancellation">Ends early.</param>
    /// <returns>How many samples were learned.</returns>
    /// <exception cref="UserException">The board does not answer, does not learn, or refuses.</exception>
    public int Learn(string label, int count, Action<int>? progress, CancellationToken cancellation)
    {
        if (label.Length > Core.ModelFormat.MaxLabelLength || label.Any(c => c is < ' ' or > '~'))
        {
            throw new UserException($"the label {UserException.Quote(label)} cannot be taught: it needs 1 to {Core.ModelFormat.MaxLabelLength} ASCII characters");
        }

        client.HelloFor(LinkProtocol.Teach, cancellation);
        int learned = 0, waits = 0;
        while (learned < count && !cancellation.IsCancellationRequested)
        {
            TaughtMessage answer = Ask(TeachMessage.Create(++_order, TeachMessage.Learn, label), cancellation);
            if (answer.Succeeded)
            {
                learned++;
                waits = 0;
                progress?.Invoke(learned);
            }
            else if (!answer.Problem.StartsWith(NothingNew, StringComparison.Ordinal) || ++waits > MaxWaits)
            {
                throw new UserException($"the board has not learned {UserException.Quote(label)}: {answer.Problem}" + (learned > 0 ? $" ({learned:N0} samples before that were learned)" : ""));
            }

            if (learned < count)
            {
                client.Listen(BetweenSamples, () => cancellation.IsCancellationRequested);
            }
        }

        return learned;
    }

    /// <summary>Takes the last sample back.</summary>
    /// <param name="cancellation">Cancels.</param>
    /// <exception cref="UserException">The board does not answer, does not learn, or refuses.</exception>
    public void Undo(CancellationToken cancellation) => Order(TeachMessage.Undo, cancellation);

    /// <summary>Makes the board forget everything that it has learned.</summary>
    /// <param name="cancellation">Cancels.</param>
    /// <exception cref="UserException">The board does not answer, does not learn, or refuses.</exception>
    public void Forget(CancellationToken cancellation) => Order(TeachMessage.Forget, cancellation);

    /// <summary>How a board says that there is nothing to learn from yet.</summary>
    internal const string NothingNew = "nothing has been classified";

    private const int MaxWaits = 20;
    private static readonly TimeSpan BetweenSamples = TimeSpan.FromMilliseconds(500);

    private LearnedByBoard TellAll(CancellationToken cancellation)
    {
        List<LearnedLabel> labels = [];
        TaughtMessage told;
        do
        {
            told = Ask(TeachMessage.CreateTell(++_order, labels.Count), cancellation);
            int first = labels.Count;
            labels.AddRange(told.Labels.Select((l, i) => new LearnedLabel(l, told.Samples[i], first + i >= told.OwnLabelCount)));
        }
        while (told.Labels.Length > 0 && labels.Count < told.LabelCount);
        return new LearnedByBoard((LearnedAnswer)told.Active, told.IsWorking, told.Remembered, told.Right[0], told.Right[1], told.Right[2], told.CanUndo, told.LabelRoom, [.. labels.Take(told.LabelCount)]);
    }

    private void Order(int action, CancellationToken cancellation)
    {
        client.HelloFor(LinkProtocol.Teach, cancellation);
        TaughtMessage answer = Ask(TeachMessage.Create(++_order, action, ""), cancellation);
        if (!answer.Succeeded)
        {
            throw new UserException($"the board refuses: {answer.Problem}");
        }
    }

    private TaughtMessage Ask(byte[] body, CancellationToken cancellation)
    {
        TaughtMessage answer = client.Teach(body, cancellation);
        return answer.LabelCount > 0 ? answer : throw new UserException($"the board does not learn: {answer.Problem}");
    }
}

/// <summary>What answers on a board.</summary>
public enum LearnedAnswer
{
    /// <summary>The network as it came.</summary>
    Network,

    /// <summary>The nearest prototype.</summary>
    Prototypes,

    /// <summary>The last layer, trained on the board.</summary>
    Trained,
}

/// <summary>What a board has learned.</summary>
/// <param name="Active">What answers.</param>
/// <param name="IsComparing">Whether the board has yet to compare; the counts of right samples are not known before.</param>
/// <param name="Remembered">Samples that it remembers.</param>
/// <param name="RightByNetwork">How many of these are right by the network as it came.</param>
/// <param name="RightByPrototypes">By prototypes, each judged without the sample; 0 before every label has two samples.</param>
/// <param name="RightByTraining">By the trained layer, judged on samples it was not trained on; 0 before every label has two samples.</param>
/// <param name="CanUndo">Whether the last sample can be taken back.</param>
/// <param name="LabelRoom">Labels that can be added.</param>
/// <param name="Labels">Its labels.</param>
public sealed record LearnedByBoard(LearnedAnswer Active, bool IsComparing, int Remembered, int RightByNetwork, int RightByPrototypes, int RightByTraining, bool CanUndo, int LabelRoom, IReadOnlyList<LearnedLabel> Labels);

/// <summary>A label of a board.</summary>
/// <param name="Label">Its text.</param>
/// <param name="Samples">Samples so far.</param>
/// <param name="IsNew">Whether it was added on the board.</param>
public sealed record LearnedLabel(string Label, int Samples, bool IsNew);
