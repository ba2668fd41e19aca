namespace EdgeNet.Trainer.Training;

/// <summary>The learning rate of every step.</summary>
internal static class LearningRates
{
    // Share of the steps in which the cosine schedule's rate rises, so that Adam's moments are known before it is large.
    private const double RiseShare = 0.05;

    public static float At(TrainingOptions options, int step, int steps)
    {
        float rate = options.EffectiveLearningRate;
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
