using EdgeNet.Data;
using EdgeNet.Trainer.Networks;

namespace EdgeNet.Trainer.Training;

/// <summary>The learning rate of every step.</summary>
internal static class LearningRates
{
    // Share of the steps in which the cosine schedule's rate rises, so that Adam's moments are known before it is large.
    private const double RiseShare = 0.05;

    // Adam changes every weight by about the learning rate in a step, and with it a unit's sum by the rate times the sum of all inputs, without regard to their
    // signs. By much more than this, and the units of bright colour pictures are switched off for all pictures in the first steps. Pictures of digits on black stay below.
    private const double MostChange = 2;

    private const int SamplesToMeasure = 1000;

    /// <summary>The learning rate where the user gives none.</summary>
    /// <param name="data">The training part.</param>
    /// <param name="network">How its values become inputs, and how many of them a unit of the first layer sees.</param>
    /// <param name="options">The optimiser.</param>
    /// <returns>That of the optimiser; with Adam less where inputs are many and large.</returns>
    public static float For(Dataset data, FloatNetwork network, TrainingOptions options)
    {
        if (options.Optimizer != OptimizerKind.Adam)
        {
            return options.EffectiveLearningRate.First;
        }

        int samples = Math.Min(data.Count, SamplesToMeasure);
        float[] inputs = new float[data.Shape.Count];
        double sum = 0;
        for (int s = 0; s < samples; s++)
        {
            network.Scaling.Apply(data.Sample((int)((long)s * data.Count / samples)), inputs);
            sum += inputs.Sum(i => Math.Abs((double)i));
        }

        double seen = (network.Layers[0].Matrix?.Terms ?? inputs.Length) / (double)inputs.Length;
        return (float)Math.Min(options.EffectiveLearningRate.First, MostChange * samples / Math.Max(sum * seen, 1));
    }

    /// <summary>The learning rate of a step.</summary>
    /// <param name="options">The rate and its schedule.</param>
    /// <param name="epoch">The epoch of the step, from 0.</param>
    /// <param name="step">Its number in the whole training, from 0.</param>
    /// <param name="steps">Steps of the whole training.</param>
    public static float At(TrainingOptions options, int epoch, int step, int steps)
    {
        float rate = options.EffectiveLearningRate.At(epoch);
        if (options.EffectiveSchedule == Schedule.Constant)
        {
            return rate;
        }

        double rise = Math.Max(1.0, RiseShare * steps);
        return step < rise
            ? (float)(rate * (step + 1) / (rise + 1))
            : (float)(rate * 0.5 * (1.0 + Math.Cos(Math.PI * (step - rise) / (steps - rise))));
    }
}
