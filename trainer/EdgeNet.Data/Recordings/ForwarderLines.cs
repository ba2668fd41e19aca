using System.Globalization;

namespace EdgeNet.Data;

/// <summary>
/// Lines as boards print them for Edge Impulse's data forwarder: a reading per line, its values separated by commas, tabs, semicolons or spaces.
/// Lines that begin with ERR and lines that are no readings are counted.
/// </summary>
public sealed class ForwarderLines
{
    /// <summary>A longer line is no reading.</summary>
    public const int MaxLine = 1024;

    /// <summary>A line with more values is no reading.</summary>
    public const int MaxValues = 64;

    // Fewer rising values may be a movement.
    private const int LeastTimes = 10;

    // The clock of a board begins anew when the board does: at most once in so many readings.
    private const int MostRestarts = 100;

    // Of ten steps of a clock, nine are within half and twice the usual one.
    private const double UnevenShare = 0.1;
    private const double Uneven = 2;

    private readonly char[] _line = new char[MaxLine];
    private readonly double[] _values = new double[MaxValues];
    private readonly Action<double[]> _add;
    private int _length;
    private bool _isTooLong;

    /// <summary>Prepares for lines.</summary>
    /// <param name="add">Gets the values of a reading.</param>
    public ForwarderLines(Action<double[]> add) => _add = add;

    /// <summary>Lines that begin with ERR: the board could not read its sensor.</summary>
    public int Errors { get; private set; }

    /// <summary>Other lines that are no readings.</summary>
    public int Others { get; private set; }

    /// <summary>The last of them; null if there is none.</summary>
    public string? LastOther { get; private set; }

    /// <summary>Takes characters as they come.</summary>
    /// <param name="text">Any part of the lines.</param>
    public void Add(ReadOnlySpan<char> text)
    {
        foreach (char c in text)
        {
            if (c is '\n' or '\r')
            {
                End();
            }
            else if (_length < MaxLine)
            {
                _line[_length++] = c;
            }
            else
            {
                _isTooLong = true;
            }
        }
    }

    /// <summary>Ends the last line.</summary>
    public void End()
    {
        ReadOnlySpan<char> line = _line.AsSpan(0, _length).Trim();
        bool isTooLong = _isTooLong;
        (_length, _isTooLong) = (0, false);
        if (line.Length == 0)
        {
            return;
        }

        if (line.StartsWith("ERR", StringComparison.OrdinalIgnoreCase))
        {
            Errors++;
        }
        else if (!isTooLong && TryReading(line) is double[] values)
        {
            _add(values);
        }
        else
        {
            Others++;
            LastOther = line.ToString();
        }
    }

    /// <summary>How much time has passed, if the first values of the readings are times: they rise in nearly even steps.</summary>
    /// <param name="first">The first value of each reading.</param>
    /// <returns>The sum of the steps, in the unit of the values; null if they are no times.</returns>
    public static double? PassedTime(IReadOnlyList<double> first)
    {
        double[] steps = [.. first.Zip(first.Skip(1), (a, b) => b - a).Where(s => s > 0).Order()];
        if (first.Count < LeastTimes || first.Count - 1 - steps.Length > first.Count / MostRestarts)
        {
            return null;
        }

        double usual = steps[steps.Length / 2];
        return steps.Count(s => s > Uneven * usual || s * Uneven < usual) <= UnevenShare * steps.Length ? steps.Sum() : null;
    }

    private double[]? TryReading(ReadOnlySpan<char> line)
    {
        int count = 0;
        while (line.Length > 0)
        {
            int end = line.IndexOfAny(",;\t ");
            ReadOnlySpan<char> word = end < 0 ? line : line[..end];
            if (count == MaxValues || !double.TryParse(word, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) || !float.IsFinite((float)value))
            {
                return null;
            }

            _values[count++] = value;
            line = end < 0 ? [] : line[end..].Trim();

            // One comma, with spaces around it or not, separates; two enclose a value that is missing.
            if (line.Length > 0 && line[0] is ',' or ';')
            {
                line = line[1..].Trim();
                if (line.Length == 0)
                {
                    return null;
                }
            }
        }

        return _values[..count];
    }
}
