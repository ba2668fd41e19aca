using EdgeNet.Data;
using EdgeNet.Files;

namespace EdgeNet.Trainer.Training;

/// <summary>How much the samples of each class count in a loss.</summary>
internal static class ClassWeights
{
    /// <summary>Samples / (classes x samples of the class): their mean over the samples is 1, and all classes count the same together.</summary>
    /// <param name="data">The training part.</param>
    /// <param name="options">Whether classes are balanced.</param>
    /// <returns>One per class; null if every sample counts 1.</returns>
    /// <exception cref="UserException">The data have no classes to balance.</exception>
    public static float[]? For(Dataset data, TrainingOptions options)
    {
        if (options.ClassWeighting == ClassWeighting.None)
        {
            return null;
        }

        if (data.Task != TaskKind.Classification)
        {
            throw new UserException($"{data.Name} has no classes to balance; omit --class-weights");
        }

        int[] counts = data.CountClasses();
        int classes = counts.Count(c => c > 0);
        return Array.ConvertAll(counts, c => c == 0 ? 0f : data.Count / ((float)classes * c));
    }
}
