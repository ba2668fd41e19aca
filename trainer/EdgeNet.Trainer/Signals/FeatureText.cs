using EdgeNet.Core;
using EdgeNet.Files;
using EdgeNet.Trainer.Words;

namespace EdgeNet.Trainer.Signals;

/// <summary>What a network sees of a stream, as people type it, such as "lowpass 5Hz, mean, rms, peaks": steps that change the stream, then features of its windows.</summary>
public sealed class FeatureText
{
    private FeatureText(IReadOnlyList<FeatureSpec> stages)
    {
        Stages = stages;
    }

    /// <summary>The words that name steps, features and presets.</summary>
    public static IReadOnlyList<string> Words { get; } = [.. FeatureKinds.All.Select(k => k.Word), .. FeaturePresets.All.Select(p => p.Word)];

    /// <summary>Steps, then features.</summary>
    public IReadOnlyList<FeatureSpec> Stages { get; }

    /// <summary>Reads the text that people type.</summary>
    /// <param name="text">Steps and features with commas between them.</param>
    /// <returns>What it says.</returns>
    /// <exception cref="UserException">A word is not understood; the message points at it.</exception>
    public static FeatureText Parse(string text)
    {
        List<FeatureSpec> stages = [];
        foreach (List<(string Word, int At)> part in TypedWords.Split(text))
        {
            if (part.Count == 0)
            {
                throw new UserException($"the features \"{text}\": one is missing {(text.Trim().Length == 0 ? "" : "before or after a comma ")}(write features such as \"mean, rms\", separated by commas)");
            }

            if (part.Skip(1).FirstOrDefault(w => Words.Contains(w.Word.ToLowerInvariant())) is (string next, int at))
            {
                throw new UserException($"the features \"{text}\": \"{next}\" at character {at + 1} begins another feature; put a comma before it");
            }

            FeatureWords words = new(text, part);
            string word = words.Kind();
            if (FeaturePresets.All.FirstOrDefault(p => p.Word == word).Text is { } preset)
            {
                words.End();
                foreach (FeatureSpec stage in Parse(preset).Stages)
                {
                    Add(stages, stage, words);
                }
            }
            else
            {
                FeatureSpec stage = (FeatureKinds.All.FirstOrDefault(k => k.Word == word).Read ?? throw words.Error(Unknown(word)))(words);
                words.End();
                Add(stages, stage, words);
            }
        }

        if (stages[^1].IsStep)
        {
            throw new UserException($"the features \"{text}\": there are only steps, which change the stream; add features such as \"mean, rms\"");
        }

        return stages.Count <= SignalFormat.MaxStages ? new FeatureText(stages)
            : throw new UserException($"the features \"{text}\": {stages.Count} stages, at most {SignalFormat.MaxStages} are allowed");
    }

    /// <summary>The text that <see cref="Parse"/> reads.</summary>
    /// <returns>The stages with commas between them.</returns>
    public override string ToString() => string.Join(", ", Stages);

    private static void Add(List<FeatureSpec> stages, FeatureSpec stage, FeatureWords words)
    {
        FeatureSpec? last = stages.LastOrDefault();
        if (stage.IsStep && last is { IsStep: false })
        {
            throw words.Error("changes the stream, so it must come before all features");
        }

        if (stage is not StatisticsSpec statistics || last is not StatisticsSpec before)
        {
            stages.Add(stage);
            return;
        }

        stages[^1] = before.Statistics.Intersect(statistics.Statistics).Any() ? throw words.Error("is there twice")
            : new StatisticsSpec([.. before.Statistics, .. statistics.Statistics]);
    }

    private static string Unknown(string word)
    {
        IReadOnlyList<string> similar = SimilarWord.To(word, Words);
        return "is neither a feature nor a step; " + (similar.Count > 0 ? $"did you mean {string.Join(" or ", similar)}?" : $"there are {string.Join(", ", Words)}");
    }
}
