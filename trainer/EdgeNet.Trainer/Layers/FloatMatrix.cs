namespace EdgeNet.Trainer.Layers;

/// <summary>The weights of a layer in floating point: sum[o] = Bias[o] + sum over t of x[t] * Weights[t * Outputs + o].</summary>
/// <param name="Terms">Products in a sum.</param>
/// <param name="Outputs">Number of sums.</param>
/// <param name="Weights">Terms x Outputs.</param>
/// <param name="Bias">One per output.</param>
public sealed record FloatMatrix(int Terms, int Outputs, float[] Weights, float[] Bias)
{
    /// <summary>Number of weights and biases.</summary>
    public int Count => Weights.Length + Bias.Length;

    /// <summary>Computes the sums in the plain way.</summary>
    /// <param name="x">Terms values.</param>
    /// <returns>Outputs sums.</returns>
    public float[] Sums(ReadOnlySpan<float> x)
    {
        float[] sums = (float[])Bias.Clone();
        for (int t = 0; t < Terms; t++)
        {
            if (x[t] != 0f)
            {
                for (int o = 0; o < Outputs; o++)
                {
                    sums[o] += x[t] * Weights[(t * Outputs) + o];
                }
            }
        }

        return sums;
    }
}
