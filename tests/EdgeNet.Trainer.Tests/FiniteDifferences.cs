namespace EdgeNet.Trainer.Tests;

/// <summary>Gradients against the slopes of a loss that is computed one number at a time.</summary>
internal static class FiniteDifferences
{
    private const float Step = 1f / 128f;

    /// <summary>Moves each parameter up and down.</summary>
    /// <param name="parameters">The parameters that the loss depends on; unchanged afterwards.</param>
    /// <param name="gradient">What the slopes should be.</param>
    /// <param name="loss">The loss.</param>
    public static void AssertSlopes(float[] parameters, float[] gradient, Func<double> loss)
    {
        for (int i = 0; i < parameters.Length; i++)
        {
            float kept = parameters[i];
            parameters[i] = kept + Step;
            double up = loss();
            parameters[i] = kept - Step;
            double slope = (up - loss()) / (2 * Step);
            parameters[i] = kept;
            Assert.Equal(slope, gradient[i], 5e-3 * Math.Max(1, Math.Abs(slope)));
        }
    }
}
