using EdgeNet.Data;

namespace EdgeNet.Trainer.Evaluation;

/// <summary>How many whole recordings a network recognises, by the majority of their windows.</summary>
/// <param name="Recordings">Number of recordings.</param>
/// <param name="Right">How many of them are recognised.</param>
public sealed record RecordingScore(int Recordings, int Right)
{
    /// <summary>Share of recordings that are recognised.</summary>
    public double Accuracy => (double)Right / Recordings;

    /// <summary>Counts recordings.</summary>
    /// <param name="data">Their windows, with the recording of each as its file.</param>
    /// <param name="answers">The answer for each window.</param>
    /// <param name="confidences">How sure each answer is.</param>
    /// <returns>The score.</returns>
    internal static RecordingScore Of(Dataset data, int[] answers, float[] confidences)
    {
        Dictionary<string, (RecordingVote Vote, int Class)> votes = [];
        for (int s = 0; s < data.Count; s++)
        {
            if (!votes.TryGetValue(data.Files![s], out (RecordingVote Vote, int Class) recording))
            {
                recording = votes[data.Files[s]] = (new RecordingVote(data.Labels.Length), data.ClassOf(s));
            }

            recording.Vote.Add(answers[s], confidences[s]);
        }

        return new RecordingScore(votes.Count, votes.Values.Count(r => r.Vote.Best == r.Class));
    }
}
