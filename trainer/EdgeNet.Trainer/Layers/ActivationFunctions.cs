namespace EdgeNet.Trainer.Layers;

/// <summary>The activations, one number at a time.</summary>
public static class ActivationFunctions
{
    /// <summary>Applies an activation to a layer's sums.</summary>
    /// <param name="activation">Which.</param>
    /// <param name="sums">The sums.</param>
    /// <returns>As many numbers.</returns>
    public static float[] Apply(Activation activation, float[] sums)
    {
        switch (activation)
        {
            case Activation.Relu:
                return Array.ConvertAll(sums, v => Math.Max(0f, v));
            case Activation.Sigmoid:
                return Array.ConvertAll(sums, v => (float)Sigmoid(v));
            case Activation.Tanh:
                return Array.ConvertAll(sums, v => (float)Math.Tanh(v));
            case Activation.Softmax:
                float most = sums.Max();
                double[] terms = Array.ConvertAll(sums, v => Math.Exp(v - most));
                double total = terms.Sum();
                return Array.ConvertAll(terms, t => (float)(t / total));
            default:
                return (float[])sums.Clone();
        }
    }

    /// <summary>1 / (1 + exp(-x)).</summary>
    /// <param name="x">Any number.</param>
    /// <returns>0 to 1.</returns>
    public static double Sigmoid(double x) => 1.0 / (1.0 + Math.Exp(-x));
}
