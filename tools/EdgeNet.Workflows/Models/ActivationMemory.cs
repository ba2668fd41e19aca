using EdgeNet.Core;

namespace EdgeNet.Workflows;

/// <summary>Where a network keeps the values between its layers: in slots, which are used again once no later layer reads what is in them.</summary>
/// <param name="SlotBytes">Bytes of each slot; the input is in the first.</param>
/// <param name="SlotOf">The slot, from 0, of each layer's output; null for the last layer, whose sums are the answer.</param>
public sealed record ActivationMemory(int[] SlotBytes, int?[] SlotOf)
{
    /// <summary>Reads a model's plan.</summary>
    /// <param name="model">The model.</param>
    /// <returns>The slots.</returns>
    public static ActivationMemory Of(ModelFile model) => new(
        [.. Enumerable.Range(0, model.Plan.SlotCount).Select(model.Plan.BytesOf)],
        [.. Enumerable.Range(1, model.Layers.Length).Select(t => t == model.Layers.Length ? (int?)null : model.Plan.SlotOf(t))]);
}
