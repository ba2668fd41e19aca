namespace EdgeNet.Workflows;

/// <summary>Numbers that come from a model file, as text.</summary>
public static class NumberText
{
    /// <summary>A number in a format.</summary>
    /// <param name="value">The number.</param>
    /// <param name="format">The format.</param>
    /// <returns>The text; null if it is none: a hostile scale makes values that no number can hold. JSON says the same.</returns>
    public static string Of(double value, string format) => double.IsFinite(value) ? value.ToString(format) : "null";

    /// <summary>A figure for people.</summary>
    /// <param name="value">The number.</param>
    /// <returns>Four digits, or all of those before the point.</returns>
    public static string Figure(double value) => Of(value, Math.Abs(value) is >= 1000 and < 1e15 ? "N0" : "G4");

    /// <summary>A share in percent.</summary>
    /// <param name="share">0 to 1.</param>
    /// <returns>Such as 98.7 %; a dash if it is a share of nothing.</returns>
    public static string Percent(double share) => double.IsNaN(share) ? "-" : $"{share:P1}";
}
