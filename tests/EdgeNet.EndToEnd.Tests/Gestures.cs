using EdgeNet.Data;
using EdgeNet.Trainer;
using EdgeNet.Trainer.Training;

namespace EdgeNet.EndToEnd.Tests;

/// <summary>What a motion sensor feels in a hand: held still, or waved. Windows of 25 readings, 20 ms apart, as the app takes them.</summary>
internal static class Gestures
{
    private const int Samples = 25, Axes = 6;
    private const double SecondsASample = 0.02;

    /// <summary>A model that tells them apart.</summary>
    public static byte[] Model { get; } = Build(new ModelNotes());

    /// <summary>The same, unsure of motions that no hand makes.</summary>
    public static byte[] Build(ModelNotes notes) => ModelBuilder.Build(
        new DatasetSplit(Create(600, 1), Create(200, 2)), new TrainingOptions { Hidden = [16], Seed = 1 }, "gestures", false, null, default, null, notes).File;

    /// <summary>Raw readings at a time: gravity on the z axis at 4096 a g, noise, and for waving three swings a second.</summary>
    public static short[] Motion(bool waving, double seconds)
    {
        SeededRandom random = new(5, "motion", (long)(seconds * 1e6));
        double swing = waving ? Math.Sin(seconds * 3 * 2 * Math.PI) : 0;
        double[] axes = [6000 * swing, 1500 * swing, 4096, 500 * swing, 300 * swing, 8000 * swing];
        return Array.ConvertAll(axes, a => (short)(a + (40 * random.NextGaussian())));
    }

    private static Dataset Create(int count, int seed)
    {
        SeededRandom random = new(seed, "gestures");
        float[] features = new float[Samples * Axes * count], targets = new float[count];
        for (int i = 0; i < count; i++)
        {
            targets[i] = i % 2;
            double start = random.Between(0f, 1000f);
            for (int sample = 0; sample < Samples; sample++)
            {
                Array.ConvertAll(Motion(i % 2 == 1, start + (sample * SecondsASample)), v => (float)v).CopyTo(features, (((i * Samples) + sample) * Axes));
            }
        }

        return new Dataset("gestures", TaskKind.Classification, Shape.Features(Samples * Axes), FeatureKind.SharedRange, features, targets, ["still", "waving"]);
    }
}
