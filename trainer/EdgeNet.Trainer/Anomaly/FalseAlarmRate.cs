using System.Globalization;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Anomaly;

/// <summary>How many false alarms are acceptable: a share of all inputs such as 0.1%, 0.001 or 1/1000, or a number in a time such as 1/week.</summary>
public sealed class FalseAlarmRate
{
    private const double MostShare = 0.5;

    private static readonly (string Name, double Seconds)[] Times =
        [("second", 1), ("minute", 60), ("hour", 3600), ("day", 86400), ("week", 7 * 86400), ("month", 365.25 / 12 * 86400), ("year", 365.25 * 86400)];

    private readonly string _text;
    private readonly double _value;
    private readonly double _seconds;

    private FalseAlarmRate(string text, double value, double seconds) => (_text, _value, _seconds) = (text, value, seconds);

    /// <summary>Reads a rate.</summary>
    /// <param name="text">The text.</param>
    /// <returns>The rate.</returns>
    /// <exception cref="UserException">It is not understood, or the share is too large.</exception>
    public static FalseAlarmRate Parse(string text)
    {
        string[] parts = text.Trim().Split('/');
        if (parts.Length == 1)
        {
            bool isPercent = parts[0].EndsWith('%');
            if (Number(isPercent ? parts[0][..^1] : parts[0]) is double number)
            {
                return Share(text, isPercent ? number / 100 : number);
            }
        }

        if (parts.Length == 2 && Number(parts[0]) is double count)
        {
            if (Number(parts[1]) is double inputs)
            {
                return Share(text, count / inputs);
            }

            double seconds = Array.Find(Times, t => t.Name.Equals(parts[1].Trim(), StringComparison.OrdinalIgnoreCase)).Seconds;
            if (seconds > 0)
            {
                return new FalseAlarmRate(text, count, seconds);
            }
        }

        throw new UserException($"--false-alarms \"{UserException.Quote(text)}\" is not understood; give a share such as 0.1%, 0.001 or 1/1000, or a number in a time such as 1/week (second, minute, hour, day, week, month, year)");
    }

    /// <summary>The rate as a share of all inputs.</summary>
    /// <param name="every">Seconds from one input to the next; null if it is not known.</param>
    /// <returns>Above 0, at most a half.</returns>
    /// <exception cref="UserException">The time between inputs is needed and not known, or the share is too large.</exception>
    public double ShareOf(double? every)
    {
        if (_seconds > 0 && every is null)
        {
            throw new UserException($"--false-alarms {_text} needs the time from one row to the next: add --every, such as --every 10s");
        }

        return _seconds > 0 ? Checked(_text, _value * every!.Value / _seconds) : _value;
    }

    private static FalseAlarmRate Share(string text, double share) => new(text, Checked(text, share), 0);

    private static double Checked(string text, double share) => share <= MostShare ? share
        : throw new UserException($"--false-alarms {UserException.Quote(text)} is {share:P0} of all inputs; at most half of them can be false alarms");

    private static double? Number(string text) =>
        double.TryParse(text.Trim(), NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out double value) && value > 0 && double.IsFinite(value) ? value : null;
}
