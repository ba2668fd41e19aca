namespace EdgeNet.Core;

/// <summary>Chooses the form of a layer's weights by the memory there is.</summary>
internal static class WeightForms
{
    /// <summary>The fastest form that there is room for; the compact one always has.</summary>
    /// <param name="info">The layer.</param>
    /// <param name="file">The model file.</param>
    /// <param name="maxInput">Largest value of an input, 1 to 255.</param>
    /// <param name="dense">Whether few inputs are zero.</param>
    /// <param name="usedInputs">How many inputs are not zero as a rule.</param>
    /// <param name="spareBytes">Bytes that it may take beyond the compact form.</param>
    /// <returns>The weights.</returns>
    public static PackedWeights Choose(LayerInfo info, byte[] file, int maxInput, bool dense, int usedInputs, int spareBytes)
    {
        LanePlan plan = LanePlan.Find(info, file, maxInput, usedInputs, ByteWeights.RequiredRam(info) + spareBytes);
        if (plan != null)
        {
            return new LaneWeights(info, file, plan, maxInput, dense);
        }

        return new ByteWeights(info, file, maxInput, dense);
    }

    /// <summary>Bytes that a form takes beyond the compact one.</summary>
    public static int ExtraRam(PackedWeights weights, LayerInfo info, int maxInput)
    {
        LaneWeights lanes = weights as LaneWeights;
        return lanes == null ? 0 : LaneWeights.RequiredRam(info, lanes.Plan, maxInput) - ByteWeights.RequiredRam(info);
    }
}
