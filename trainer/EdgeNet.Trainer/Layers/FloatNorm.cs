namespace EdgeNet.Trainer.Layers;

/// <summary>Batch normalisation of a layer's sums: (sum - Mean) / sqrt(Variance + Epsilon) * Scale, before the bias is added.</summary>
/// <param name="Scale">One per output; learned.</param>
/// <param name="Mean">The running mean of the sums, one per output.</param>
/// <param name="Variance">Their running variance, one per output, 0 or more.</param>
public sealed record FloatNorm(float[] Scale, float[] Mean, float[] Variance)
{
    /// <summary>Added to a variance, which may be 0.</summary>
    public const float Epsilon = 1e-5f;

    /// <summary>What training starts from: sums as they are.</summary>
    /// <param name="outputs">Number of sums.</param>
    /// <returns>Scale 1, mean 0, variance 1.</returns>
    public static FloatNorm Start(int outputs) => new(Filled(outputs), new float[outputs], Filled(outputs));

    /// <summary>What a sum is multiplied by.</summary>
    /// <param name="output">Which sum.</param>
    /// <returns>The factor; negative where the scale is.</returns>
    public double Factor(int output) => Scale[output] / Math.Sqrt((double)Variance[output] + Epsilon);

    private static float[] Filled(int count)
    {
        float[] ones = new float[count];
        Array.Fill(ones, 1f);
        return ones;
    }
}
