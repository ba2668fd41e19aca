namespace EdgeNet.Trainer.Training;

/// <summary>A dense layer of a trained network: y[o] = activation(bias[o] + sum over i of x[i] * weights[i * Outputs + o]).</summary>
/// <param name="Inputs">Number of inputs.</param>
/// <param name="Outputs">Number of outputs.</param>
/// <param name="Activation">What is done with the sums.</param>
/// <param name="Weights">Inputs x Outputs.</param>
/// <param name="Bias">One an output.</param>
public sealed record FloatLayer(int Inputs, int Outputs, Activation Activation, float[] Weights, float[] Bias)
{
    /// <summary>Number of weights and biases.</summary>
    public int Parameters => Weights.Length + Bias.Length;

    /// <summary>Computes the sums before the activation.</summary>
    /// <param name="x">Inputs.</param>
    /// <returns>Outputs sums.</returns>
    public float[] Sums(ReadOnlySpan<float> x)
    {
        float[] sums = (float[])Bias.Clone();
        for (int i = 0; i < Inputs; i++)
        {
            if (x[i] != 0f)
            {
                for (int o = 0; o < Outputs; o++)
                {
                    sums[o] += x[i] * Weights[(i * Outputs) + o];
                }
            }
        }

        return sums;
    }
}
