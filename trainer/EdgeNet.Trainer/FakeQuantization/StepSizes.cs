namespace EdgeNet.Trainer.FakeQuantization;

/// <summary>Steps that are learned: the real value of the integer 1. They change by Adam, by one thread.</summary>
internal sealed class StepSizes
{
    private const double Beta1 = 0.9, Beta2 = 0.999, Epsilon = 1e-8;

    // Of the learning rate of the weights: a step moves all of its weights at the same time.
    private const double RateShare = 0.02;

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

    /// <summary>Changes a step.</summary>
    /// <param name="index">Which.</param>
    /// <param name="gradient">The mean of its gradient over the batch.</param>
    /// <param name="rate">Learning rate of the weights.</param>
    /// <param name="stepNumber">Changes so far, this one included.</param>
    public void Change(int index, double gradient, float rate, int stepNumber)
    {
        double first = (Beta1 * _moments[0][index]) + ((1 - Beta1) * gradient);
        double second = (Beta2 * _moments[1][index]) + ((1 - Beta2) * gradient * gradient);
        _moments[0][index] = (float)first;
        _moments[1][index] = (float)second;
        double change = first / (1 - Math.Pow(Beta1, stepNumber)) / (Math.Sqrt(second / (1 - Math.Pow(Beta2, stepNumber))) + Epsilon);

        // It never becomes 0 or less.
        Values[index] = (float)Math.Max(Values[index] - (RateShare * rate * change), Values[index] / 2);
    }
}
