namespace EdgeNet.Core;

/// <summary>The kinds of layers there are: a new kind adds itself to the list and a line to each of the two switches.</summary>
public static class LayerKinds
{
    /// <summary>The kinds that this library runs.</summary>
    /// <returns>Kinds of <see cref="ModelFormat"/>, in an array of the caller's own.</returns>
    public static byte[] All()
    {
        return new byte[] { ModelFormat.Dense, ModelFormat.MaxPool };
    }

    /// <summary>Checks a layer's record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="input">Shape of the first tensor it reads.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ModelException">The record says what is not allowed, or is of a kind that this reader does not know.</exception>
    internal static LayerInfo Check(LayerRecord record, TensorShape input)
    {
        switch (record.Kind)
        {
            case ModelFormat.Dense: return DenseInfo.Check(record, input);
            case ModelFormat.MaxPool: return MaxPoolInfo.Check(record, input);
            default: throw record.Error("is of kind " + record.Kind + ", which this reader does not know");
        }
    }

    /// <summary>Loads a layer.</summary>
    /// <param name="info">The layer.</param>
    /// <param name="plan">Where its tensors are.</param>
    /// <param name="index">Its index.</param>
    /// <param name="file">The model file.</param>
    /// <param name="weights">Its weights in the form to use; null where the kind has none.</param>
    /// <returns>The layer, ready to run.</returns>
    internal static LayerRunner Create(LayerInfo info, MemoryPlan plan, int index, byte[] file, PackedWeights weights)
    {
        switch (info.Kind)
        {
            case ModelFormat.Dense: return new DenseRunner((DenseInfo)info, plan, index, file, weights);
            default: return new MaxPoolRunner((MaxPoolInfo)info, plan, index);
        }
    }
}
