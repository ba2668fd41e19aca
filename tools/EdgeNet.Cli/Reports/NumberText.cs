namespace EdgeNet.Cli.Reports;

/// <summary>Numbers that come from a model file, as text.</summary>
internal static class NumberText
{
    /// <summary>A number, or null if it is none: a hostile scale makes values that no number can hold. JSON says the same.</summary>
    public static string Of(double value, string format) => double.IsFinite(value) ? value.ToString(format) : "null";
}
