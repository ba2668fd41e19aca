using System.Globalization;
using EdgeNet.Files;

namespace EdgeNet.Workflows;

/// <summary>What an output of Wekinator's loop can be: a class, numbered from 1, or a continuous value, as of a slider.</summary>
public sealed record WekinatorOutput
{
    /// <summary>The most outputs that a project has.</summary>
    public const int MaxOutputs = 32;

    private const int MaxClasses = 100;
    private const string Grammar = "outputs are such as \"classes 3\", \"slider\" (0 to 1) or \"slider 0:127\", with commas between them";

    private WekinatorOutput(int? classes, float from, float to)
    {
        Classes = classes;
        From = from;
        To = to;
    }

    /// <summary>How many classes there are, 2 to 100; null for a continuous value.</summary>
    public int? Classes { get; }

    /// <summary>The least value; of classes 1. It is the value as long as none is set.</summary>
    public float From { get; }

    /// <summary>The largest value; of classes their number.</summary>
    public float To { get; }

    /// <summary>Reads outputs as people write them.</summary>
    /// <param name="text">Such as "classes 3, slider 0:127".</param>
    /// <returns>One to <see cref="MaxOutputs"/> outputs.</returns>
    /// <exception cref="UserException">The text is something else.</exception>
    public static IReadOnlyList<WekinatorOutput> Parse(string text)
    {
        string[] parts = text.Split(',', MaxOutputs + 1, StringSplitOptions.TrimEntries);
        return parts.Length <= MaxOutputs ? [.. parts.Select(One)] : throw new UserException($"there are more than {MaxOutputs} outputs");
    }

    /// <summary>Outputs as <see cref="Parse"/> reads them.</summary>
    /// <param name="outputs">The outputs.</param>
    /// <returns>One line.</returns>
    public static string Text(IEnumerable<WekinatorOutput> outputs) => string.Join(", ", outputs);

    /// <summary>What is wrong with a value.</summary>
    /// <param name="value">A value that somebody gives for this output.</param>
    /// <returns>What the output takes; null if it takes the value.</returns>
    public string? Refuse(float value) => value >= From && value <= To && (Classes is null || value == MathF.Floor(value)) ? null
        : Classes is null ? string.Create(CultureInfo.InvariantCulture, $"takes values from {From} to {To}") : $"takes whole numbers from 1 to {Classes}";

    /// <inheritdoc/>
    public override string ToString() => Classes is not null ? $"classes {Classes}" : From == 0 && To == 1 ? "slider" : string.Create(CultureInfo.InvariantCulture, $"slider {From}:{To}");

    private static WekinatorOutput One(string text)
    {
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        switch (words)
        {
            case ["slider"]:
                return new WekinatorOutput(null, 0, 1);
            case ["slider", string range] when range.Split(':') is [string from, string to] && Number(from) is float low && Number(to) is float high && low < high:
                return new WekinatorOutput(null, low, high);
            case ["classes", string count] when int.TryParse(count, NumberStyles.None, CultureInfo.InvariantCulture, out int classes) && classes is >= 2 and <= MaxClasses:
                return new WekinatorOutput(classes, 1, classes);
            case ["classes", ..]:
                throw new UserException($"\"{UserException.Quote(text)}\": an output has 2 to {MaxClasses} classes");
            default:
                throw new UserException($"\"{UserException.Quote(text)}\" is no output; {Grammar}");
        }
    }

    private static float? Number(string text) => float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value) ? value : null;
}
