using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>Collects the readings of one recording, and cuts it where readings are missing.</summary>
/// <param name="channels">Values per reading.</param>
internal sealed class RawReadings(int channels)
{
    // Of all recordings together: 1 GB of floats.
    public const long MaxValues = 1L << 28;

    private readonly FloatList _values = new();
    private readonly List<double> _times = [];
    private readonly List<int> _cuts = [];

    /// <summary>Readings so far.</summary>
    public int Count => (int)(_values.Count / channels);

    /// <summary>Adds a value; the last one of a reading completes it.</summary>
    /// <param name="value">A finite number.</param>
    public void Add(float value) => _values.Add(value);

    /// <summary>Says when the reading was taken that was added last.</summary>
    public void AddTime(double time) => _times.Add(time);

    /// <summary>Readings are missing here.</summary>
    public void Cut()
    {
        if (Count > 0 && (_cuts.Count == 0 || _cuts[^1] != Count))
        {
            _cuts.Add(Count);
        }
    }

    /// <summary>The readings between gaps, and their rate.</summary>
    /// <param name="secondsPerUnit">Of the times; 0 to find out.</param>
    /// <param name="place">What to call it in an error.</param>
    /// <param name="gaps">How many gaps the times have.</param>
    /// <returns>The pieces, none without readings; the rate is 0 without times.</returns>
    /// <exception cref="UserException">Time does not pass.</exception>
    public (IReadOnlyList<RawPiece> Pieces, double Rate) Take(double secondsPerUnit, string place, out int gaps)
    {
        int count = Count;
        float[] values = _values.Take();
        SortedSet<int> cuts = [.. _cuts.Where(c => c < count)];
        gaps = 0;
        double rate = 0;
        if (_times.Count > 0)
        {
            Timeline line = new([.. _times], secondsPerUnit, place);
            rate = line.Rate;
            for (int i = 1; i < count; i++)
            {
                gaps += line.IsCut(i) && cuts.Add(i) ? 1 : 0;
            }
        }

        if (count == 0)
        {
            return ([], rate);
        }

        if (cuts.Count == 0)
        {
            return ([new RawPiece(0, values)], rate);
        }

        int[] ends = [.. cuts, count];
        return ([.. ends.Select((end, i) => (From: i == 0 ? 0 : ends[i - 1], To: end)).Select(p => new RawPiece(p.From, values[(p.From * channels)..(p.To * channels)]))], rate);
    }
}
