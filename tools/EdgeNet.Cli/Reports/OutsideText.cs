using System.Globalization;
using EdgeNet.Workflows;

namespace EdgeNet.Cli.Reports;

/// <summary>Values far outside of the trained range, as text.</summary>
internal static class OutsideText
{
    /// <summary>One value.</summary>
    public static string Of(OutsideValue value) => $"{value.Column} is {Number(value.Value)}, far outside of the trained range ({Number(value.Low)} to {Number(value.High)})";

    /// <summary>Warns on stderr if some samples of a test have such values.</summary>
    public static void Warn((int Samples, OutsideValue First)? outside, int all)
    {
        if (outside is (int samples, OutsideValue first))
        {
            Console.Error.WriteLine(Files.TerminalText.Of($"warning: {samples:N0} of {all:N0} samples have values far outside of the trained range, such as {first.Column} {Number(first.Value)} (trained on {Number(first.Low)} to {Number(first.High)})"));
        }
    }

    private static string Number(float value) => value.ToString("G6", CultureInfo.InvariantCulture);
}
