using EdgeNet.Data;

namespace EdgeNet.Import.Lowering;

/// <summary>What a graph does not say about the model file that is made of it.</summary>
/// <param name="RoundsTwice">Whether it computes as LiteRT's reference kernels do, with two roundings; else it rounds once.</param>
/// <param name="Task">What it finds; null to follow its end: softmax chooses a label, logistic says yes or no to each, anything else gives numbers.</param>
/// <param name="Labels">One per output.</param>
/// <param name="Mean">Subtracted from a raw value: one number, or one per channel.</param>
/// <param name="Deviation">By what the difference is divided: one number, or one per channel.</param>
public sealed record LoweringSettings(bool RoundsTwice, TaskKind? Task, string[] Labels, IReadOnlyList<float> Mean, IReadOnlyList<float> Deviation)
{
    /// <summary>Raw values are the network's own real input.</summary>
    /// <param name="roundsTwice">Whether it rounds twice.</param>
    /// <param name="labels">One per output.</param>
    /// <returns>The settings.</returns>
    public static LoweringSettings Plain(bool roundsTwice, string[] labels) => new(roundsTwice, null, labels, [0f], [1f]);
}
