using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>Times at which readings were taken, from which the true rate and the gaps follow. Counting lines would take lost readings for a slower sensor.</summary>
internal sealed class Timeline
{
    // Readings come in bursts, and clocks count whole milliseconds: most steps are as long as nine tenths of them.
    private const double UsualShare = 0.9;
    private const double Gap = 2.0;

    private const double SlowestMilliseconds = 1000;

    // Measured rates are hardly ever exact.
    private const double Whole = 0.005;

    private readonly double[] _times;
    private readonly double _longest;

    /// <summary>Looks at times.</summary>
    /// <param name="times">Of each reading, in one unit.</param>
    /// <param name="secondsPerUnit">Seconds per unit; 0 to find out: steps below 1, or of fractions, are seconds, steps of 1,000 or more microseconds, all others milliseconds.</param>
    /// <param name="place">What to call it in an error.</param>
    /// <exception cref="UserException">Time does not pass.</exception>
    public Timeline(double[] times, double secondsPerUnit, string place)
    {
        _times = times;
        double[] steps = [.. times.Zip(times.Skip(1), (a, b) => b - a).Where(s => s >= 0).Order()];
        if (steps.Length == 0 || steps[^1] == 0)
        {
            if (times.Length > 1)
            {
                throw new UserException($"{place}: the times do not rise");
            }

            return;
        }

        _longest = Gap * Math.Max(steps[(int)(UsualShare * (steps.Length - 1))], steps.First(s => s > 0));
        double passed = 0;
        int count = 0;
        for (int i = 1; i < times.Length; i++)
        {
            if (!IsCut(i))
            {
                passed += times[i] - times[i - 1];
                count++;
            }
        }

        double step = passed / count;
        double unit = secondsPerUnit > 0 ? secondsPerUnit
            : step < 1 || times.Any(t => t != Math.Floor(t)) ? 1
            : step < SlowestMilliseconds ? 1e-3 : 1e-6;
        double rate = count / (passed * unit), whole = Math.Round(rate);
        Rate = Math.Abs(rate - whole) <= Whole * rate && whole > 0 ? whole : rate;
    }

    /// <summary>Readings per second; 0 where fewer than two readings follow one another.</summary>
    public double Rate { get; }

    /// <summary>Whether readings are lost, or the clock has begun anew, before a reading.</summary>
    /// <param name="reading">Its number, 1 or more.</param>
    public bool IsCut(int reading)
    {
        double step = _times[reading] - _times[reading - 1];
        return step < 0 || step > _longest;
    }
}
