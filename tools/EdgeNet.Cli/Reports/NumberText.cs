namespace EdgeNet.Cli.Reports;

/// <summary>Numbers that come from a model file, as text.</summary>
internal static class NumberText
{
    /// <summary>A number, or null if it is none: a hostile scale makes values that no number can hold. JSON says the same.</summary>
    public static string Of(double value, string format) => double.IsFinite(value) ? value.ToString(format) : "null";

    /// <summary>A figure with four digits, or with all of those before the point.</summary>
    public static string Figure(double value) => Of(value, Math.Abs(value) is >= 1000 and < 1e15 ? "N0" : "G4");
}
