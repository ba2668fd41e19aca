namespace EdgeNet.Core;

/// <summary>The kinds of layers. Add a new kind to the list and to the switch.</summary>
public static class LayerKinds
{
    /// <summary>The kinds that this library runs.</summary>
    /// <returns>Kinds of <see cref="ModelFormat"/>, in a new array.</returns>
    public static byte[] All()
    {
        return new byte[]
        {
            ModelFormat.Dense, ModelFormat.MaxPool, ModelFormat.Convolution, ModelFormat.Depthwise, ModelFormat.AveragePool, ModelFormat.Add,
            ModelFormat.Table, ModelFormat.Mean, ModelFormat.Concatenation, ModelFormat.Pad, ModelFormat.Reshape, ModelFormat.Answer,
        };
    }

    /// <summary>Checks a layer's record.</summary>
    /// <param name="record">The record.</param>
    /// <param name="input">Shape of the first tensor it reads.</param>
    /// <param name="maxInput">The largest value of that tensor.</param>
    /// <param name="second">Shape of the second tensor it reads; null if there is none.</param>
    /// <param name="maxSecond">The largest value of that.</param>
    /// <returns>The layer.</returns>
    /// <exception cref="ModelException">The record contains a value that is not allowed, or is of a kind that this reader does not know.</exception>
    internal static LayerInfo Check(LayerRecord record, TensorShape input, int maxInput, TensorShape second, int maxSecond)
    {
        switch (record.Kind)
        {
            case ModelFormat.Dense: return DenseInfo.Check(record, input);
            case ModelFormat.MaxPool: return MaxPoolInfo.Check(record, input, maxInput);
            case ModelFormat.Convolution: return ConvolutionInfo.Check(record, input, maxInput);
            case ModelFormat.Depthwise: return DepthwiseInfo.Check(record, input, maxInput);
            case ModelFormat.AveragePool: return AveragePoolInfo.Check(record, input, maxInput);
            case ModelFormat.Add: return AddInfo.Check(record, input, maxInput, second, maxSecond);
            case ModelFormat.Table: return TableInfo.Check(record, input, maxInput);
            case ModelFormat.Mean: return MeanInfo.Check(record, input, maxInput);
            case ModelFormat.Concatenation: return ConcatenationInfo.Check(record, input, maxInput, second, maxSecond);
            case ModelFormat.Pad: return PadInfo.Check(record, input, maxInput);
            case ModelFormat.Reshape: return ReshapeInfo.Check(record, input, maxInput);
            case ModelFormat.Answer: return AnswerInfo.Check(record, input, maxInput);
            default: throw record.Error("is of kind " + record.Kind + ", which this reader does not know");
        }
    }
}
