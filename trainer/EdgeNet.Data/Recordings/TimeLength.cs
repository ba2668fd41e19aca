using System.Globalization;
using EdgeNet.Files;

namespace EdgeNet.Data;

/// <summary>A length of time as a user gives it: 2s, 500ms, or a number of readings.</summary>
/// <param name="Value">Seconds, or readings.</param>
/// <param name="InSeconds">Which of them.</param>
public readonly record struct TimeLength(double Value, bool InSeconds)
{
    /// <summary>No window has more readings.</summary>
    public const int MaxReadings = 1 << 20;

    private const double MaxSeconds = 86400;

    /// <summary>Reads a length.</summary>
    /// <param name="text">Such as 2s, 500ms or 200.</param>
    /// <returns>The length; null if the text is none, or not above 0.</returns>
    public static TimeLength? Parse(string text)
    {
        (string number, double unit) = text.EndsWith("ms", StringComparison.Ordinal) ? (text[..^2], 0.001) : text.EndsWith('s') ? (text[..^1], 1.0) : (text, 0.0);
        if (!double.TryParse(number.Trim(), NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out double value) || !(value > 0))
        {
            return null;
        }

        return unit > 0 ? value * unit <= MaxSeconds ? new TimeLength(value * unit, true) : null
            : value <= MaxReadings && value == Math.Floor(value) ? new TimeLength(value, false) : null;
    }

    /// <summary>The length in readings.</summary>
    /// <param name="rate">Readings per second.</param>
    /// <param name="option">What to call it in an error.</param>
    /// <returns>1 to <see cref="MaxReadings"/>.</returns>
    /// <exception cref="UserException">It is less or more.</exception>
    public int Readings(float rate, string option)
    {
        double readings = InSeconds ? Math.Round(Value * rate) : Value;
        return readings is >= 1 and <= MaxReadings ? (int)readings
            : throw new UserException($"{option} {this} is {readings:N0} readings at {rate:0.###} a second; it must be 1 to {MaxReadings:N0}");
    }

    /// <summary>Such as 2s or 200.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Value.ToString("0.######", CultureInfo.InvariantCulture) + (InSeconds ? "s" : "");
}
