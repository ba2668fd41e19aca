namespace EdgeNet.Trainer.Evaluation;

/// <summary>The answer for a whole recording: the class that most of its windows are given; of several with as many, the one whose windows are surer together.</summary>
/// <param name="classes">Number of classes.</param>
public sealed class RecordingVote(int classes)
{
    private readonly int[] _votes = new int[classes];
    private readonly double[] _confidence = new double[classes];

    /// <summary>Windows so far.</summary>
    public int Windows { get; private set; }

    /// <summary>Index of the class.</summary>
    public int Best => Enumerable.Range(0, classes).MaxBy(c => (_votes[c], _confidence[c]));

    /// <summary>How many windows are given that class.</summary>
    public int Votes => _votes[Best];

    /// <summary>Adds the answer for a window.</summary>
    /// <param name="answer">Index of its class.</param>
    /// <param name="confidence">How sure the answer is, 0 to 1.</param>
    public void Add(int answer, double confidence)
    {
        _votes[answer]++;
        _confidence[answer] += confidence;
        Windows++;
    }
}
