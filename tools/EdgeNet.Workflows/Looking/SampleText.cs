using EdgeNet.Data;

namespace EdgeNet.Workflows;

/// <summary>What a sample should have been and what was answered, in words.</summary>
/// <param name="Expected">What it is.</param>
/// <param name="Answered">What the model says.</param>
/// <param name="Note">How sure it is, how far it is off, or its score.</param>
public sealed record SampleText(string Expected, string Answered, string Note)
{
    private const int MostOutputs = 4;

    /// <summary>Describes an answer.</summary>
    /// <param name="look">The look.</param>
    /// <param name="sample">Index of the sample.</param>
    /// <returns>The words.</returns>
    public static SampleText Of(ModelLook look, int sample)
    {
        Dataset data = look.Samples;
        ClassifiedSample answer = look.Answer(sample);
        return data.Task switch
        {
            TaskKind.Classification => new SampleText(data.Labels[data.ClassOf(sample)], data.Labels[answer.Best], answer.IsUnsure ? "unsure" : $"{answer.ConfidencePercent} %"),
            TaskKind.Anomaly => new SampleText(data.Labels[data.ClassOf(sample)], data.Labels[answer.Best], $"score {NumberText.Of(answer.Anomaly!.Score, "0.00")}"),
            TaskKind.MultiLabel => new SampleText(Yes(data, o => data.Target(sample, o) > 0.5f), Yes(data, o => answer.IsOn[o]), $"{answer.ConfidencePercent} %"),
            _ => Numbers(data, sample, answer),
        };
    }

    private static string Yes(Dataset data, Func<int, bool> isOn)
    {
        string[] on = [.. data.Labels.Where((_, o) => isOn(o))];
        return on.Length == 0 ? "no" : data.Labels.Length == 1 ? "yes" : string.Join(", ", on);
    }

    // Of many outputs the worst.
    private static SampleText Numbers(Dataset data, int sample, ClassifiedSample answer)
    {
        int[] worst = [.. Enumerable.Range(0, data.Labels.Length).OrderByDescending(Error).Take(MostOutputs)];
        return new SampleText(Joined(o => data.Target(sample, o)), Joined(o => answer.Values[o]), $"error {NumberText.Figure(Error(worst[0]))}");

        double Error(int output) => Math.Abs((double)answer.Values[output] - data.Target(sample, output));

        string Joined(Func<int, float> value) => string.Join(", ", worst.Select(o => data.Labels.Length == 1 ? NumberText.Figure(value(o)) : $"{data.Labels[o]} {NumberText.Figure(value(o))}"))
            + (worst.Length < data.Labels.Length ? ", ..." : "");
    }
}
