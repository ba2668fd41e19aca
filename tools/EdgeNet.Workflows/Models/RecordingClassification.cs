using EdgeNet.Core;
using EdgeNet.Data;
using EdgeNet.Files;
using EdgeNet.Trainer.Evaluation;
using EdgeNet.Trainer.Signals;

namespace EdgeNet.Workflows;

/// <summary>What a model says of a recording.</summary>
/// <param name="Name">The recording.</param>
/// <param name="Windows">The answer for each window.</param>
/// <param name="Best">The answer for the whole: that of most windows.</param>
/// <param name="Votes">How many windows have that answer.</param>
public sealed record RecordingClassification(string Name, IReadOnlyList<ClassifiedSample> Windows, int Best, int Votes)
{
    /// <summary>Classifies recordings, one after the other.</summary>
    /// <param name="loaded">A model that was trained on recordings.</param>
    /// <param name="csv">How to read tables.</param>
    /// <param name="inputs">Files or folders.</param>
    /// <param name="why">Whether to find out which inputs spoke for each answer.</param>
    /// <returns>The answers for each recording.</returns>
    /// <exception cref="UserException">The model takes values as they are; or a file is missing or damaged, or does not fit the model.</exception>
    public static IEnumerable<RecordingClassification> Run(LoadedModel loaded, CsvOptions csv, string[] inputs, bool why = false)
    {
        FeaturePipeline pipeline = FeaturePipeline.Of(loaded.Model) ?? throw new UserException($"{loaded.Path}: takes values as they are, not recordings");
        if (inputs.FirstOrDefault(i => !Path.Exists(i) && i != "-") is string missing)
        {
            throw new UserException($"{missing}: no such file; this model reads recordings of {pipeline.Channels} {(pipeline.Channels == 1 ? "channel" : "channels")} at {pipeline.Rate:0.###} a second: CSV, WAV, JSON or lines of numbers");
        }

        // A label that the recordings have is of no use here, and does not part them.
        RecordingOptions options = new RecordingOptions(loaded.ForModel(csv) with { Task = null }).Like(pipeline);
        Network network = new(loaded.Model);
        TrainedTable? trained = TrainedTable.Of(loaded.Model);
        return inputs.SelectMany(path => Classify(RecordingReader.Read(path, options).Train, Path.GetDirectoryName(path) is { Length: > 0 } folder && !Directory.Exists(path) ? folder + Path.DirectorySeparatorChar : "", loaded.Model, pipeline, network, trained, why));
    }

    private static IEnumerable<RecordingClassification> Classify(RecordingSet set, string folder, ModelFile model, FeaturePipeline pipeline, Network network, TrainedTable? trained, bool why)
    {
        Dataset windows = WindowTable.Compute(set, pipeline);
        foreach (IGrouping<string, int> recording in Enumerable.Range(0, windows.Count).GroupBy(w => windows.Files![w]))
        {
            string name = folder + recording.Key;
            RecordingVote vote = new(network.OutputCount);
            List<ClassifiedSample> answers = [];
            foreach (int w in recording)
            {
                float[] raw = windows.Sample(w).ToArray();
                network.Classify(raw);
                ClassifiedSample answer = ClassifiedSample.Of(name, network, trained?.FirstOutside(raw)) with { Seconds = windows.Windows!.SecondsAt(windows.Origins![w]) };
                vote.Add(answer.Best, answer.ConfidencePercent / 100.0);
                answers.Add(why ? answer with { Why = InputShares.Of(model, network, raw) } : answer);
            }

            yield return new RecordingClassification(name, answers, vote.Best, vote.Votes);
        }
    }
}
