namespace EdgeNet.Device;

/// <summary>
/// Turns shaky answers into a steady one. A label's score is its mean confidence over the last answers (an answer for another label
/// counts as 0). A label is reported from EnterPercent on and dropped below LeavePercent, so that it does not flicker in between.
/// </summary>
public sealed class AnswerFilter
{
    /// <summary>The steady answer while no label is sure enough.</summary>
    public const int Unsure = -1;

    private readonly int[] _labels;
    private readonly int[] _percents;
    private readonly int _enterPercent;
    private readonly int _leavePercent;
    private int _next;

    /// <summary>Creates a filter.</summary>
    /// <param name="window">Number of answers to look at, 1 or more.</param>
    /// <param name="enterPercent">Score from which a label is reported, 0 to 100.</param>
    /// <param name="leavePercent">Score below which it is dropped; at most enterPercent.</param>
    public AnswerFilter(int window, int enterPercent, int leavePercent)
    {
        _labels = new int[window];
        _percents = new int[window];
        _enterPercent = enterPercent;
        _leavePercent = leavePercent;
        Reset();
    }

    /// <summary>The steady answer: a label's index, or <see cref="Unsure"/>.</summary>
    public int Current { get; private set; }

    /// <summary>Forgets all answers, for instance after a sensor was away.</summary>
    public void Reset()
    {
        for (int i = 0; i < _labels.Length; i++)
        {
            _labels[i] = Unsure;
            _percents[i] = 0;
        }

        Current = Unsure;
    }

    /// <summary>Takes an answer in.</summary>
    /// <param name="label">Index of the label.</param>
    /// <param name="confidencePercent">How sure the network is, 0 to 100.</param>
    /// <returns>True if the steady answer changed.</returns>
    public bool Add(int label, int confidencePercent)
    {
        _labels[_next] = label;
        _percents[_next] = confidencePercent;
        _next = _next + 1 == _labels.Length ? 0 : _next + 1;

        int before = Current;
        if (Score(label) >= _enterPercent)
        {
            Current = label;
        }
        else if (Current != Unsure && Score(Current) < _leavePercent)
        {
            Current = Unsure;
        }

        return Current != before;
    }

    private int Score(int label)
    {
        int sum = 0;
        for (int i = 0; i < _labels.Length; i++)
        {
            if (_labels[i] == label)
            {
                sum += _percents[i];
            }
        }

        return sum / _labels.Length;
    }
}
