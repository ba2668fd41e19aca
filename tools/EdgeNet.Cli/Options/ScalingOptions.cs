using System.CommandLine;
using System.Globalization;

namespace EdgeNet.Cli.Options;

/// <summary>How raw values become the real input of a network that was trained elsewhere: (raw - mean) / std.</summary>
internal sealed class ScalingOptions
{
    private readonly Option<float[]?> _mean = Numbers("--mean", "Networks of other programs: what is subtracted from raw values, one number, or one per channel [what the file says, else 0].", least: float.MinValue);
    private readonly Option<float[]?> _deviation = Numbers("--std", "Networks of other programs: by what the difference is divided, above 0, one number, or one per channel [what the file says, else 1].", least: float.Epsilon);

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        command.Add(_mean);
        command.Add(_deviation);
    }

    /// <summary>What is subtracted; null if it is not given.</summary>
    public float[]? MeanOf(ParseResult parsed) => Given(parsed.GetValue(_mean));

    /// <summary>By what is divided; null if it is not given.</summary>
    public float[]? DeviationOf(ParseResult parsed) => Given(parsed.GetValue(_deviation));

    // An option of several values that is not given has none of them.
    private static float[]? Given(float[]? numbers) => numbers is { Length: > 0 } ? numbers : null;

    private static Option<float[]?> Numbers(string name, string description, float least) => new(name)
    {
        Description = description,
        HelpName = "X[,Y...]",
        CustomParser = r =>
        {
            string[] words = r.Tokens[0].Value.Split(',');
            float[] numbers = [.. words.Select(w => float.TryParse(w, NumberStyles.Float, CultureInfo.InvariantCulture, out float v) && float.IsFinite(v) && v >= least ? v : float.NaN)];
            return Array.Exists(numbers, float.IsNaN) ? CommonOptions.Refuse<float[]?>(r, $"{name} must be a number{(least > 0 ? " above 0" : "")}, or one per channel with commas between, not {r.Tokens[0].Value}") : numbers;
        },
    };
}
