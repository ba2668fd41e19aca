using EdgeNet.Data;

namespace EdgeNet.Workflows;

/// <summary>A sample as a person sees it in a list.</summary>
/// <param name="Id">Its name: <see cref="Dataset.IdOf"/>. Of recordings, all windows of one are one sample.</param>
/// <param name="Label">Its label; of a regression the number, of several outputs all of them.</param>
/// <param name="Part">Whether it is learned from, "train", or tested with, "test"; null where the data cannot be split yet.</param>
/// <param name="Index">Its index in that part.</param>
public sealed record ListedSample(string Id, string Label, string? Part, int Index)
{
    /// <summary>The part that is learned from.</summary>
    public const string Train = "train";

    /// <summary>The part that is tested with.</summary>
    public const string Test = "test";
}
