namespace EdgeNet.Trainer.FakeQuantization;

/// <summary>Steps that are learned: the real value of the integer 1. They change by Adam, by one thread.</summary>
internal sealed class StepSizes
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    // A step changes by a share of itself, whatever its size: by about the learning rate of the weights.
    private const double RateShare = 1;

    private readonly float[][] _moments;

    public StepSizes(int count)
    {
        Values = new float[count];
        _moments = [new float[count], new float[count]];
    }

    /// <summary>The steps, above 0 once they are known.</summary>
    public float[] Values { get; }

    /// <summary>What Adam keeps: the mean of the gradients, and the mean of their squares.</summary>
    public IReadOnlyList<float[]> Moments => _moments;

    /// <summary>Changes the steps.</summary>
    /// <param name="gradients">The gradient of each, summed over the batch.</param>
    /// <param name="batch">Samples of the batch.</param>
    /// <param name="rate">Learning rate of the weights.</param>
    /// <param name="stepNumber">Changes so far, this one included.</param>
    public void Learn(ReadOnlySpan<double> gradients, int batch, float rate, int stepNumber)
    {
        double share1 = 1 - Math.Pow(Beta1, stepNumber), share2 = 1 - Math.Pow(Beta2, stepNumber);
        for (int i = 0; i < Values.Length; i++)
        {
            double gradient = gradients[i] / batch;
            double first = (Beta1 * _moments[0][i]) + ((1 - Beta1) * gradient);
            double second = (Beta2 * _moments[1][i]) + ((1 - Beta2) * gradient * gradient);
            (_moments[0][i], _moments[1][i]) = ((float)first, (float)second);
            double change = first / share1 / (Math.Sqrt(second / share2) + Epsilon);

            // It never becomes 0 or less.
            Values[i] *= (float)Math.Max(1 - (RateShare * rate * change), 0.5);
        }
    }
}
