namespace EdgeNet.Import.Graphs;

/// <summary>The weights and biases of a convolution or dense layer: real numbers, or integers with their scales.</summary>
/// <param name="Outputs">Sums; of a depthwise convolution, channels.</param>
/// <param name="Terms">Products in a sum, in the order row, column, channel; of a depthwise convolution row, column.</param>
public abstract record GraphWeights(int Outputs, int Terms);

/// <summary>Weights as real numbers.</summary>
/// <param name="Outputs">Sums.</param>
/// <param name="Terms">Products in a sum.</param>
/// <param name="Weights">Outputs x terms: all terms of output 0, then those of output 1, ...</param>
/// <param name="Biases">One per output.</param>
public sealed record RealWeights(int Outputs, int Terms, float[] Weights, float[] Biases) : GraphWeights(Outputs, Terms);

/// <summary>Weights as integers whose zero is 0.</summary>
/// <param name="Outputs">Sums.</param>
/// <param name="Terms">Products in a sum.</param>
/// <param name="Weights">Outputs x terms, as above.</param>
/// <param name="Scales">The real number that a weight of 1 means: one for all outputs, or one each.</param>
/// <param name="Biases">One per output, in steps of the input's scale times the weight's; 0 where the file has none.</param>
public sealed record IntegerWeights(int Outputs, int Terms, sbyte[] Weights, float[] Scales, int[] Biases) : GraphWeights(Outputs, Terms)
{
    /// <summary>Whether the product of the input's scale and the weights' is rounded to single precision before it is divided by that of the output, as LiteRT does in dense layers with one scale.</summary>
    public bool RoundsScale { get; init; }
}
